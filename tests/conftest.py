"""Fixtures that every room of the house shares."""

from support import fresh_kernels  # isort: skip  # noqa: F401  before anything imports numba

import os
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from hypothesis import settings

from support.house import House, open_house
from support.scene import Scene, await_tracer, set_scene
from support.system import System, own_folder, running_system

ROOT = Path(__file__).parents[1]
# A shared machine may be slow for a moment; what takes long is for benchmarks/ to say, not for a test to fail by.
settings.register_profile("ansim", deadline=None)
settings.load_profile("ansim")
# Playwright's loop runs in this thread, and Django refuses to work beside one unless told that nobody else is there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and test vectors beside the project; the test is skipped where it is absent."""
    folder = Path(os.environ.get("ANSIM_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no real data: {folder.name}/ is not beside the project (set ANSIM_SHARED)")
    return folder


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    """The whole system, one for all tests of a run: PostgreSQL, keys, venues, the gateway."""
    with own_folder() as folder, running_system(folder) as running:
        # Code that the tests call in their own process (Django, keys, the command line) finds this system too.
        os.environ |= running.environment_of_processes()
        os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.migrations"
        django.setup()
        yield running


@pytest.fixture(scope="session")
def house(system: System) -> Iterator[House]:
    with open_house(system, ("vault", "tracer", "business", "investigation")) as built:
        yield built


@pytest.fixture(scope="session")
def scene(house: House) -> Scene:
    built = set_scene(house.system)
    await_tracer(built)
    return built
