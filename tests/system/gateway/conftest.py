"""Fixtures of the gateway's tests."""

from collections.abc import Callable, Iterator

import pytest

from support.system import System
from support.visitor import Visitor


@pytest.fixture
def visitor(system: System) -> Visitor:
    """Somebody who just signed up."""
    return Visitor(system).sign_up()


@pytest.fixture
def newcomer(system: System) -> Callable[..., Visitor]:
    """Makes people who have signed up."""
    return lambda **choices: Visitor(system, **choices).sign_up()


@pytest.fixture(scope="session")
def neighbour(system: System) -> Iterator[System]:
    """A second gateway process beside the first, on the same databases and keys."""
    other = System(
        system.folder, venues=system.venues, environment={"ANSIM_HOST": system.gateway_url}
    )
    other.start_gateway()
    yield other
    other.stop_gateway()
