"""Fixtures that every room of the house shares.

A fixture imports what it needs inside itself, so that a test of a rule pays for no Django, HTTP or database.
"""

from support import fresh_kernels  # isort: skip  # noqa: F401  before anything imports numba

import logging
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from support.house import House
    from support.scene import Scene
    from support.system import System

ROOT = Path(__file__).parents[1]
# A shared machine may be slow for a moment; what takes long is for benchmarks/ to say, not for a test to fail by.
AT_ANY_PACE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ansim", AT_ANY_PACE)
settings.register_profile("fast", AT_ANY_PACE, max_examples=10)  # `make fast`
settings.load_profile("ansim")
# Playwright's loop runs in this thread, and Django refuses to work beside one unless told that nobody else is there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# What a test file uses when it starts a PostgreSQL of its own: a fixture, or a name that it imported.
STARTERS = {"system", "house", "scene", "embedded", "running_system", "install", "whole"}
LONGEST_FIRST = {"fault", "long"}  # marks
BROWSERS_BY = 0.85  # of the way through a run; the last of them would else be alone at its end


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before `-m` chooses, and after the order is drawn
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Mark what needs PostgreSQL: `-m "not system and not browser"` is the fast half.

    Of several workers each begins with the files that take long, so that short ones fill both to the end. Files with
    browsers are spread over the run: two at a time hold each other up until something is over its time.
    """
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if STARTERS & (used | set(vars(getattr(item, "module", object)))):
            item.add_marker("system")
    yield
    if hasattr(config, "workerinput"):
        places = _places(items)
        items.sort(key=lambda item: places[item.path])  # within a file the order stays as drawn


def pytest_runtest_setup(item: pytest.Item) -> None:
    if {"system", "browser"} & {mark.name for mark in item.iter_markers()}:
        _within_one_day(item)
    _let_logs_write_on()


def _within_one_day(item: pytest.Item) -> None:
    """No test begins in the last minute of a day in Seoul, and a module's TODAY is its test's, not the collection's.

    A module that has a NOW beside it hands that on as its clock.
    """
    from ansim.domain.days import day_bounds, local_day
    from support.patience import PATIENCE

    left = day_bounds(local_day(time.time()))[1] - time.time()
    if left < PATIENCE:
        time.sleep(left + 10)  # what was a few seconds ago is of this day then
    module = getattr(item, "module", None)
    if hasattr(module, "TODAY") and not hasattr(module, "NOW"):
        module.TODAY = local_day(time.time())


def _let_logs_write_on() -> None:
    """What was set up to log while a test read the words would write into that test's closed file for ever."""
    loggers = [logging.root, *logging.root.manager.loggerDict.values()]
    for handler in [one for logger in loggers for one in getattr(logger, "handlers", ())]:
        if isinstance(handler, logging.StreamHandler) and getattr(handler.stream, "closed", False):
            handler.stream = sys.stderr  # `setStream` would flush the closed one first


def pytest_sessionfinish() -> None:
    """Threads that serve to the end have nowhere to write any more."""
    logging.disable()


def _places(items: list[pytest.Item]) -> dict[Path, float]:
    """Where in a run each file stands, from 0 to 1; those that take long are before."""
    kinds: dict[Path, set[str]] = defaultdict(set)
    for item in items:
        kinds[item.path].update(mark.name for mark in item.iter_markers())
    long = {path: -1.0 for path, marks in kinds.items() if marks & LONGEST_FIRST}
    browsers = [path for path in kinds if path not in long and "browser" in kinds[path]]
    others = [path for path in kinds if path not in long and "browser" not in kinds[path]]
    return (
        long
        | {path: BROWSERS_BY * place / len(browsers) for place, path in enumerate(browsers)}
        | {path: place / len(others) for place, path in enumerate(others)}
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and test vectors beside the project; the test is skipped where it is absent."""
    folder = Path(os.environ.get("ANSIM_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no real data: {folder.name}/ is not beside the project (set ANSIM_SHARED)")
    return folder


@pytest.fixture(scope="session")
def system() -> Iterator["System"]:
    """PostgreSQL, keys and venues, one for all tests of a run; the gateway starts when it is first asked."""
    import django
    from django.conf import settings as of_django

    from support.system import own_folder, running_system

    with own_folder() as folder, running_system(folder) as running:
        # Code that the tests call in their own process (Django, keys, the command line) finds this system too.
        os.environ |= running.environment_of_processes()
        os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.migrations"
        django.setup()
        of_django.ROOT_URLCONF = (
            "ansim.business.urls"  # what is called here are acts of that portal
        )
        yield running


@pytest.fixture(scope="session")
def house(system: "System") -> Iterator["House"]:
    """The other processes beside the system; each starts when a test first needs it."""
    from support.house import open_house

    with open_house(system) as built:
        yield built


@pytest.fixture
def worker(house: "House") -> Iterator[None]:
    """A worker for one test: it would empty the outbox under those that follow."""
    house.need("worker")
    yield
    house.again("worker")


@pytest.fixture(scope="session")
def _scene(house: "House") -> "Scene":
    from support.scene import await_tracer, set_scene

    house.need("tracer")
    built = set_scene(house.system)
    await_tracer(house.system, built)
    return built


@pytest.fixture
def scene(house: "House", _scene: "Scene") -> "Scene":
    """An afternoon to investigate, with vault and tracer to ask: another test may have ended one of them."""
    house.need("tracer")
    return _scene
