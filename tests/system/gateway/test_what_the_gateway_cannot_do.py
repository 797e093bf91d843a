"""The internet-facing process, even when taken over, reads no visit and no name: each test tries as its role."""

import re
import time
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.settings.environment import DATABASES, PROCESSES
from support.system import System, check_in

WRITES = {
    "a check-in": "SELECT visits.record_check_ins("
    "ARRAY[ROW(%(day)s, %(venue)s, %(id)s, %(tag)s, %(at)s, NULL, 0, 1, 0, NULL, NULL)]::visits.check_in[])",
    "an end": "SELECT visits.record_leavings("
    "ARRAY[ROW(%(day)s, %(venue)s, %(id)s, %(tag)s, %(at)s, false)]::visits.leaving[])",
    "an entry of staff": "SELECT visits.hold_entry("
    "%(day)s, %(venue)s, %(id)s, %(tag)s, %(at)s, 0, 3, 0, NULL::timestamptz, 600)",
}

FORBIDDEN = {
    "visits": [
        "SELECT count(*) FROM visits.visit",
        "SELECT tag FROM visits.visit LIMIT 1",
        "INSERT INTO visits.visit DEFAULT VALUES",
        "UPDATE visits.visit SET left_at = now()",
        "DELETE FROM visits.visit",
        "TRUNCATE visits.visit",
        "COPY visits.visit TO STDOUT",
        "SELECT visits.drop_day('2020-01-01', 28)",
        "CREATE TABLE visits.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "DROP FUNCTION visits.record_check_ins",
        "ALTER ROLE ansim_gateway SUPERUSER",
        "SET ROLE ansim_owner",
    ],
    "identity": [
        "SELECT count(*) FROM identity.identity",
        "SELECT sealed FROM identity.identity LIMIT 1",
        "SELECT phone_index FROM identity.verification",
        "UPDATE identity.identity SET sealed = ''",
        "DELETE FROM identity.identity",
        "SELECT * FROM identity.stopped",
        "SET ROLE ansim_vault",
    ],
    "main": [
        "SELECT * FROM business_venue",
        "SELECT phone FROM business_venue",
        "UPDATE business_venue SET name = 'x'",
        "SELECT * FROM investigation_case",
        "SELECT * FROM accounts_staff",
        "INSERT INTO ledger.entry DEFAULT VALUES",
    ],
}


@pytest.mark.parametrize(
    ("database", "statement"),
    [
        (database, statement)
        for database, statements in FORBIDDEN.items()
        for statement in statements
    ],
)
def test_its_role_is_refused(system: System, database: str, statement: str) -> None:
    with (
        system.connect_as("gateway", database) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


@pytest.mark.parametrize("process", [name for name in PROCESSES if name != "gateway"])
def test_nobody_else_records_visits(system: System, process: str) -> None:
    refused = (psycopg.errors.InsufficientPrivilege, psycopg.OperationalError)
    with pytest.raises(refused) as caught, system.connect_as(process, "visits") as connection:
        connection.execute("SELECT visits.record_check_ins('{}')")
    assert "permission denied" in str(caught.value)


@pytest.mark.parametrize("back", [27, 11, 4, -2])
@pytest.mark.parametrize("written", WRITES)
def test_it_writes_into_no_day_that_a_check_in_may_not_fall_on(
    system: System, written: str, back: int
) -> None:
    row = _row_of(system, local_day(time.time()) - timedelta(days=back))
    with (
        system.connect_as("gateway", "visits") as connection,
        pytest.raises(psycopg.errors.CheckViolation, match="three days before"),
    ):
        connection.execute(WRITES[written], row)  # type: ignore[call-overload]


def test_one_row_of_a_day_long_past_takes_the_rows_beside_it_along(system: System) -> None:
    today = local_day(time.time())
    good, old = _row_of(system, today), _row_of(system, today - timedelta(days=9))
    both = (
        "SELECT visits.record_check_ins(ARRAY["
        "ROW(%s, %s, %s, %s, %s, NULL, 0, 1, 0, NULL, NULL),"
        "ROW(%s, %s, %s, %s, %s, NULL, 0, 1, 0, NULL, NULL)]::visits.check_in[])"
    )
    with (
        system.connect_as("gateway", "visits") as connection,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        connection.execute(both, [*good.values(), *old.values()])
    with system.owner("visits") as owner:
        (found,) = owner.execute(
            "SELECT count(*) FROM visits.visit WHERE id = %s", [good["id"]]
        ).fetchall()
    assert found == (0,)


@pytest.mark.parametrize("back", [3, 0])
def test_it_writes_into_the_days_that_a_check_in_may_fall_on(system: System, back: int) -> None:
    row = _row_of(system, local_day(time.time()) - timedelta(days=back))
    with system.connect_as("gateway", "visits") as connection:
        (stored,) = connection.execute(WRITES["a check-in"], row).fetchall()
    assert stored == (None,)
    with system.owner("visits") as owner:
        owner.execute("DELETE FROM visits.visit WHERE id = %s", [row["id"]])


def _row_of(system: System, day: date) -> dict[str, object]:
    noon = day_bounds(day)[0] + 12 * 3600
    return {
        "day": day,
        "venue": system.venues["cafe"].id,
        "id": new_visit_id(),
        "tag": new_person_id(),
        "at": datetime.fromtimestamp(noon, UTC),
    }


@pytest.mark.parametrize("database", DATABASES)
def test_no_function_that_acts_as_its_owner_heeds_a_planted_search_path(
    system: System, database: str
) -> None:
    with system.owner(database) as connection:
        rows = connection.execute(
            "SELECT n.nspname || '.' || proname, coalesce(proconfig::text, '')"
            " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE prosecdef AND n.nspname <> 'pg_catalog'"
        ).fetchall()
    heeding = [name for name, settings in rows if not re.search("search_path=.*pg_temp", settings)]
    assert heeding == []
    assert rows or database == "main", "visits and identity are reached through functions alone"


def test_within_a_day_a_person_has_one_tag_and_on_another_day_another(system: System) -> None:
    person = new_person_id()
    hours = [0, 0, 24, 48]
    from support.system import now_text

    bodies = [
        check_in(system.venues["cafe"], entered_at=now_text(hours=back, seconds=1))
        for back in hours
    ]
    answer = system.http.post("/v1/check-ins", json=bodies, headers=system.bearer(person))
    assert {item["status"] for item in answer.json()} == {"accepted"}
    tags = [bytes(system.visit(body["id"]).tag) for body in bodies]
    assert tags[0] == tags[1]
    assert len(set(tags)) == 3
    assert person not in tags


def test_only_the_day_keys_turn_a_tag_back_into_a_person(system: System) -> None:
    import numpy as np

    from ansim.keys import DayKeys

    person, body = new_person_id(), check_in(system.venues["cafe"])
    assert (
        system.http.post("/v1/check-ins", json=body, headers=system.bearer(person)).status_code
        == 201
    )
    row, keys = system.visit(body["id"]), DayKeys(system.keys)
    block = np.frombuffer(row.tag, np.uint8).reshape(1, 16)
    assert keys.people(row.day, block).tobytes() == person
    others = [day for day in keys.days() if day != row.day]
    assert all(keys.people(day, block).tobytes() != person for day in others)
