import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from ansim.domain.days import local_day
from ansim.domain.evidence import Grade, Sign, grade
from ansim.domain.identifiers import new_visit_id
from ansim.domain.methods import Method
from ansim.keys import DayKeys
from ansim.visitor.devices import Readers
from ansim.visitor.passes.pass_text import Passes, PassKind
from support.system import System, now_text
from support.visitor import Visitor


def reader(system: System, venue: str = "cafe", now: float | None = None) -> dict[str, str]:
    readers = Readers(system.keys.secret("session"))
    token, _ = readers.issue(system.venues[venue].code, time.time() if now is None else now)
    return {"Authorization": f"Bearer {token}"}


def shown(visitor: Visitor, kind: str = "phone") -> str:
    text: str = visitor.ask("POST", "/v1/passes", {"kind": kind}).json()["pass"]
    return text


def scan(text: str, **changes: Any) -> dict[str, Any]:
    moments = {"entered_at": now_text(), "sent_at": now_text()}
    return {"id": str(new_visit_id()), "pass": text, **moments, **changes}


def post(system: System, body: object, venue: str = "cafe", **headers: str) -> httpx.Response:
    return system.http.post(
        "/v1/pass-check-ins", json=body, headers=reader(system, venue) | headers
    )


def visits_of(system: System, person: bytes, venue: str = "cafe") -> list[Any]:
    days = {local_day(time.time() - back) for back in (0, 24 * 3600)}  # tests run at midnight too
    tags = [DayKeys(system.keys).tagger(day)(person) for day in days]
    return [
        (visit.method, visit.evidence, visit.party, str(visit.id))
        for visit in system.log("venue_id", system.venues[venue].id)
        if bytes(visit.tag) in tags
    ]


@pytest.mark.parametrize(
    ("kind", "method", "bound"),
    [("phone", Method.PASS, True), ("printed", Method.PRINTED_PASS, False)],
)
def test_the_visit_is_stored_for_the_passes_person_with_the_venue_vouching(
    system: System, visitor: Visitor, kind: str, method: Method, *, bound: bool
) -> None:
    body = scan(shown(visitor, kind), party=2)
    answer = post(system, body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["id"] == body["id"]
    assert answer.json()["status"] == "accepted"
    assert answer.json()["venue"]["name"] == "바람 카페"
    ((found, evidence, party, _),) = visits_of(system, visitor.person)
    signs = Sign(evidence)
    assert (found, party) == (method, 2)
    assert Sign.STAFF_SCAN in signs
    assert (Sign.DEVICE_BOUND in signs) == bound
    assert grade(signs) == Grade.STRONG


def test_the_venue_learns_nothing_about_who_it_was(system: System, visitor: Visitor) -> None:
    answer = post(system, scan(shown(visitor)))
    assert set(answer.json()) == {"id", "status", "venue", "entered_at"}


def test_a_scan_sent_again_is_a_duplicate(system: System, visitor: Visitor) -> None:
    body = scan(shown(visitor))
    first, again = post(system, body), post(system, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["status"] == "duplicate"
    assert len(visits_of(system, visitor.person)) == 1


def test_a_phones_pass_serves_once_a_venue(system: System, visitor: Visitor) -> None:
    text = shown(visitor)
    assert post(system, scan(text)).status_code == 201
    again = post(system, scan(text))
    assert (again.status_code, again.json()["code"]) == (409, "pass-used")
    assert post(system, scan(text), "hall").status_code == 201
    assert len(visits_of(system, visitor.person)) == 1


def test_not_even_another_gateway_stores_a_phones_pass_twice(
    system: System, neighbour: System, visitor: Visitor
) -> None:
    text = shown(visitor)
    assert post(system, scan(text)).status_code == 201
    there = neighbour.http.post(
        "/v1/pass-check-ins",
        json=scan(text, entered_at=now_text(seconds=4)),
        headers=reader(system),
    )
    assert (there.status_code, there.json()["code"]) == (409, "pass-used")
    assert len(visits_of(system, visitor.person)) == 1


def test_a_printed_pass_serves_again_and_again(system: System, visitor: Visitor) -> None:
    text = shown(visitor, "printed")
    assert [post(system, scan(text)).status_code for _ in range(3)] == [201] * 3
    assert len(visits_of(system, visitor.person)) == 3


def test_a_new_printed_pass_ends_the_one_before(system: System, visitor: Visitor) -> None:
    lost, fresh = shown(visitor, "printed"), shown(visitor, "printed")
    answer = post(system, scan(lost))
    assert (answer.status_code, answer.json()["code"]) == (410, "pass-ended")
    assert post(system, scan(fresh)).status_code == 201


@pytest.mark.parametrize("kind", ["phone", "printed"])
@pytest.mark.parametrize(("method", "path"), [("DELETE", "/v1/me"), ("POST", "/v1/me/withdrawal")])
def test_erasing_or_withdrawing_ends_every_pass(
    system: System, visitor: Visitor, kind: str, method: str, path: str
) -> None:
    text = shown(visitor, kind)
    assert visitor.ask(method, path).is_success
    assert post(system, scan(text)).json()["code"] == "pass-ended"


def test_a_printed_pass_of_before_a_withdrawal_stays_dead_after_consenting_again(
    system: System, visitor: Visitor
) -> None:
    text = shown(visitor, "printed")
    visitor.ask("POST", "/v1/me/withdrawal")
    again = Visitor(system, visitor.phone).sign_up()
    assert post(system, scan(text)).json()["code"] == "pass-ended"
    assert again.row() is not None


def test_an_expired_pass_is_refused_unless_it_was_scanned_in_time(
    system: System, visitor: Visitor
) -> None:
    passes = Passes(system.keys.secret("session"))
    text, _ = passes.issue(PassKind.PHONE, visitor.person, time.time() - 3600)
    late = post(system, scan(text))
    assert (late.status_code, late.json()["code"]) == (410, "pass-expired")
    queued = scan(text, entered_at=now_text(minutes=59))
    assert post(system, queued).status_code == 201
    ((_, evidence, _, _),) = visits_of(system, visitor.person)
    assert Sign.DELIVERED_LATE in Sign(evidence)


@pytest.mark.parametrize(
    ("kind", "generation", "told"), [("phone", 0, "pass-used"), ("printed", 1, "id-taken")]
)
def test_a_scan_of_yesterday_waits_sealed_and_another_under_its_id_is_refused(
    system: System, neighbour: System, visitor: Visitor, kind: str, generation: int, told: str
) -> None:
    shown(visitor, kind)
    yesterday = time.time() - 24 * 3600
    text, _ = Passes(system.keys.secret("session")).issue(
        PassKind[kind.upper()], visitor.person, yesterday, generation
    )
    body = scan(text, entered_at=now_text(days=1))
    first, again = post(system, body), post(system, body)
    assert (first.status_code, first.json()["status"]) == (201, "accepted")
    assert (again.status_code, again.json()["status"]) == (200, "duplicate")
    other = body | {"entered_at": now_text(days=1, seconds=-30)}
    if kind == "phone":  # its id is the pass's own, whatever the venue's phone makes
        other["id"] = scan(text)["id"]
    there = neighbour.http.post("/v1/pass-check-ins", json=other, headers=reader(system))
    assert (there.status_code, there.json()["code"]) == (409, told)
    ((method, evidence, _, visit),) = visits_of(system, visitor.person)
    assert (method, Sign.DELIVERED_LATE in Sign(evidence)) == (PassKind[kind.upper()].method, True)
    with system.owner("visits") as owner:
        row = owner.execute("SELECT count(*) FROM visits.visit WHERE id = %s", [visit]).fetchone()
    assert row == (0,), "nobody but the tracer reads it"


def test_an_offline_batch_is_answered_one_by_one(
    system: System, newcomer: Callable[[], Visitor]
) -> None:
    one, other = newcomer(), newcomer()
    stored = scan(shown(one))
    post(system, stored)
    batch = [
        scan(shown(other)),
        stored,
        scan("ANSIM1.NOPASS"),
        {"id": "x", "pass": 7},
        scan(shown(other, "printed"), entered_at=now_text(hours=80)),
    ]
    answer = post(system, batch)
    assert answer.status_code == 200, answer.text
    outcomes = [(item["status"], item.get("code")) for item in answer.json()]
    assert outcomes == [
        ("accepted", None),
        ("duplicate", None),
        ("refused", "bad-pass"),
        ("refused", "malformed"),
        ("refused", "too-old"),
    ]
    assert len(visits_of(system, other.person)) == 1


def test_the_same_pass_twice_in_one_batch_is_one_visit(system: System, visitor: Visitor) -> None:
    text = shown(visitor)
    answer = post(system, [scan(text), scan(text)])
    assert [item["status"] for item in answer.json()] == ["accepted", "duplicate"]
    assert len(visits_of(system, visitor.person)) == 1


def test_a_forged_or_foreign_pass_is_refused(system: System, visitor: Visitor) -> None:
    foreign, _ = Passes(b"x" * 32).issue(PassKind.PHONE, visitor.person, time.time())
    text = shown(visitor)
    changed = text[:-1] + ("A" if text[-1] != "A" else "B")
    for forged in (foreign, changed, "ANSIM1.", "hello", visitor.token[:90]):
        assert post(system, scan(forged)).json()["code"] == "bad-pass"


def test_only_a_reader_token_records_passes(system: System, visitor: Visitor) -> None:
    body, path = scan(shown(visitor)), "/v1/pass-check-ins"
    assert system.http.post(path, json=body).json()["code"] == "reader-missing"
    session = {"Authorization": f"Bearer {visitor.token}"}
    assert system.http.post(path, json=body, headers=session).json()["code"] == "reader-invalid"
    old = reader(system, now=time.time() - 366 * 24 * 3600)
    assert system.http.post(path, json=body, headers=old).json()["code"] == "reader-expired"
    headers = reader(system)
    assert system.http.get("/v1/me", headers=headers).json()["code"] == "session-invalid"


def test_a_venue_whose_code_is_revoked_has_lost_its_readers(
    system: System, visitor: Visitor
) -> None:
    assert post(system, scan(shown(visitor)), "revoked").json()["code"] == "revoked-venue"


def test_refusals_are_in_the_readers_language(system: System) -> None:
    answer = post(system, scan("ANSIM1.AAAA"), **{"Accept-Language": "ko"})
    assert answer.json()["title"] == "올바른 방문증이 아닙니다"
