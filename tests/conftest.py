"""Fixtures that every room of the house shares."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and test vectors beside the project; the test is skipped where it is absent."""
    folder = Path(os.environ.get("ANSIM_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no real data: {folder.name}/ is not beside the project (set ANSIM_SHARED)")
    return folder
