"""One meaning a name: no two public classes of the house have one name."""

import ast
from collections import defaultdict
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "ansim"


def public_classes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(SOURCE.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(str(file.relative_to(SOURCE)))
    return found


def test_no_class_name_stands_twice() -> None:
    doubled = {name: files for name, files in public_classes().items() if len(files) > 1}
    assert doubled == {}, "give one of them the word for what it is"
