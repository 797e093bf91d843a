"""One meaning a name: no two public classes of the house have one name, and no two of its files."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

from support.sources import tree_of

SOURCE = Path(__file__).parents[2] / "src" / "ansim"

# The parts that every room calls alike, as Django, the gateway's rooms and the local calls have them.
PARTS = {
    *(
        "apps",
        "commands",
        "command",
        "context",
        "forms",
        "middleware",
        "rows",
        "urls",
        "views",
        "words",
    ),
    *("endpoints", "errors", "problems", "wire"),
    *("calls", "client", "outcomes"),  # what may be asked of a process, who asks, what SQL answers
    "kernels",
    *("channel", "form", "results"),  # what each provider's folder has: docs/guides/channels.md
}


def public_classes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(SOURCE.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        for node in tree_of(file).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(str(file.relative_to(SOURCE)))
    return found


def test_no_class_name_stands_twice() -> None:
    doubled = {name: files for name, files in public_classes().items() if len(files) > 1}
    assert doubled == {}, "give one of them the word for what it is"


@cache
def modules() -> dict[str, list[str]]:
    """The files by their name. A table is named by what it holds, and `tracing/sql` by what it says again in SQL."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(SOURCE.rglob("*.py")):
        room = file.relative_to(SOURCE).parent
        if not {"migrations", "models"} & set(room.parts) and room != Path("tracing/sql"):
            found[file.stem].append(str(room))
    return found


def test_no_file_name_has_two_meanings() -> None:
    doubled = {
        name: rooms
        for name, rooms in modules().items()
        if len(rooms) > 1 and name not in PARTS and name != "__init__"
    }
    assert doubled == {}, "give one of them the word for what it is"


def test_a_part_that_every_room_calls_alike_stands_in_two_rooms_or_is_no_such_part() -> None:
    assert [part for part in sorted(PARTS) if len(modules()[part]) < 2] == []
