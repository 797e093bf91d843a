"""Keys are made in the key ceremony and nowhere else: a process that lacks one refuses and writes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ansim.keys import KeyDamagedError, KeyFolder, KeyMissingError, require_keys
from ansim.keys.ceremony import make_missing_keys
from ansim.keys.needs import HOLDERS, needed_by

ROOT = Path(__file__).parents[3]
NEEDS = [(process, name) for name, holders in HOLDERS.items() for process in holders]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANSIM_DATA", str(tmp_path))
    make_missing_keys()
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(("process", "name"), NEEDS)
def test_each_key_in_turn_keeps_its_process_from_starting(
    data: Path, process: str, name: str
) -> None:
    require_keys(process)
    (data / "keys" / name).unlink()
    before = contents(data)
    with pytest.raises(KeyMissingError) as told:
        require_keys(process)
    assert name in str(told.value)
    assert "`ansim keys init`" in str(told.value)
    assert contents(data) == before


@pytest.mark.long
@pytest.mark.parametrize("process", ["gateway", "business", "investigation", "tracer", "vault"])
def test_a_process_without_keys_ends_at_once_and_writes_nothing(
    tmp_path: Path, process: str
) -> None:
    ended = serve(process, tmp_path)
    assert ended.returncode == 1
    for name in needed_by(process):
        assert name in ended.stderr
    assert "`ansim keys init`" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("settings", ["base", "migrations", "business", "investigation"])
def test_importing_settings_writes_nothing(tmp_path: Path, settings: str) -> None:
    code = f"import ansim.settings.{settings}"
    ended = run([sys.executable, "-c", code], tmp_path)
    needs_a_key = settings in ("business", "investigation")
    assert (ended.returncode != 0) == needs_a_key, ended.stderr
    assert not needs_a_key or f"{settings}-session.key" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_secret_is_read_and_never_made(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    with pytest.raises(KeyMissingError, match="phone-index"):
        keys.secret("phone-index")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_damaged_secret_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "session.key").write_bytes(content)
    with pytest.raises(KeyDamagedError, match=f"{len(content)} bytes"):
        KeyFolder(tmp_path).secret("session")


def test_the_ceremony_makes_every_key_that_a_process_needs_and_touches_none(data: Path) -> None:
    made = contents(data / "keys")
    assert set(HOLDERS) <= set(made)
    make_missing_keys()
    assert contents(data / "keys") == made


def test_the_ceremonys_page_names_every_key() -> None:
    page = (ROOT / "docs/key-ceremony.md").read_text()
    assert [name for name in HOLDERS if f"`{name}`" not in page] == []


def serve(process: str, data: Path) -> "subprocess.CompletedProcess[str]":
    return run([sys.executable, "-m", "ansim.cli", "serve", process], data)


def run(command: list[str], data: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "ANSIM_DATA": str(data), "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("process", ["gateway", "business", "investigation", "tracer", "vault"])
@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_secret_that_was_cut_keeps_its_processes_from_starting(
    data: Path, process: str, content: bytes
) -> None:
    secret = next(name for name in needed_by(process) if name.endswith(".key"))
    (data / "keys" / secret).write_bytes(content)
    with pytest.raises(KeyDamagedError, match=secret):
        require_keys(process)


@pytest.mark.parametrize("pair", ["identity", "issuer", "directory"])
def test_a_ceremony_that_was_cut_off_makes_the_public_half_of_the_private_one_it_made(
    data: Path, pair: str
) -> None:
    private, public = (data / "keys" / pair / f"{half}.pem" for half in ("private", "public"))
    before = private.read_bytes(), public.read_bytes()
    public.unlink()
    make_missing_keys()
    assert (private.read_bytes(), public.read_bytes()) == before
