"""A copy of the databases on day 27 names nobody of a day that was destroyed since, whatever keys are left."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from ansim.backups import check_backup, make_backup
from ansim.backups.dumps import BackupError, rows
from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.quantities import PersonId
from ansim.domain.retention import POLICY
from ansim.keys import CaseKeys, DayKeys, KeyFolder
from ansim.visits.late_rows import LateKind, LateRow, LateSeal, among_others
from ansim.visits.life_of_days import begin_day
from support.system import System

AWAY = 4000
"""Days from today, so that no other test meets the visits: their period is judged by a moment that is an argument."""


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    (tmp_path / "keys" / "day").mkdir(parents=True, mode=0o700)
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def days(system: System, keys: KeyFolder) -> Iterator[list[date]]:
    """Two days of visits by the same ten people, who are known to the identities."""
    first = local_day(time.time()) - timedelta(days=AWAY)
    days, people = [first, first + timedelta(days=1)], [new_person_id() for _ in range(10)]
    with system.owner("visits") as visits, system.owner("identity") as identity:
        columns = "(person_id, phone_index, sealed, verified_at, last_seen_week, consent)"
        for person in people:
            identity.execute(
                f"INSERT INTO identity.identity {columns} VALUES (%s, %s, %s, now(), now()::date, 'test')",
                [person, person + person, b"sealed"],
            )
        for day in days:
            begin_day(visits, DayKeys(keys), day)
            for person in people:
                visits.execute(
                    "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, party, method, evidence)"
                    " VALUES (%s, 1, %s, %s, %s, 0, 1, 0)",
                    [day, new_visit_id(time.time()), DayKeys(keys).tagger(day)(person), day],
                )
        yield days
        for day in days:
            visits.execute(f"DROP TABLE visits.visit_{day:%Y%m%d}")
        identity.execute("DELETE FROM identity.identity WHERE person_id = ANY (%s)", [people])


@pytest.fixture
def backup(days: list[date], tmp_path: Path) -> Path:
    make_backup(tmp_path / "backup")
    return tmp_path / "backup"


def at(day: date) -> float:
    return time.time() + (day - local_day(time.time())).days * 86400


def findings(backup: Path, keys: KeyFolder, now: float, days: list[date]) -> list[tuple[bool, int]]:
    found = check_backup(backup, keys, now).findings
    return [(one.holds, one.turned) for one in found if one.day in days]


def test_a_copy_names_nobody_once_the_key_of_its_day_is_gone(
    backup: Path, keys: KeyFolder, days: list[date]
) -> None:
    within = at(days[0] + timedelta(days=POLICY.visit_days - 1))
    past = at(days[0] + timedelta(days=POLICY.visit_days + 1))
    assert findings(backup, keys, within, days) == [(True, 0), (True, 0)]
    # Nobody swept: the copy names all ten people of the day whose period is over.
    assert findings(backup, keys, past, days) == [(False, 10), (True, 0)]
    DayKeys(keys).destroy(days[0])
    assert findings(backup, keys, past, days) == [(True, 0), (True, 0)]
    assert check_backup(backup, keys, past).findings[0].tried == 10


def test_a_day_key_that_was_kept_under_another_name_is_found_by_what_it_opens(
    backup: Path, keys: KeyFolder, days: list[date]
) -> None:
    """Who puts an old key back, under whichever day, is told: every key is tried on every day."""
    old = keys.read(f"day/{days[0]}.key")
    DayKeys(keys).destroy(days[0])
    keys.make(f"day/{days[1] + timedelta(days=20)}.key", old)
    past = at(days[0] + timedelta(days=POLICY.visit_days + 1))
    assert findings(backup, keys, past, days)[0] == (False, 10)


@pytest.mark.parametrize(
    ("table", "more"),
    [("late", ""), ("late_waiting", ", now() + interval '1 hour'")],
    ids=["late", "waiting"],
)
def test_a_row_that_came_late_is_opened_with_every_key_and_tells_of_whom(
    system: System, keys: KeyFolder, days: list[date], tmp_path: Path, table: str, more: str
) -> None:
    """Of a day whose table is gone already: the sealed row alone is left of it."""
    day = days[0] - timedelta(days=1)
    DayKeys(keys).create(day)
    with system.owner("identity") as identity:
        found = identity.execute("SELECT person_id FROM identity.identity LIMIT 1").fetchone()
    assert found
    tag = DayKeys(keys).tagger(day)(PersonId(bytes(found[0])))
    late = LateRow(
        LateKind.CHECK_IN, 1, new_visit_id(time.time()).bytes, tag, day_bounds(day)[0] + 3600
    )
    seal = LateSeal(DayKeys(keys), day)
    put = among_others([(seal.key(late.kind, tag, late.visit), seal.seal(late))])
    columns = "key, sealed, due_at" if more else "key, sealed"
    with system.owner("visits") as visits:
        visits.cursor().executemany(
            f"INSERT INTO visits.{table} ({columns}) VALUES (%s, %s{more})", put
        )
        try:
            make_backup(tmp_path / "backup")
        finally:
            marks = [key for key, _ in put]
            visits.execute(f"DELETE FROM visits.{table} WHERE key = ANY (%s)", [marks])
    past = at(day + timedelta(days=POLICY.visit_days + 1))
    assert findings(tmp_path / "backup", keys, past, [day]) == [(False, 1)]
    old = keys.read(f"day/{day}.key")
    DayKeys(keys).destroy(day)
    assert findings(tmp_path / "backup", keys, past, [day]) == []
    keys.make(f"day/{days[1] + timedelta(days=20)}.key", old)
    assert findings(tmp_path / "backup", keys, past, [day]) == [(False, 1)]


@pytest.mark.parametrize(
    "form", [bytes, lambda key: key.hex().encode(), lambda key: b"--" + key + b"--"]
)
def test_a_backup_with_a_day_key_in_any_file_does_not_hold(
    backup: Path, keys: KeyFolder, days: list[date], form: "type[bytes]"
) -> None:
    assert check_backup(backup, keys, at(days[1])).keys == []
    (backup / "notes.txt").write_bytes(form(keys.read(f"day/{days[1]}.key")))
    report = check_backup(backup, keys, at(days[1]))
    assert (report.keys, report.holds) == (["notes.txt"], False)
    assert "notes.txt: a key" in "\n".join(report.lines())


@pytest.mark.parametrize(
    "name", ["case/2610-AAAAA.work.key", "case/2610-AAAAA.register.key", "scope.key"]
)
def test_a_key_of_another_kind_is_found_in_any_file_too(
    backup: Path, keys: KeyFolder, days: list[date], name: str
) -> None:
    CaseKeys(keys).create("2610-AAAAA")
    keys.make("scope.key", b"s" * 32)
    (backup / "letter.odt").write_bytes(b"--" + keys.read(name) + b"--")
    assert check_backup(backup, keys, at(days[1])).keys == ["letter.odt"]


@pytest.mark.parametrize(
    "name",
    [
        "session.key",
        "identity/private.pem",
        "keys/dump",
        "staff/S-1.json",
        "2610-AAAAA.work.key",
        "case/2610-AAAAA.register.key",
    ],
)
def test_keys_of_any_kind_never_lie_with_the_data(
    backup: Path, keys: KeyFolder, days: list[date], name: str
) -> None:
    (backup / name).parent.mkdir(exist_ok=True)
    (backup / name).write_bytes(b"whatever")
    assert check_backup(backup, keys, at(days[1])).keys == [name]


@pytest.mark.parametrize("kind", ["day", "case"])
def test_a_key_in_a_table_is_found(
    system: System, keys: KeyFolder, tmp_path: Path, kind: str
) -> None:
    begin = local_day(time.time()) - timedelta(days=AWAY + 9)
    DayKeys(keys).create(begin)
    CaseKeys(keys).create("2610-AAAAA")
    name = f"day/{begin}.key" if kind == "day" else "case/2610-AAAAA.work.key"
    with system.owner("main") as main:
        main.execute("CREATE TABLE kept_key AS SELECT %s::bytea AS it", [keys.read(name)])
        try:
            make_backup(tmp_path / "backup")
        finally:
            main.execute("DROP TABLE kept_key")
    assert check_backup(tmp_path / "backup", keys, time.time()).keys == ["main.dump"]


def test_a_copy_is_its_owner_s_and_holds_all_three_databases(backup: Path) -> None:
    assert sorted(file.name for file in backup.iterdir()) == [
        "identity.dump",
        "main.dump",
        "visits.dump",
    ]
    assert backup.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in backup.iterdir()} == {0o600}
    assert any(row.table == "public.business_venue" for row in rows(backup / "main.dump"))
    with pytest.raises(BackupError, match="exists already"):
        make_backup(backup)


@pytest.mark.parametrize("cut", [0, 100, 5000])
def test_a_copy_that_is_cut_or_missing_is_refused_in_words(
    backup: Path, keys: KeyFolder, cut: int
) -> None:
    whole = (backup / "visits.dump").read_bytes()
    (backup / "visits.dump").write_bytes(whole[:cut])
    with pytest.raises(BackupError, match="can't be read"):
        check_backup(backup, keys, time.time())
    (backup / "visits.dump").unlink()
    with pytest.raises(BackupError, match=r"lacks visits\.dump"):
        check_backup(backup, keys, time.time())


def test_the_commands_say_so_and_end_with_their_status(system: System, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    system.run("backup", "make", str(folder))
    (folder / "session.key").write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-m", "ansim.cli", "backup", "check", str(folder)],
        env=system.environment_of_processes(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "session.key: a key" in done.stdout
