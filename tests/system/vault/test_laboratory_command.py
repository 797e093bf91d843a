"""`ansim laboratory`: enrolled, given another key, limited, listed and barred, each in the ledger."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, OKPKey
from typer.testing import CliRunner

from ansim.cli import app
from ansim.domain.errors import AnsimError
from ansim.identity.laboratories.laboratory_keys import read_public_key
from support.laboratory import Laboratory, site
from support.rights import Rights, refused
from support.system import System

NAMES = iter(f"서귀포의료원 검사실 {n}" for n in range(1000))


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["laboratory", *map(str, arguments)])
    if isinstance(result.exception, AnsimError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output.strip()


def put(folder: Path, key: ECKey | OKPKey) -> Path:
    file = folder / f"{key.thumbprint()}.json"
    file.write_text(json.dumps(key.as_dict(private=False)))
    return file


def entries(system: System, ref: str) -> list[tuple[str, dict[str, object]]]:
    with system.owner("main") as main:
        rows = main.execute(
            "SELECT kind, detail - 'laboratory' FROM ledger.entry"
            " WHERE actor_role = 'operator' AND detail->>'laboratory' = %s ORDER BY seq",
            [ref],
        )
        return rows.fetchall()


def test_a_laboratorys_life_is_in_the_ledger_under_its_mark(rights: Rights, tmp_path: Path) -> None:
    first, second, name = ECKey.generate_key("P-256"), OKPKey.generate_key("Ed25519"), next(NAMES)
    told = run("add", name, "--key", put(tmp_path, first), "--a-day", 2).splitlines()
    ref = told[0].removeprefix("iss ")
    assert re.fullmatch(r"L-[0-9A-Z]{8}", ref)
    assert told[1:] == [f"aud {site()}", f"kid {first.thumbprint()}", "alg ES256"]
    told = run("key", ref, "--key", put(tmp_path, second)).splitlines()
    assert told == [f"iss {ref}", f"aud {site()}", f"kid {second.thumbprint()}", "alg Ed25519"]
    one, two = (
        Laboratory(ref, name, key, alg, team="jeju")
        for key, alg in ((first, "ES256"), (second, "EdDSA"))
    )
    for sender in (one, two):
        rights.vault.notify_by_laboratory(sender.notification(None))
    last = one.notification(None)
    refused("laboratory-cap", lambda: rights.vault.notify_by_laboratory(last))
    run("limit", ref, "--a-day", 3)
    assert rights.vault.notify_by_laboratory(last).case
    assert "3 of its cases wait" in run("bar", ref, "--kid", first.thumbprint())
    lines = run("list").splitlines()
    here = lines.index(f"{ref}  {name}  at most 3 a day")
    assert re.fullmatch(
        rf"  kid {first.thumbprint()}  ES256  barred \d{{4}}-\d\d-\d\d", lines[here + 1]
    )
    assert lines[here + 2] == f"  kid {second.thumbprint()}  Ed25519"
    assert "wait for an officer" in run("bar", ref)
    run("bar", ref)  # a try that broke off may have left no entry
    assert any(
        line.startswith(f"{ref}  {name}") and "barred" in line for line in run("list").splitlines()
    )
    fingerprints = [
        hashlib.sha256(read_public_key(json.dumps(key.as_dict(private=False)).encode()).public_key)
        for key in (first, second)
    ]
    of_first, of_second = ({"fingerprint": one.hexdigest()} for one in fingerprints)
    assert entries(rights.system, ref) == [
        ("laboratory-added", of_first),
        ("laboratory-added", of_second),
        ("laboratory-limited", {"a_day": 3}),
        ("laboratory-key-barred", of_first),
        ("laboratory-barred", {}),
        ("laboratory-barred", {}),
    ]


def test_a_key_serves_one_laboratory_once_and_for_ever(system: System, tmp_path: Path) -> None:
    key = put(tmp_path, ECKey.generate_key("P-256"))
    ref = run("add", next(NAMES), "--key", key).splitlines()[0].removeprefix("iss ")
    run("bar", ref)
    for again in (("add", next(NAMES)), ("key", ref)):
        with pytest.raises(AnsimError):
            run(*again, "--key", key)
    other = put(tmp_path, ECKey.generate_key("P-256"))
    with pytest.raises(AnsimError, match="counts here"):
        run("key", ref, "--key", other)
    assert [kind for kind, _ in entries(system, ref)] == ["laboratory-added", "laboratory-barred"]
    known = run("list")
    assert known.count(ref) == 1


def test_a_name_is_one_laboratorys(system: System, tmp_path: Path) -> None:
    name = next(NAMES)
    run("add", name, "--key", put(tmp_path, ECKey.generate_key("P-256")))
    with pytest.raises(AnsimError, match="is enrolled"):
        run("add", f" {name} ", "--key", put(tmp_path, ECKey.generate_key("P-256")))


@pytest.mark.parametrize("name", ["", "   ", "-", "a" * 61, "두\n줄", "\u202e뒤집힌 이름"])
def test_a_name_is_a_line_of_words(system: System, tmp_path: Path, name: str) -> None:
    with pytest.raises(AnsimError, match="public name"):
        run("add", "--key", put(tmp_path, ECKey.generate_key("P-256")), "--", name)


@pytest.mark.parametrize("a_day", [0, -1, 20_001])
def test_a_number_of_cases_is_within_bounds(system: System, tmp_path: Path, a_day: int) -> None:
    key, name = put(tmp_path, ECKey.generate_key("P-256")), next(NAMES)
    with pytest.raises(AnsimError, match="cases a day"):
        run("add", name, "--key", key, "--a-day", a_day)
    run("add", name, "--key", key)


@pytest.mark.parametrize("command", ["bar", "limit", "key"])
@pytest.mark.parametrize("ref", ["L-NOBODY00", "", "'; DROP TABLE vault.laboratory; --"])
def test_who_is_not_there_is_told(system: System, tmp_path: Path, command: str, ref: str) -> None:
    more = {
        "bar": [],
        "limit": ["--a-day", 5],
        "key": ["--key", put(tmp_path, ECKey.generate_key("P-256"))],
    }[command]
    with pytest.raises(AnsimError, match="counts here"):
        run(command, *more, "--", ref)


def test_a_private_key_is_not_taken(system: System, tmp_path: Path) -> None:
    file = tmp_path / "private.pem"
    file.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    with pytest.raises(AnsimError, match="private key"):
        run("add", next(NAMES), "--key", file)
