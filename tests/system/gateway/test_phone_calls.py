"""Call-in check-in (080): signed deliveries, an account of every call, no number stored in clear."""

import json
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from ansim.domain.days import VENUE_ZONE, local_day
from ansim.domain.evidence import Sign
from ansim.domain.methods import Method
from ansim.identity.phones import read_phone
from ansim.keys import DayKeys
from ansim.visitor.door.phone_calls import sign
from support.system import SeededVenue, System, new_venue, now_text
from support.visitor import Visitor, next_phone

DIALLED = "080-000-0001"


@pytest.fixture
def venue(system: System) -> SeededVenue:
    made = new_venue(system)
    with system.connect_as("business", "main") as connection:
        number = read_phone(DIALLED)
        connection.execute("DELETE FROM business_callnumber WHERE number = %s", [number])
        connection.execute(
            "INSERT INTO business_callnumber (number, venue_id) VALUES (%s, %s)", [number, made.id]
        )
    return made


def call(caller: str, **changes: Any) -> dict[str, Any]:
    return {"caller": caller, "dialled": DIALLED, "at": now_text(minutes=5), **changes}


def deliver(
    system: System, *calls: dict[str, Any], moment: float | None = None, header: str | None = None
) -> httpx.Response:
    body = json.dumps({"calls": calls}).encode()
    key = system.keys.secret("call-records")
    signed = sign(key, int(moment or time.time()), body) if header is None else header
    headers = {"Content-Type": "application/json", "Ansim-Signature": signed}
    return system.http.post("/v1/calls", content=body, headers=headers)


def visits(system: System, venue: SeededVenue) -> list[Any]:
    return list(system.log("venue_id", venue.id))


def test_a_call_checks_in_who_verified_the_number(
    system: System, venue: SeededVenue, visitor: Visitor
) -> None:
    answer = deliver(system, call(visitor.phone))
    assert answer.json() == {"rows": 1, "stored": 1, "repeated": 0, "refused": []}
    [visit] = visits(system, venue)
    tagger = DayKeys(system.keys).tagger(local_day(visit.entered_at.timestamp()))
    assert bytes(visit.tag) == tagger(visitor.person)
    assert visit.method == Method.CALL
    assert not Sign(visit.evidence) & Sign.STAFF_SCAN


def test_anybody_else_is_unverified_and_the_same_at_each_call(
    system: System, venue: SeededVenue
) -> None:
    phone = next_phone()
    deliver(system, call(phone), call(phone, at=now_text(minutes=90)))
    found = visits(system, venue)
    same_day = len({local_day(visit.entered_at.timestamp()) for visit in found}) == 1
    assert len(found) == 2
    assert len({bytes(visit.tag) for visit in found}) == (1 if same_day else 2)


def test_a_delivery_that_comes_again_is_stored_once(system: System, venue: SeededVenue) -> None:
    calls = [call(next_phone()) for _ in range(3)]
    assert deliver(system, *calls).json()["stored"] == 3
    again = deliver(system, *calls, calls[0]).json()
    assert (again["rows"], again["stored"], again["repeated"]) == (4, 0, 4)
    assert len(visits(system, venue)) == 3


def test_calls_of_days_before_wait_sealed_and_a_repeat_stores_nothing(
    system: System, venue: SeededVenue, visitor: Visitor
) -> None:
    calls = [
        call(visitor.phone, at=now_text(days=1)),
        call(visitor.phone, at=now_text(days=2)),
        call(next_phone(), at=now_text(days=2, minutes=1)),
    ]
    first, again = deliver(system, *calls).json(), deliver(system, *calls, calls[1]).json()
    assert (first["stored"], first["repeated"], first["refused"]) == (3, 0, [])
    assert (again["stored"], again["repeated"], again["refused"]) == (0, 4, [])
    stored = visits(system, venue)
    assert [visit.method for visit in stored] == [Method.CALL] * 3
    assert all(Sign.DELIVERED_LATE in Sign(visit.evidence) for visit in stored)
    keys = DayKeys(system.keys)
    whose = [keys.tagger(visit.day)(visitor.person) == bytes(visit.tag) for visit in stored]
    assert sorted(whose) == [False, True, True]
    with system.owner("visits") as owner:
        row = owner.execute(
            "SELECT count(*) FROM visits.visit WHERE venue_id = %s", [venue.id]
        ).fetchone()
    assert row == (0,), "nobody but the tracer reads them"


def test_every_call_is_stored_or_refused_with_its_place(system: System, venue: SeededVenue) -> None:
    found = deliver(
        system,
        call(next_phone()),
        call(next_phone(), dialled="080-999-9999"),
        call("발신번호표시제한"),
        call(next_phone(), at=now_text(days=5)),
        call(next_phone(), at=now_text(minutes=-180)),
        call(next_phone(), dialled="0800000001"),
    ).json()
    assert (found["rows"], found["stored"]) == (6, 2)
    assert [(row["row"], row["code"]) for row in found["refused"]] == [
        (2, "unknown-call-number"),
        (3, "bad-phone"),
        (4, "too-old"),
        (5, "in-the-future"),
    ]
    assert len(visits(system, venue)) == 2


@pytest.mark.parametrize("away", [-400, 400])
def test_an_old_or_early_signature_is_refused(
    system: System, venue: SeededVenue, away: int
) -> None:
    answer = deliver(system, call(next_phone()), moment=time.time() + away)
    assert (answer.status_code, answer.json()["code"]) == (401, "bad-signature")
    assert visits(system, venue) == []


@pytest.mark.parametrize(
    "header", ["", "t=1,v1=" + "0" * 64, "v1=00", "t=99999999999999999999,v1=" + "a" * 64]
)
def test_a_foreign_signature_is_refused(system: System, venue: SeededVenue, header: str) -> None:
    assert deliver(system, call(next_phone()), header=header).json()["code"] == "bad-signature"
    assert visits(system, venue) == []


def test_a_signature_is_of_its_own_body_alone(system: System, venue: SeededVenue) -> None:
    key, moment = system.keys.secret("call-records"), int(time.time())
    other = json.dumps({"calls": [call(next_phone())]}).encode()
    answer = deliver(system, call(next_phone()), header=sign(key, moment, other))
    assert answer.json()["code"] == "bad-signature"
    assert visits(system, venue) == []


def test_no_number_is_stored_or_logged(system: System, venue: SeededVenue) -> None:
    phone = next_phone()
    deliver(system, call(phone))
    digits = phone.replace("-", "")
    assert digits not in system.gateway_log()
    with system.owner("identity") as connection:
        rows = connection.execute("SELECT i::text FROM identity.identity i").fetchall()
    plain = digits.encode().hex(), digits, read_phone(phone)
    assert not [row for row in rows if any(text in row[0] for text in plain)]


def test_a_file_of_calls_is_accounted_for_row_by_row(
    system: System, venue: SeededVenue, tmp_path: Path
) -> None:
    from ansim.visitor.door.call_file import deliver_calls

    phones = [next_phone() for _ in range(3)]
    moment = datetime.now(VENUE_ZONE) - timedelta(minutes=7)
    at = moment.strftime("%Y-%m-%d %H:%M:%S")
    lines = [
        "번호,발신번호,수신번호,통화일시",
        f"1,{phones[0]},{DIALLED},{at}",
        f"2,{phones[1]},080-999-9999,{at}",
        f"3,{phones[2]},{DIALLED},어제쯤",
        f"4,,{DIALLED},{at}",
        f"5,{phones[2]},{DIALLED},{at[:10]}",
    ]
    file = tmp_path / "calls.csv"
    file.write_text("\n".join(lines) + "\n", encoding="cp949")
    account = deliver_calls(file, system.gateway_url)
    assert (account.rows, account.added, account.unchanged, account.refused) == (5, 1, 0, 4)
    assert [note.row for note in account.told] == [3, 4, 5, 6]
    told = account.in_words("calls")
    assert not [phone for phone in phones if phone in told or phone.replace("-", "") in told]
    again = deliver_calls(file, system.gateway_url)
    assert (again.added, again.unchanged, again.refused) == (0, 1, 4)
    assert len(visits(system, venue)) == 1
