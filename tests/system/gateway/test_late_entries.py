"""Entries of another day than today: answered as those of today are, and nowhere to be read but by the tracer."""

import secrets
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.methods import Method
from ansim.domain.quantities import PersonId
from ansim.keys import DayKeys
from ansim.visits.late_rows import BLUR
from support.counter import Counter, entry
from support.system import System, check_in, new_venue, now_text
from support.visitor import Visitor


def yesterday(hour: float) -> str:
    """A moment of the day before today, as the phone writes it."""
    day = local_day(time.time()) - timedelta(days=1)
    return datetime.fromtimestamp(day_bounds(day)[0] + int(hour * 3600), UTC).isoformat()


def post(system: System, body: object, person: bytes, path: str = "check-ins") -> httpx.Response:
    return system.http.post(f"/v1/{path}", json=body, headers=system.bearer(person))


def of_yesterday(system: System, hour: float = 12, **changes: Any) -> dict[str, Any]:
    return check_in(
        system.venues["cafe"],
        id=str(new_visit_id(time.time())),
        entered_at=yesterday(hour),
        **changes,
    )


def end_of(body: dict[str, Any], hour: float, **changes: Any) -> dict[str, Any]:
    kept = {key: body[key] for key in ("id", "venue", "entered_at")}
    return kept | {"left_at": yesterday(hour), "sent_at": now_text(), **changes}


def came_on_its_day(system: System, place: str, body: dict[str, Any], person: bytes) -> None:
    """A check-in of yesterday that stands among the visits."""
    day = local_day(time.time()) - timedelta(days=1)
    tag = DayKeys(system.keys).tagger(day)(PersonId(person))
    with system.owner("visits") as owner:
        owner.execute(
            "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, party, method, evidence)"
            " VALUES (%s, %s, %s, %s, %s, 0, 1, 9)",
            [day, system.venues[place].id, body["id"], tag, body["entered_at"]],
        )


def in_the_table(system: System, visit: str) -> int:
    with system.owner("visits") as owner:
        row = owner.execute("SELECT count(*) FROM visits.visit WHERE id = %s", [visit]).fetchone()
    assert row
    return int(row[0])


def test_a_late_check_in_waits_sealed_and_its_repeat_is_a_duplicate(system: System) -> None:
    person, body = new_person_id(), of_yesterday(system, party=2)
    first, again = post(system, body, person), post(system, body, person)
    assert (first.status_code, first.json()["status"]) == (201, "accepted")
    assert (again.status_code, again.json()["status"]) == (200, "duplicate")
    assert (system.stored(body["id"]), in_the_table(system, body["id"])) == (1, 0)
    stored = system.visit(body["id"])
    assert (stored.party, stored.entered_at) == (2, datetime.fromisoformat(body["entered_at"]))
    assert stored.evidence & 128, "delivered late"


@pytest.mark.parametrize(
    "other",
    [
        {"hour": 13},
        {"party": 4},
        {"commitment": urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()},
        {"venue": "hall"},
    ],
)
def test_another_content_under_a_late_id_reads_what_stands(
    system: System, other: dict[str, Any]
) -> None:
    person, body = new_person_id(), of_yesterday(system)
    assert post(system, body, person).status_code == 201
    if "venue" in other:
        other = {"venue": system.venues["hall"].code}
    if "hour" in other:  # of the test's yesterday, not the collection's
        other = {"entered_at": yesterday(other["hour"])}
    answer = post(system, body | other, person)
    assert (answer.status_code, answer.json()["code"]) == (409, "id-taken")
    stands = answer.json()["stands"]
    assert stands["venue"]["name"] == "바람 카페"
    assert datetime.fromisoformat(stands["entered_at"]) == datetime.fromisoformat(
        body["entered_at"]
    )
    assert post(system, body, new_person_id()).status_code == 201, "another person's id is theirs"
    assert system.stored(body["id"]) == 2


def test_a_late_end_is_kept_once_and_only_of_who_entered(system: System) -> None:
    person, body = new_person_id(), of_yesterday(system)
    end = end_of(body, 13)
    assert post(system, end, person, "check-outs").json()["code"] == "unknown-visit"
    assert post(system, body, person).status_code == 201
    assert post(system, end, new_person_id(), "check-outs").json()["code"] == "unknown-visit"
    early = post(system, end_of(body, 11) | {"entered_at": yesterday(10)}, person, "check-outs")
    assert early.json()["code"] == "ends-before-start"
    answers = [post(system, end, person, "check-outs").json()["status"] for _ in range(2)]
    assert answers == ["accepted", "duplicate"]
    other = post(system, end_of(body, 14), person, "check-outs")
    assert (other.status_code, other.json()["code"]) == (409, "already-ended")
    assert system.visit(body["id"]).left_at == datetime.fromisoformat(end["left_at"])


def test_an_end_of_the_next_day_ends_a_visit_that_came_on_its_own(system: System) -> None:
    """Somebody who left after midnight: the row of the day before stays as it was written."""
    person, body = new_person_id(), of_yesterday(system, hour=23.5)
    came_on_its_day(system, "cafe", body, person)
    with system.owner("visits") as owner:
        before = owner.execute(
            "SELECT xmin::text, ctid::text, visit.* FROM visits.visit WHERE id = %s", [body["id"]]
        ).fetchone()
        end = end_of(body, 24.2, time_uncertain=True)
        assert post(system, end, person, "check-outs").json()["status"] == "accepted"
        assert post(system, body, person).json()["status"] == "duplicate"
        assert post(system, body | {"party": 1}, person).json()["code"] == "id-taken"
        after = owner.execute(
            "SELECT xmin::text, ctid::text, visit.* FROM visits.visit WHERE id = %s", [body["id"]]
        ).fetchone()
    assert after == before
    stored = system.visit(body["id"])
    blur = datetime.fromisoformat(end["left_at"]) - stored.left_at
    assert timedelta(0) <= blur < timedelta(seconds=BLUR), "the end is of the next day"
    assert stored.evidence == 9 | 256


def test_an_id_that_a_phone_used_at_two_places_spoils_no_delivery(system: System) -> None:
    person, body = new_person_id(), of_yesterday(system)
    came_on_its_day(system, "cafe", body, person)
    elsewhere, other = {**body, "venue": system.venues["hall"].code}, of_yesterday(system)
    batch = [elsewhere, {**body, "party": 5}, other]
    codes = [one.get("code") for one in post(system, batch, person).json()]
    assert codes == ["id-taken", "id-taken", None]


def test_an_outbox_is_answered_entry_by_entry_whatever_the_day(system: System) -> None:
    person = new_person_id()
    late, fresh = of_yesterday(system), check_in(system.venues["hall"])
    ended = late | {"left_at": yesterday(12.5)}
    batch = [late, fresh, late, late | {"party": 9}, ended, {**fresh, "venue": "0" * 16}]
    answer = post(system, batch, person).json()
    assert [(one["status"], one.get("code")) for one in answer] == [
        ("accepted", None),
        ("accepted", None),
        ("duplicate", None),
        ("refused", "id-taken"),
        ("duplicate", None),
        ("refused", "unknown-venue"),
    ]
    assert system.visit(late["id"]).left_at == datetime.fromisoformat(ended["left_at"])
    assert (in_the_table(system, late["id"]), in_the_table(system, fresh["id"])) == (0, 1)


def test_ends_of_visits_that_nobody_stored_wait_for_nothing(system: System) -> None:
    """Whoever has something to store waits up to a minute at this gateway."""
    spread = {"ANSIM_HOST": system.gateway_url, "ANSIM_LATE_SPREAD_SECONDS": "60"}
    slow = System(system.folder, venues=system.venues, environment=spread)
    slow.start_gateway()
    try:
        ends = [
            {**check_in(system.venues["cafe"]), "left_at": now_text(), "sent_at": now_text()}
            for _ in range(60)
        ]
        answer = post(slow, ends, new_person_id(), "check-outs")  # 30 seconds at the most
    finally:
        slow.stop_gateway()
    assert {one["code"] for one in answer.json()} == {"unknown-visit"}


def test_the_same_late_entry_at_once_is_stored_once(system: System) -> None:
    from concurrent.futures import ThreadPoolExecutor

    person, body = new_person_id(), of_yesterday(system)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _n: post(system, body, person), range(8)))
    assert sorted({answer.json()["status"] for answer in answers}) == ["accepted", "duplicate"]
    assert sum(answer.status_code == 201 for answer in answers) == 1
    assert system.stored(body["id"]) == 1


def test_one_late_row_and_seven_look_alike(system: System) -> None:
    with system.owner("visits") as owner:
        (start,) = owner.execute("SELECT coalesce(max(n), 0) FROM visits.late").fetchone() or (0,)
        for rows in (1, 3, 7):
            batch = [of_yesterday(system, hour=9 + row) for row in range(rows)]
            answer = post(system, batch, new_person_id())
            assert {one["status"] for one in answer.json()} == {"accepted"}
        found = owner.execute(
            "SELECT count(*), min(length(sealed)), max(length(sealed)), min(length(key)), count(DISTINCT arrived)"
            " FROM visits.late WHERE n > %s GROUP BY xmin::text",
            [start],
        ).fetchall()
    assert found == [(8, 120, 120, 16, 1)] * 3


def test_a_late_entry_of_staff_is_undone_or_stands_sealed(system: System) -> None:
    counter = Counter(system, new_venue(system))
    undone, kept = entry(entered_at=yesterday(15)), entry(entered_at=yesterday(16), party=3)
    first, second = (
        counter.ask("POST", "/v1/staff-entries", body).json() for body in (undone, kept)
    )
    assert counter.ask("POST", "/v1/staff-entries", kept).status_code == 201
    other = counter.ask("POST", "/v1/staff-entries", kept | {"party": 1})
    assert other.json()["code"] == "id-taken"
    assert counter.ask("POST", "/v1/undos", {"undo": first["undo"]}).status_code == 204
    assert counter.ask("POST", "/v1/undos", {"undo": first["undo"]}).json()["code"] == "undo-over"
    assert system.stored(undone["id"], kept["id"]) == 0
    with system.owner("visits") as owner:
        owner.execute("UPDATE visits.late_waiting SET due_at = now()")
        owner.execute("SELECT visits.settle_entries()")
    assert (system.stored(undone["id"]), system.stored(kept["id"])) == (0, 1)
    assert (system.visit(kept["id"]).party, in_the_table(system, kept["id"])) == (3, 0)
    assert counter.ask("POST", "/v1/undos", {"undo": second["undo"]}).json()["code"] == "undo-over"


def test_the_paper_list_of_yesterday_is_stored_once_and_sealed(system: System) -> None:
    counter, visitor = Counter(system, new_venue(system)), Visitor(system).sign_up()
    code = visitor.ask("POST", "/v1/me/safe-code").json()["safe_code"]
    lines = [
        {"safe_code": code, "entered_at": yesterday(hour), "party": 0} for hour in (18, 19, 19)
    ]
    first, again = counter.write(*lines).json(), counter.write(*lines).json()
    assert (first["stored"], first["repeated"]) == (2, 1)
    assert (again["stored"], again["repeated"]) == (0, 3)
    stored = system.log("venue_id", counter.venue.id)
    assert [one.method for one in stored] == [Method.PAPER] * 2
    assert [in_the_table(system, str(one.id)) for one in stored] == [0, 0]
