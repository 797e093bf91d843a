"""A room shows in its `__init__.py` what others use: most of them names, the gateway's rooms files.

Whoever wants one rule of the gateway loads one file, where a face of names would load psycopg and the HTTP framework with it.
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

# Rooms that show names, and the files that others import all the same: commands and calls, columns for compiled searches,
# acts of the ledger, and what takes long to load.
PAST_THE_FACE: dict[str, set[str]] = {
    "backups": set(),
    "business.imports": {"shapes"},
    "business.models": set(),
    "domain.contact_duties": set(),
    "domain.contact_rules": set(),
    "domain.exposures": set(),
    "domain.pathogens": set(),
    "investigation.lookups": set(),
    "investigation.models": set(),
    "jobs": {"case_operators"},
    "keys": {"calls", "ceremony"},
    "ledger": {"acts", "commands"},
    "tables": {"account", "cells", "ids", "moments", "reading", "times", "why", "written"},
    "tracing.contacts": {"kernels"},
    "tracing.dwell": {"estimate"},
    "tracing.index": {"table"},
    "tracing.ranking": set(),
    "tracing.reach": set(),
    "tracing.reference": set(),
    "tracing.sources": set(),
    "tracing.sql": set(),
}


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


@pytest.mark.parametrize("room", PAST_THE_FACE)
def test_others_import_a_room_by_its_face(room: str) -> None:
    folder = SOURCE.joinpath("ansim", *room.split("."))
    start = f"ansim.{room}."
    files = {file.stem for file in folder.iterdir()}
    shown = {name.rsplit(".", 1)[1] for name in imported(folder / "__init__.py")}
    past = set()
    for file in SOURCE.rglob("*.py"):
        if folder in file.parents or "migrations" in file.parts:
            continue
        for name in imported_at_run_time(file):
            first, *rest = name.removeprefix(start).split(".")
            if name.startswith(start) and (rest or first in files - shown):
                past.add(first)
    assert past == PAST_THE_FACE[room], "show it in the face, or name it above"


@cache
def imported_at_run_time(file: Path) -> set[str]:
    """The same without what stands there for the type checker alone."""
    found = imported(file).copy()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for one in ast.walk(node):
                if isinstance(one, ast.ImportFrom) and one.module:
                    found -= {f"{one.module}.{alias.name}" for alias in one.names}
    return found
