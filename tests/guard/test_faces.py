"""The gateway's rooms show files, not names: `__all__` of a room lists those that others import.

So whoever wants one rule loads one file, where a face of names would load psycopg and the HTTP framework with it.
"""

import ast
import importlib
from functools import cache
from pathlib import Path

import pytest

from support.sources import tree_of

SOURCE = Path(__file__).parents[2] / "src"
VISITOR = SOURCE / "ansim" / "visitor"
ROOMS = sorted(file.parent.name for file in VISITOR.glob("*/__init__.py"))


@cache
def imported(file: Path) -> set[str]:
    """Every module or name that a file imports, with its dots."""
    found = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def used_by_others(room: str) -> set[str]:
    """The files of a room that files outside it import."""
    others = (file for file in SOURCE.rglob("*.py") if VISITOR / room not in file.parents)
    start = f"ansim.visitor.{room}."
    names = {name for file in others for name in imported(file) if name.startswith(start)}
    return {name.removeprefix(start).split(".")[0] for name in names}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_shows_the_files_that_others_import_and_no_more(room: str) -> None:
    face = importlib.import_module(f"ansim.visitor.{room}")
    assert len(face.__all__) == len(set(face.__all__))
    assert set(face.__all__) == used_by_others(room), "name in `__all__` what others import"


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_shows_is_a_file_of_it_or_a_name_that_it_gives(room: str) -> None:
    face = importlib.import_module(f"ansim.visitor.{room}")
    files = {file.stem for file in (VISITOR / room).glob("*.py")}
    assert [name for name in face.__all__ if name not in files and not hasattr(face, name)] == []
