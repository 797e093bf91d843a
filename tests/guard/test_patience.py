"""No test is impatient: it waits with `support.patience`, and asks nobody for less than that by a default it never saw."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Httpx gives an answer five seconds unless it is told otherwise.
ASKING = {"get", "post", "put", "patch", "delete", "request", "stream", "Client", "AsyncClient"}


def calls() -> Iterator[tuple[str, ast.AST]]:
    """Every node of every test, and where it stands."""
    for file in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            yield f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", node


def impatient(node: ast.AST) -> bool:
    """Whether a node asks by httpx without a time, or ends a wait by a number of its own."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="httpx"), attr=verb), keywords=given):
            return verb in ASKING and "timeout" not in {one.arg for one in given}
        case ast.BinOp(
            left=ast.Call(func=ast.Attribute(attr="monotonic")), op=ast.Add(), right=ast.Constant()
        ):
            return True
    return False


def test_whoever_waits_has_the_patience_of_all() -> None:
    found = list(calls())
    assert len(found) > 10_000
    assert [place for place, node in found if impatient(node)] == []
