import secrets
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Any

import httpx
import pytest

from ansim.domain.evidence import Sign
from ansim.domain.identifiers import new_person_id
from ansim.domain.methods import Method
from ansim.visitor.checkin.display import code_at
from support.patience import until
from support.system import System, check_in, now_text


def post(
    system: System, body: object, person: bytes | None = None, **headers: str
) -> httpx.Response:
    return system.http.post("/v1/check-ins", json=body, headers=system.bearer(person) | headers)


def test_a_check_in_is_stored_and_answered_with_the_venues_name(system: System) -> None:
    body = check_in(system.venues["cafe"])
    answer = post(system, body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["status"] == "accepted"
    assert answer.json()["venue"] == {
        "name": "바람 카페",
        "name_en": "Baram Café",
        "category": "cafe",
    }
    assert datetime.fromisoformat(answer.json()["entered_at"]) == datetime.fromisoformat(
        body["entered_at"]
    )
    assert system.stored(body["id"]) == 1


def test_sending_it_again_is_answered_duplicate_and_stores_nothing(system: System) -> None:
    person = new_person_id()
    body = check_in(system.venues["cafe"], entered_at=now_text(minutes=10), party=3)
    first = post(system, body, person)
    assert first.status_code == 201, first.text
    row = system.visit(body["id"])
    for _ in range(2):
        again = post(system, body, person)
        assert (again.status_code, again.json()["status"]) == (200, "duplicate"), again.text
        assert again.json() == first.json() | {"status": "duplicate"}
    assert system.stored(body["id"]) == 1
    assert system.visit(body["id"]) == row


def test_a_zones_confirmation_names_the_place_around_it(system: System) -> None:
    venue = post(system, check_in(system.venues["food"])).json()["venue"]
    assert (venue["name"], venue["zone"], venue["zone_en"]) == (
        "동문시장",
        "먹거리 골목",
        "Food Alley",
    )


def test_every_field_is_stored_as_it_was_sent(system: System) -> None:
    commitment = secrets.token_bytes(32)
    body = check_in(
        system.venues["cafe"],
        entered_at=now_text(minutes=2),
        left_at=now_text(minutes=1),
        party=3,
        commitment=urlsafe_b64encode(commitment).rstrip(b"=").decode(),
    )
    assert post(system, body).status_code == 201
    row = system.visit(body["id"])
    assert (row.venue_id, row.party, row.commitment) == (system.venues["cafe"].id, 3, commitment)
    assert row.entered_at == datetime.fromisoformat(body["entered_at"])
    assert row.left_at == datetime.fromisoformat(body["left_at"])
    assert row.method == Method.QR


def signs_of(system: System, venue: str, **changes: Any) -> Sign:
    body = check_in(system.venues[venue], **changes)
    assert post(system, body).status_code == 201
    return Sign(system.visit(body["id"]).evidence)


def test_the_signs_of_presence_are_stored(system: System) -> None:
    assert (
        signs_of(system, "cafe", place="near") == Sign.DEVICE_BOUND | Sign.NEAR | Sign.WITHIN_HOURS
    )
    assert signs_of(system, "market", place="far") == Sign.DEVICE_BOUND | Sign.FAR
    assert signs_of(system, "shut") == Sign.DEVICE_BOUND | Sign.OUTSIDE_HOURS
    assert (
        signs_of(system, "market", entered_at=now_text(hours=1))
        == Sign.DEVICE_BOUND | Sign.DELIVERED_LATE
    )


def test_the_code_on_the_screen_vouches_and_a_wrong_one_only_lacks_the_sign(system: System) -> None:
    body = check_in(system.venues["screen"])
    moment = datetime.fromisoformat(body["entered_at"]).timestamp()
    right = code_at(b"s" * 20, moment)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    assert post(system, {**body, "display_code": right}).status_code == 201
    assert Sign.DISPLAY_CODE in Sign(system.visit(body["id"]).evidence)
    assert system.visit(body["id"]).method == Method.DISPLAY
    assert Sign.DISPLAY_CODE not in signs_of(system, "screen", display_code=wrong)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"id": "not-an-id"}, 422, "malformed"),
        ({"id": "6f1c4c1e-2d3b-4b6e-9f63-0c9b8d7a6e5f"}, 422, "malformed"),  # version 4
        ({"party": 51}, 422, "malformed"),
        ({"party": -1}, 422, "malformed"),
        ({"party": "2"}, 422, "malformed"),
        ({"place": "here"}, 422, "malformed"),
        ({"entered_at": "2026-11-23T12:00:00"}, 422, "malformed"),  # no offset
        ({"entered_at": None}, 422, "malformed"),
        ({"commitment": "short"}, 422, "malformed"),
        ({"left_at": now_text(hours=2)}, 422, "malformed"),  # before entering
        ({"venue": "0000000000000000"}, 404, "unknown-venue"),
        ({"venue": "not even a code!"}, 404, "unknown-venue"),
        ({"entered_at": now_text(hours=73)}, 422, "too-old"),
        ({"entered_at": now_text(minutes=-180)}, 422, "in-the-future"),
        ({"left_at": now_text(minutes=-180)}, 422, "in-the-future"),
        ({"entered_at": "0001-01-01T00:00:00+09:00"}, 422, "too-old"),
        ({"entered_at": "9999-12-31T23:59:59-09:00"}, 422, "in-the-future"),
    ],
)
def test_it_refuses(system: System, changes: dict[str, Any], status: int, code: str) -> None:
    body = check_in(system.venues["cafe"]) | changes
    answer = post(system, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("back", [{"hours": 71.9}, {"hours": 24}, {"minutes": -4.9}])
def test_within_72_hours_and_5_minutes_it_accepts(system: System, back: dict[str, float]) -> None:
    assert (
        post(system, check_in(system.venues["cafe"], entered_at=now_text(**back))).status_code
        == 201
    )


def test_a_revoked_code_is_told_from_an_unknown_one(system: System) -> None:
    answer = post(system, check_in(system.venues["revoked"]))
    assert (answer.status_code, answer.json()["code"]) == (410, "revoked-venue")


def test_one_changed_letter_makes_the_code_unknown(system: System) -> None:
    code = system.venues["cafe"].code
    changed = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert (
        post(system, check_in(system.venues["cafe"], venue=changed)).json()["code"]
        == "unknown-venue"
    )


def test_a_code_typed_by_hand_is_understood(system: System) -> None:
    code = system.venues["cafe"].code
    typed = "-".join(code[start : start + 4] for start in range(0, 16, 4)).lower()
    assert post(system, check_in(system.venues["cafe"], venue=typed)).status_code == 201


def test_nobody_enters_eleven_places_within_five_minutes(system: System) -> None:
    person = new_person_id()
    moment = now_text(hours=5)
    bodies = [check_in(system.venues["cafe"], entered_at=moment) for _ in range(11)]
    assert [post(system, body, person).status_code for body in bodies] == [201] * 10 + [429]
    assert post(system, bodies[10], person).json()["code"] == "implausible-rate"
    assert post(system, bodies[0], person).json()["status"] == "duplicate", (
        "a repeat is not a new check-in"
    )
    assert post(system, bodies[10], new_person_id()).status_code == 201, "others are not concerned"


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ko", "등록되지 않은 QR 코드입니다"),
        ("en-GB,en;q=0.8", "This QR code is not known"),
        ("zh-CN", "未登记的二维码"),
        ("ja", "登録されていない QR コードです"),
        ("fr", "등록되지 않은 QR 코드입니다"),
    ],
)
def test_a_refusal_speaks_the_visitors_language(system: System, language: str, title: str) -> None:
    body = check_in(system.venues["cafe"], venue="0" * 16)
    answer = post(system, body, **{"Accept-Language": language})
    assert answer.json()["title"] == title


def test_a_new_venue_serves_within_seconds(system: System) -> None:

    from ansim.domain.codes import new_code

    code = new_code()
    with system.owner("main") as connection:
        row = connection.execute(
            "INSERT INTO business_venue (name, category) VALUES ('새 가게', 1) RETURNING id"
        ).fetchone()
        connection.execute(
            "INSERT INTO business_venuecode (code, venue_id) VALUES (%s, %s)", [code, row[0]]
        )
    known = lambda: system.http.get(f"/v1/venues/{code}").is_success  # noqa: E731
    until(known, "the gateway knows the code")
    assert post(system, check_in(system.venues["cafe"], venue=code)).status_code == 201
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_venuecode SET revoked_at = now() WHERE code = %s", [code]
        )
    until(lambda: not known(), "the gateway knows that it was revoked")
    assert (
        post(system, check_in(system.venues["cafe"], venue=code)).json()["code"] == "revoked-venue"
    )
