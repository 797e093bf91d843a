"""Fixtures of the gateway's tests."""

from collections.abc import Callable, Iterator
from typing import Any

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


@pytest.fixture
def reports(system: System) -> Iterator[Any]:
    """The reports that wait, read as the business portal reads them; none is left over."""

    def read() -> list[Any]:
        query = "SELECT venue_id, reason, code FROM business_codereport WHERE settled_at IS NULL ORDER BY id"
        with system.connect_as("business", "main") as connection:
            return connection.execute(query).fetchall()

    def forget() -> None:
        with system.owner("main") as connection:
            connection.execute("DELETE FROM business_codereport")
        with system.owner("identity") as connection:  # a network's share is counted there
            connection.execute("DELETE FROM identity.code_use")

    forget()
    yield read
    forget()
