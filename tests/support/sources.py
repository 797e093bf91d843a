"""The project's Python files as syntax trees, each parsed once for all the guard tests of a run."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(file: Path) -> ast.Module:
    """The tree of a file, to be looked at and left as it is."""
    return ast.parse(file.read_text())
