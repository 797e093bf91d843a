"""An installation from before there were case keys: its rows become handles, and nothing of a person stays (ADR 34)."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from ansim.database import embedded
from ansim.domain.identifiers import new_person_id
from ansim.domain.pathogens import as_stored, presets
from ansim.domain.search_results import subject_mark
from ansim.keys import CaseKeys, KeyFolder, KeyPurpose
from support.canaries import rows_of
from support.folders import own_folder
from support.system import ROOT, System

CASES = ("2610-AAAAA", "2610-BBBBB")
PRESETS = ("{}", json.dumps(as_stored(presets()["covid19"])))


def to_release(*steps: tuple[str, str, str]) -> str:
    """A program that brings apps to a migration of theirs: app, its number, database."""
    return f"""
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.migrations"
django.setup()
from django.core.management import call_command
for app, name, database in {steps!r}:
    call_command("migrate", app, name, database=database, verbosity=0)
"""


BEFORE = to_release(
    ("ledger", "0001", "default"),
    ("investigation", "0003", "default"),
    ("identity", "0010", "identity"),
)
STAFF_AT_THE_VAULT = to_release(("identity", "0011", "identity"))


WORKS = {"S-AAAAAAAA": ("제주도청", "서부"), "S-BBBBBBBB": ("", "동부")}
"""Where the vault has members of staff work, in a release whose portals did not say."""


def run(folder: Path, *command: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANSIM_")}
    subprocess.run(
        [sys.executable, *command],
        env={**kept, "ANSIM_DATA": str(folder), "PYTHONPATH": str(ROOT / "src")},
        cwd=ROOT,
        check=True,
    )


def old_rows(system: System, people: list[bytes]) -> bytes:
    """Two cases about people who met, each the other's contact, and two disclosures; gives a warrant's digest."""
    text = b"ansim-warrant-v1\n{}"
    digest = hashlib.sha256(text).digest()
    with system.owner("main") as main, system.owner("identity") as identity:
        main.execute(
            "INSERT INTO accounts_staff (ref, login, name, role, portal, password, is_active)"
            " VALUES ('S-AAAAAAAA', 'officer', '김하준', 'officer', 'investigation', '!', true),"
            " ('S-BBBBBBBB', 'second', '이서윤', 'officer', 'investigation', '!', true),"
            " ('S-CCCCCCCC', 'unknown', '박도현', 'officer', 'investigation', '!', true)"
        )
        for number, case in enumerate(CASES):
            main.execute(
                "INSERT INTO investigation_case (ref, person_id, preset, anchor_date, window_start, window_end, opened_by_id)"
                " SELECT %s, %s, %s, current_date, now() - interval '9 days', now(), id FROM accounts_staff WHERE ref = %s",
                [case, people[number], PRESETS[number], list(WORKS)[number]],
            )
            for place, person in enumerate(people):
                main.execute(
                    "INSERT INTO investigation_casecontact (case_id, number, person_id)"
                    " SELECT id, %s, %s FROM investigation_case WHERE ref = %s AND person_id <> %s",
                    [place + 1, person, case, person],
                )
        main.execute(
            "INSERT INTO investigation_warrantrecord (ref, case_id, text, expires_at, requested_by_id)"
            " SELECT 'W-AAAAAAAA', one.id, %s, now() + interval '1 day', one.opened_by_id"
            " FROM investigation_case AS one WHERE ref = %s",
            [text, CASES[0]],
        )
        for warrant, person in ((digest, people[1]), (b"w" * 32, people[2])):
            identity.execute(
                "INSERT INTO identity.disclosure (warrant, person_id, expires_at)"
                " VALUES (%s, %s, now() + interval '1 day')",
                [warrant, person],
            )
    return digest


def found(system: System, database: str, statement: str, *values: object) -> list[Any]:
    with system.owner(database) as connection:
        return connection.execute(statement, values).fetchall()  # type: ignore[arg-type]


def works_there(system: System) -> None:
    """Staff and cases are those of the teams at the vault: nobody sees all, and nobody loses what they work on."""
    staff = found(system, "main", "SELECT ref, agency, team FROM accounts_staff")
    assert {ref: (agency, team) for ref, agency, team in staff} == WORKS | {"S-CCCCCCCC": ("", "")}
    of_cases = "SELECT ref, agency, team FROM investigation_case"
    known = found(system, "identity", of_cases.replace("investigation_case", "vault.known_case"))
    assert sorted(found(system, "main", of_cases)) == sorted(known)
    expected = dict(zip(CASES, WORKS.values(), strict=True))
    assert {ref: (agency, team) for ref, agency, team in known} == expected


def test_rows_that_stand_become_handles_of_their_cases() -> None:
    people = [new_person_id() for _ in range(3)]
    with own_folder() as folder, embedded.running(folder / "postgres"):
        system = System(folder)
        run(folder, "-m", "ansim.cli", "keys", "init")
        run(folder, "-c", BEFORE)
        digest = old_rows(system, people)
        run(folder, "-c", STAFF_AT_THE_VAULT)
        with system.owner("identity") as identity:
            for ref, works in WORKS.items():
                identity.execute(
                    "INSERT INTO vault.staff (ref, role, agency, team) VALUES (%s, 'officer', %s, %s)",
                    [ref, *works],
                )
        for _twice in range(2):
            run(folder, "-m", "ansim.cli", "migrate")
        works_there(system)
        keys = CaseKeys(KeyFolder(folder / "keys"))
        for number, case in enumerate(CASES):
            work, register = (keys.cipher(case, purpose) for purpose in KeyPurpose)
            ((mine, listed),) = found(
                system,
                "main",
                "SELECT handle, register_handle FROM investigation_case WHERE ref = %s",
                case,
            )
            assert (work.person(mine), register.person(listed)) == (people[number], people[number])
            # The vault knows whom the case is about: warrants can be asked for in it.
            ((about,),) = found(
                system, "identity", "SELECT subject FROM vault.known_case WHERE ref = %s", case
            )
            scope = KeyFolder(folder / "keys").secret("scope")
            assert bytes(about) == subject_mark(scope, case, bytes(mine))
            # It is told the period too: that of the disease, or the window that stands where no preset can be read.
            ((days,),) = found(
                system,
                "identity",
                "SELECT window_to - window_from FROM vault.known_case WHERE ref = %s",
                case,
            )
            assert days.days == (13 if number else 9)
            contacts = found(
                system,
                "main",
                "SELECT c.handle FROM investigation_casecontact c JOIN investigation_case k ON k.id = c.case_id"
                " WHERE k.ref = %s ORDER BY number",
                case,
            )
            expected = [person for person in people if person != people[number]]
            assert work.people([bytes(row[0]) for row in contacts]) == expected  # type: ignore[misc]
        ((warrant, case, handle),) = found(
            system, "identity", "SELECT warrant, case_ref, handle FROM identity.disclosure"
        )
        assert (bytes(warrant), case) == (digest, CASES[0])
        assert keys.cipher(CASES[0]).person(handle) == people[1]
        told = [
            where for where, text in rows_of(system) for person in people if person.hex() in text
        ]
        assert told == []


def test_a_new_province_needs_no_case_key() -> None:
    with own_folder() as folder, embedded.running(folder / "postgres"):
        system = System(folder)
        run(folder, "-m", "ansim.cli", "migrate")
        assert not (folder / "keys" / "case").exists()
        with psycopg.connect(system.dsn("owner", "main")) as main:
            assert main.execute("SELECT count(*) FROM investigation_caseend").fetchone() == (0,)
