"""Fixtures that every room of the house shares."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from system import System, own_folder, running_system

ROOT = Path(__file__).parents[1]


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
        yield running
