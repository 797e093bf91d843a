"""What the documents list is what the house has."""

import re
import tomllib
from pathlib import Path

import pytest

from ansim.visitor.api import app_files
from ansim.visitor.endpoints import ENDPOINTS, ENTRIES

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()
SOURCE = ROOT / "src" / "ansim"


def rooms() -> list[str]:
    folders = {file.parent.name for file in SOURCE.glob("*/__init__.py")}
    files = {file.stem for file in SOURCE.glob("*.py")} - {"__init__"}
    return sorted(folders | files)


def test_every_room_stands_in_the_table_of_folders() -> None:
    table = (ROOT / "README.md").read_text().split("## The folders")[1]
    named = set(re.findall(r"`(?:src/ansim/)?(\w+)(?:\.py)?`", table))
    assert [room for room in rooms() if room not in named] == []


def test_the_picture_of_imports_is_the_contract() -> None:
    picture = ARCHITECTURE.split("## Who may import whom")[1].split("```")[1]
    drawn = [re.split(r"\s{4,}", line.strip())[0].split() for line in picture.strip().splitlines()]
    contract = (ROOT / "pyproject.toml").read_text().split('name = "Rooms of the house')[1]
    layers = re.findall(r'^    "([\w| ]+)",$', contract.split("\n]")[0], re.MULTILINE)
    assert drawn == [layer.split(" | ") for layer in layers]
    assert sorted(room for row in drawn for room in row) == rooms()


def test_the_order_within_a_room_is_its_contract() -> None:
    picture = ARCHITECTURE.split("## Who may import whom")[1].split("```")[3]
    drawn = {
        room: [set(row.split(", ")) for row in order.split(" > ")]
        for room, order in re.findall(r"^(\w+): +(.+)$", picture, re.MULTILINE)
    }
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layered = {
        one["containers"][0].removeprefix("ansim."): [
            set(re.split(r" [|:] ", layer)) for layer in one["layers"]
        ]
        for one in contracts["contracts"]
        if one["type"] == "layers" and one["containers"] != ["ansim"]
    }
    assert drawn == layered


@pytest.mark.parametrize("portal", ["business", "investigation"])
def test_every_feature_of_a_portal_stands_in_its_contracts(portal: str) -> None:
    features = {file.parent.name for file in (SOURCE / portal).glob("*/urls.py")}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    strangers = {
        module.removeprefix(f"ansim.{portal}.")
        for one in contracts["contracts"]
        if one["type"] == "independence"
        for module in one["modules"]
    }
    layered = {
        room
        for one in contracts["contracts"]
        if one["type"] == "layers" and one["containers"] == [f"ansim.{portal}"]
        for layer in one["layers"]
        for room in re.split(r" [|:] ", layer)
    }
    assert features - (strangers & layered) == set()


def variables_of(source: str) -> set[str]:
    """Names of variables that a source spells out, and those of its intervals: `seconds("late_spread", …)`."""
    intervals = re.findall(r'\bseconds\(\s*"(\w+)"', source)
    spelt = re.findall(r"\bANSIM_[A-Z_]*[A-Z]\b", source)
    return {*spelt, *(f"ANSIM_{name.upper()}_SECONDS" for name in intervals)}


def test_every_variable_that_is_read_is_described() -> None:
    # A DSN goes by process and database, a port by process.
    kinds = re.compile(r"ANSIM_(OWNER|\w+_DSN)$")
    read = {
        name
        for file in SOURCE.rglob("*.py")
        for name in variables_of(file.read_text())
        if not kinds.match(name)
    }
    assert sorted(name for name in read if f"`{name}`" not in ARCHITECTURE) == []


def test_citations_of_the_design_lead_to_its_sections() -> None:
    design = (ROOT / "docs" / "design.md").read_text()
    sections = set(re.findall(r"^## (\d+)\.", design, re.MULTILINE))
    cited = {
        number
        for file in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.sql")]
        for number in re.findall(r"DESIGN §(\d+)", file.read_text())
    }
    assert cited
    assert cited <= sections


def test_what_the_documents_link_to_and_show_is_there() -> None:
    files = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(files) > 40
    found = [
        (file, target)
        for file in files
        for target in re.findall(r'(?:\]\(|src=")([^)"#]+)[)"#]', file.read_text())
        if "://" not in target
    ]
    assert len(found) > 100
    assert [
        f"{file.relative_to(ROOT)}: {target}"
        for file, target in found
        if not (file.parent / target).is_dir()
        and not ((file.parent / target).is_file() and (file.parent / target).stat().st_size)
    ] == []


NAMED = re.compile(
    r"(?<![\w./])((?:tests|support|docs|src|web|benchmarks|ansim|domain|tracing|visitor|business|investigation|identity"
    r"|keys|ledger|visits|database|settings|accounts|portal|jobs|notices|tables|simulation)"
    r"/[\w./-]*\.(?:py|md|sql|tsx|ts|json|txt|toml|html|css))\b"
)
MADE = {"web/src/delivery/gateway-api.ts"}  # by the build


def test_a_file_that_a_document_or_a_comment_names_is_there() -> None:
    sources = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.sql"), *(ROOT / "web/src").rglob("*.ts")]
    files = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *sources]
    folders = ("tests", "docs", "src", "web/src", "web/tests", "benchmarks")
    known = "\n".join(
        f"/{file.relative_to(ROOT)}\n" for name in folders for file in (ROOT / name).rglob("*.*")
    )
    named = {
        (str(file.relative_to(ROOT)), name)
        for file in files
        # A room to come stands nowhere yet.
        for name in NAMED.findall(file.read_text().split("## Rooms to come")[0])
    }
    assert len(named) > 100
    assert [
        one for one in sorted(named) if f"/{one[1]}\n" not in known and one[1] not in MADE
    ] == []


def test_every_endpoint_of_the_gateway_is_described() -> None:
    protocol = (ROOT / "docs" / "protocol.md").read_text()
    # What stands in braces is named by the document in its own way: `/v1/venues/CODE`.
    paths = {one.path.split("{")[0].rstrip("/") for one in (*ENDPOINTS, *ENTRIES)}
    assert len(paths) > 25
    described = {path for path in paths if re.search(re.escape(path) + r"(?![\w-])", protocol)}
    assert sorted(paths - described) == []


# The officers' guide has its steps as paragraphs still.
PARAGRAPHS = {"CHANGELOG.md"}


def prose(text: str) -> list[str]:
    """The lines that hold sentences: no code, no table, no heading; marked code is left out of them."""
    plain = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    lines = [re.sub(r"`[^`]*`", "`", line) for line in plain.splitlines()]
    return [line for line in lines if not re.match(r"\s*[|#<]|!\[", line)]


def test_a_line_of_the_documents_holds_one_sentence() -> None:
    # In a diff one sentence changes, not a paragraph. A quoted or bracketed sentence may hold several.
    folders = (ROOT, ROOT / "docs", ROOT / "docs/adr", ROOT / "docs/guides")
    files = [file for folder in folders for file in folder.glob("*.md")]
    english, korean = r"\w{2,}[.!?]\*{0,2} (?=[A-Z][a-z]+ )", r"[가-힣][.!?]\*{0,2} (?=[가-힣*])"
    two = re.compile(f"{english}|{korean}")
    assert [
        f"{file.relative_to(ROOT)}: {line[:60]}"
        for file in files
        if file.name not in PARAGRAPHS
        for line in prose(file.read_text())
        if two.search(re.sub(r"\([^)]*\)|[\"“][^\"”]*[\"”]", "", line))
    ] == []


def test_the_protocol_names_the_headers_that_the_gateway_sends() -> None:
    protocol = (ROOT / "docs" / "protocol.md").read_text()
    for header in ("content-security-policy", "permissions-policy"):
        described = re.search(rf"`{header}: ([^`]*)`", protocol, re.IGNORECASE)
        assert described is not None
        assert described[1] == app_files.HEADERS[header]


def test_every_room_says_what_it_is() -> None:
    rooms = [file for file in SOURCE.rglob("__init__.py") if "migrations" not in file.parts]
    silent = [
        str(file.relative_to(SOURCE)) for file in rooms if not file.read_text().startswith('"""')
    ]
    assert silent == []
