"""One running house for all tests of the portals."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec

import pytest

from ansim.settings.environment import Process
from portal.house import Browser, House, open_house
from portal.scene import Scene, set_scene
from system import System

TRACER: tuple[Process, ...] = ("tracer",) if find_spec("ansim.tracing.server") else ()


@pytest.fixture(scope="session")
def house(system: System) -> Iterator[House]:
    with open_house(system, ("vault", *TRACER, "business", "investigation")) as built:
        yield built


@pytest.fixture(scope="session")
def scene(system: System) -> Scene:
    if not TRACER:
        pytest.skip("no tracer process in this checkout")
    return set_scene(system)


Open = Callable[..., Browser]


@pytest.fixture
def browse(house: House) -> Iterator[Open]:
    """Open a portal, signed in as one of the cast where a login is given."""
    opened: list[Browser] = []

    def open_portal(portal: str, login: str | None = None) -> Browser:
        browser = Browser(house.addresses[portal])
        opened.append(browser)
        if login is not None:
            answer = browser.sign_in(login)
            assert answer.status_code == 200, answer.text[:500]
        return browser

    yield open_portal
    for browser in opened:
        browser.http.close()
