"""Compiled kernels of these very sources: numba renews one when its own file changes, not when a file it calls does.

Imported before anything that imports numba, and run by `make setup`. It removes the compiled code beside each file of
kernels whose sources, or those of a module that it imports, changed in what they do. Comments and docstrings are free.
"""

import ast
import fcntl
import hashlib
import importlib
import json
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src"
STAMPS = ROOT / ".cache" / "kernels.json"


def remove_stale() -> list[Path]:
    """Remove what was compiled from other sources; gives the files of kernels that will be compiled again."""
    STAMPS.parent.mkdir(exist_ok=True)
    files = sorted((SOURCES / "ansim").rglob("*.py"))
    seen = _digest(*(f"{file} {(now := file.stat()).st_mtime_ns} {now.st_size}" for file in files))
    with STAMPS.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = json.loads(STAMPS.read_text()) if STAMPS.exists() else {}
        if known.get("seen") == seen:
            return []
        stamps = {_name(file): _stamp(file) for file in files if "njit(" in file.read_text()}
        stale = [file for file in files if known.get(_name(file)) != stamps.get(_name(file))]
        for file in stale:
            for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.nb[ic]"):
                compiled.unlink(missing_ok=True)
        STAMPS.write_text(json.dumps({"seen": seen, **stamps}, indent=1))
    return stale


def _name(file: Path) -> str:
    return str(file.relative_to(SOURCES))


def _stamp(file: Path) -> str:
    """Of what a file and all it imports from this project do."""
    return _digest(*(_meaning(part) for part in sorted(_with_imports(file))))


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


@cache
def _meaning(file: Path) -> str:
    """The code without comments, layout and docstrings."""
    tree = _tree(file)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [part for part in body if not _is_text(part)]  # type: ignore[attr-defined]
    return ast.dump(tree)


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _with_imports(file: Path) -> set[Path]:
    found, waiting = set(), [file]
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting += _imported(part)
    return found


@cache
def _imported(file: Path) -> list[Path]:
    names = set()
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    places = [SOURCES / name.replace(".", "/") for name in names if name.startswith("ansim.")]
    candidates = [
        one for place in places for one in (place.with_suffix(".py"), place / "__init__.py")
    ]
    return [one for one in candidates if one.is_file()]


def compile_all() -> None:
    """Compile what is not compiled, and say so, as it takes its time."""
    known = json.loads(STAMPS.read_text())
    if known.get("compiled") == known["seen"]:
        return
    print("Compiling the searches; once, half a minute or more ...", flush=True)
    importlib.import_module("ansim.tracing.process.server")
    STAMPS.write_text(json.dumps({**known, "compiled": known["seen"]}, indent=1))


STALE = remove_stale()
if __name__ == "__main__":
    compile_all()
