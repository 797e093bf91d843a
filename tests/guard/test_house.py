"""Tests of the code base itself: what a reviewer would otherwise have to remember."""

import ast
import re
import subprocess
from pathlib import Path

import polib
import pytest

from support.sources import tree_of

ROOT = Path(__file__).parents[2]
TEXT = {
    ".py",
    ".ts",
    ".tsx",
    ".html",
    ".css",
    ".md",
    ".toml",
    ".sql",
    ".sh",
    ".json",
    ".po",
    ".txt",
    ".js",
    ".mjs",
}


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = [name for name in listing.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


FILES = tracked()


def offenders(pattern: str, files: list[Path]) -> list[str]:
    shape = re.compile(pattern)
    return [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        if file != Path(__file__) and (file.suffix in TEXT or file.name in ("Makefile", "run"))
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1)
        if shape.search(line)
    ]


def test_no_file_names_a_registry_host_or_a_path_of_one_machine() -> None:
    hosts = r"registry\.npmjs\.org|files\.pythonhosted|pypi\.org/simple|deb\.debian\.org"
    assert offenders(hosts + r"|(?<![\w.])/(work|farm|root|home/\w+)/", FILES) == []


def test_nothing_is_left_for_later_in_the_code() -> None:
    code = [file for file in FILES if file.suffix in {".py", ".ts", ".tsx", ".html", ".css"}]
    assert offenders(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|xfail", code) == []


def test_no_third_party_data_is_committed() -> None:
    data = {".csv", ".dat", ".gz", ".zip", ".geojson", ".parquet", ".xlsx"}
    assert [str(file.relative_to(ROOT)) for file in FILES if file.suffix in data] == []


def test_phone_numbers_are_invented_ones() -> None:
    # 010-0000-xxxx is given to nobody and 010-000-xxxx is too short; anything else might be somebody's.
    assert offenders(r"\b010-(?!0000|000-)\d{3,4}-\d{4}\b", FILES) == []


def owner_of(node: ast.expr) -> str:
    """The name that an array is had from: itself, or the group of arguments that it is a field of."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_compiled_code_takes_no_address_of_an_array_it_makes() -> None:
    # numba gives an array back after the last use of its name: what stands at the address is then anybody's.
    own = []
    for file in (
        file for file in FILES if file.suffix == ".py" and ".ctypes.data" in file.read_text()
    ):
        for function in ast.walk(tree_of(file)):
            if not isinstance(function, ast.FunctionDef) or "njit" not in "".join(
                map(ast.unparse, function.decorator_list)
            ):
                continue
            parameters = {argument.arg for argument in function.args.args}
            own += [
                f"{file.relative_to(ROOT)}:{node.lineno}"
                for node in ast.walk(function)
                if isinstance(node, ast.Attribute)
                and node.attr == "ctypes"
                and owner_of(node.value) not in parameters
            ]
    assert own == [], "let the caller make the array"


def test_no_line_opts_out_of_the_formatter() -> None:
    code = [file for file in FILES if file.suffix == ".py"]
    assert offenders(r"#\s*fmt:\s*(skip|off)", code) == [], "group what belongs together"


def test_no_room_is_imported_by_a_string() -> None:
    # mypy and the import contracts see an arrow only where it is an import.
    code = [file for file in FILES if (ROOT / "src") in file.parents and file.suffix == ".py"]
    assert offenders(r"""(import_module|__import__)\(f?["']ansim""", code) == []


def test_no_function_takes_ten_arguments() -> None:
    code = [file for file in FILES if file.suffix == ".py" and (ROOT / "src") in file.parents]
    assert len(code) > 100
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {getattr(node, 'name', 'lambda')}"
        for file in code
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        and arguments_of(node.args) >= 10
    ]
    assert long == [], "those that belong together want a name: a NamedTuple"


def arguments_of(given: ast.arguments) -> int:
    return len(given.posonlyargs) + len(given.args) + len(given.kwonlyargs)


def test_files_of_code_stay_small() -> None:
    code = {".py", ".ts", ".tsx", ".css", ".html", ".js", ".sql"}
    long = {
        str(file.relative_to(ROOT)): lines
        for file in FILES
        if file.suffix in code and (lines := len(file.read_text().splitlines())) > 400
    }
    assert long == {}, "past 400 lines a file wants two names"


@pytest.mark.parametrize(
    "room",
    sorted(folder.parent.name for folder in (ROOT / "src/ansim").glob("*/migrations")),
)
def test_each_migration_has_a_number_of_its_own(room: str) -> None:
    # Two of one number are two heads: nobody can migrate until one of them follows the other.
    files = (ROOT / "src/ansim" / room / "migrations").glob("[0-9]*.py")
    numbers = sorted(int(file.name[:4]) for file in files)
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "catalogue",
    sorted((ROOT / "src/ansim/locale").glob("*/LC_MESSAGES/*.po")),
    ids=lambda path: "/".join(path.parts[-3:]),
)
def test_every_text_is_translated(catalogue: Path) -> None:
    entries = polib.pofile(str(catalogue))
    left = [
        entry.msgid
        for entry in entries
        if not entry.obsolete and (not entry.translated() or entry.fuzzy)
    ]
    assert left == []
