"""A venue's devices: paired once, for one venue, and refused from the moment of their revocation."""

import secrets

import pytest

from ansim.domain.devices import DeviceKind, token_hash
from ansim.domain.identifiers import new_visit_id
from support.counter import Counter, pairing_qr
from support.system import System, check_in, new_venue, now_text
from support.visitor import Visitor


def pair(system: System, token: str) -> "tuple[int, str]":
    answer = system.http.post("/v1/devices", json={"token": token})
    return answer.status_code, answer.json().get("code", "")


def test_a_device_is_paired_once(system: System) -> None:
    _, token = pairing_qr(system, system.venues["cafe"])
    assert pair(system, token) == (201, "")
    assert pair(system, token) == (410, "pairing-over"), "a replayed token"


@pytest.mark.parametrize("wrong", ["late", "unknown", "revoked"])
def test_whatever_is_wrong_with_a_pairing_reads_the_same(system: System, wrong: str) -> None:
    number, token = pairing_qr(system, system.venues["cafe"], minutes=-1 if wrong == "late" else 15)
    if wrong == "revoked":
        with system.connect_as("business", "main") as connection:
            connection.execute(
                "UPDATE business_device SET revoked_at = now() WHERE id = %s", [number]
            )
    asked = "D1." + secrets.token_urlsafe(32) if wrong == "unknown" else token
    assert pair(system, asked) == (410, "pairing-over")


def test_a_revoked_device_is_refused_at_its_next_request(system: System, neighbour: System) -> None:
    counter = Counter(system, system.venues["market"])
    assert counter.ask("GET", "/v1/device").status_code == 200
    counter.revoke()
    header = {"Authorization": f"Bearer {counter.token}"}
    for gateway in (system, neighbour):
        answers = [
            gateway.http.get("/v1/device", headers=header),
            gateway.http.post("/v1/pass-check-ins", json=pass_body("ANSIM1.ABC"), headers=header),
        ]
        assert [answer.json()["code"] for answer in answers] == ["reader-invalid"] * 2
    assert counter.enter().json()["code"] == "reader-invalid"


def pass_body(text: str) -> dict[str, str]:
    return {
        "id": str(new_visit_id()),
        "pass": text,
        "entered_at": now_text(seconds=1),
        "sent_at": now_text(),
    }


def test_a_device_records_at_its_own_venue_and_nowhere_else(
    system: System, visitor: Visitor
) -> None:
    ours, theirs = system.venues["market"], system.venues["cafe"]
    counter = Counter(system, ours)
    shown = visitor.ask("POST", "/v1/passes", {"kind": "phone"}).json()["pass"]
    body = pass_body(shown) | {"venue": theirs.code}  # a body cannot say where
    assert counter.ask("POST", "/v1/pass-check-ins", body).status_code == 201
    done = counter.enter(venue=theirs.code)
    assert done.status_code == 201
    with system.owner("visits") as connection:
        where = "SELECT venue_id FROM visits.waiting WHERE id = %s"
        assert connection.execute(where, [done.json()["id"]]).fetchone() == (ours.id,)


def test_a_display_records_nobody(system: System, visitor: Visitor) -> None:
    display = Counter(system, system.venues["screen"], DeviceKind.DISPLAY)
    shown = visitor.ask("POST", "/v1/passes", {"kind": "phone"}).json()["pass"]
    answers = [
        display.enter(),
        display.ask("POST", "/v1/pass-check-ins", pass_body(shown)),
        display.write({"safe_code": "12가34나다", "entered_at": now_text()}),
    ]
    assert [answer.json()["code"] for answer in answers] == ["reader-invalid"] * 3


def test_a_display_knows_its_secret_and_a_reader_none(system: System) -> None:
    screen = system.venues["screen"]
    display = Counter(system, screen, DeviceKind.DISPLAY).ask("GET", "/v1/device").json()
    reader = Counter(system, screen).ask("GET", "/v1/device").json()
    assert (display["kind"], display["code"]) == ("display", screen.code)
    assert display["secret"]
    assert reader["secret"] is None


def test_a_device_token_opens_nothing_of_a_visitor(system: System) -> None:
    counter = Counter(system, system.venues["market"])
    for method, path in (("GET", "/v1/me"), ("POST", "/v1/passes"), ("GET", "/v1/me/safe-code")):
        assert counter.ask(method, path, {"kind": "phone"}).json()["code"] == "session-invalid"


def test_a_visitors_session_is_no_device(visitor: Visitor) -> None:
    assert visitor.ask("GET", "/v1/device").json()["code"] == "reader-invalid"


def test_the_database_keeps_hashes_and_the_portal_cannot_read_them(system: System) -> None:
    counter = Counter(system, system.venues["market"])
    with system.owner("main") as connection:
        row = connection.execute(
            "SELECT token_hash, pairing_hash FROM business_device WHERE id = %s", [counter.number]
        ).fetchone()
    assert row == (token_hash(counter.token), None)
    import psycopg

    with system.connect_as("business", "main") as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT token_hash FROM business_device")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE business_device SET venue_id = 1")


@pytest.mark.parametrize(("people", "shown"), [(0, None), (1, None), (4, None), (5, 5), (7, 7)])
def test_the_days_count_is_exact_from_five_up(
    system: System, people: int, shown: int | None
) -> None:
    venue = new_venue(system, name=f"{people}명 가게")
    zone = new_venue(system, name="안쪽 방", parent_id=venue.id)
    display = Counter(system, venue, DeviceKind.DISPLAY)
    for place in range(people):
        at = zone if place % 2 else venue
        answer = system.http.post("/v1/check-ins", json=check_in(at), headers=system.bearer())
        assert answer.status_code == 201, answer.text
    found = display.ask("GET", "/v1/device").json()
    assert (found["today"], found["exact_from"]) == (shown, 5)


def test_who_comes_twice_is_counted_once(system: System) -> None:
    venue = new_venue(system)
    display = Counter(system, venue, DeviceKind.DISPLAY)
    people = [system.bearer() for _ in range(5)]
    for who in [*people, people[0]]:
        system.http.post("/v1/check-ins", json=check_in(venue), headers=who)
    assert display.ask("GET", "/v1/device").json()["today"] == 5


def test_a_screen_in_a_zone_shows_its_place_and_each_business_counts_for_itself(
    system: System,
) -> None:
    with system.owner("main") as owner:
        rows = owner.execute(
            "INSERT INTO business_business (name, kind)"
            " VALUES ('상가', 'without_number'), ('입점', 'without_number') RETURNING id"
        ).fetchall()
    landlord, tenant = (row[0] for row in rows)
    mall = new_venue(system, business_id=landlord)
    hall = new_venue(system, parent_id=mall.id, business_id=landlord)
    shop = new_venue(system, parent_id=mall.id, business_id=tenant)
    screens = {place.id: Counter(system, place, DeviceKind.DISPLAY) for place in (mall, hall, shop)}
    for place, people in ((mall, 5), (hall, 1), (shop, 7)):
        for _ in range(people):
            body = check_in(place)
            answer = system.http.post("/v1/check-ins", json=body, headers=system.bearer())
            assert answer.status_code == 201
    shown = [screens[one.id].ask("GET", "/v1/device").json()["today"] for one in (mall, hall, shop)]
    assert shown == [6, 6, 7], "no difference between a place and its zone is a number of its own"
