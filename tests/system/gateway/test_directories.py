import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from ansim.domain.codes import new_code
from ansim.visitor.venues.directory import code_key
from support.patience import until
from support.signed_files import claims_of
from support.system import System


def path(district: str) -> str:
    return f"/v1/directories/{quote(district)}"


def read(system: System, district: str) -> dict[str, Any]:
    """A directory as a phone reads it."""
    return claims_of(system, path(district), "directory_key")


def test_a_phone_finds_a_venue_by_its_code_and_a_zone_of_it_by_its_own(system: System) -> None:
    claims = read(system, "일도일동")
    assert claims["district"] == "일도일동"
    rows = {row[0]: row[1:] for row in claims["venues"]}
    market, food = (system.venues[key] for key in ("market", "food"))
    assert rows[code_key(market.code)] == ["동문시장", "Dongmun Market", "retail", None, None]
    assert rows[code_key(food.code)][0] == "동문시장 먹거리 골목"
    expiry = datetime.fromisoformat(claims["expires_at"]) - datetime.now(UTC)
    assert timedelta(hours=65) < expiry <= timedelta(hours=72)


def test_no_code_stands_in_a_directory(system: System) -> None:
    for listed in system.http.get("/v1/directories").json()["directories"]:
        text = json.dumps(read(system, listed["district"]))
        assert not any(venue.code in text for venue in system.venues.values())


def test_revoked_codes_are_named_as_such(system: System) -> None:
    claims = read(system, "-")
    revoked = code_key(system.venues["revoked"].code)
    assert revoked in claims["revoked"]
    assert revoked not in {row[0] for row in claims["venues"]}


def test_the_list_names_every_district_with_the_version_that_is_served(system: System) -> None:
    listed = {
        one["district"]: one["version"]
        for one in system.http.get("/v1/directories").json()["directories"]
    }
    assert {"일도일동", "-"} <= set(listed)
    assert all(read(system, district)["version"] == version for district, version in listed.items())


def test_a_phone_that_holds_it_already_is_told_so_without_a_body(system: System) -> None:
    first = system.http.get(path("일도일동"))
    assert first.headers["cache-control"] == "public, max-age=300"
    held = system.http.get(
        path("일도일동"), headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'}
    )
    assert (held.status_code, held.content) == (304, b"")
    assert held.headers["etag"] == first.headers["etag"]
    assert system.http.get(path("일도일동"), headers={"If-None-Match": '"x"'}).status_code == 200


def test_every_gateway_answers_the_same_bytes(system: System, neighbour: System) -> None:
    with system.owner("main") as connection:
        insert = "INSERT INTO business_venue (name, category, district) VALUES ('같은 집', 2, '같은동네') RETURNING id"
        row = connection.execute(insert).fetchone()
        assert row
        _issue(connection, new_code(), row[0])

    # It reaches one gateway before the other.
    def same() -> bool:
        here, there = (one.http.get(path("같은동네")) for one in (system, neighbour))
        return (
            here.status_code == 200
            and here.content == there.content
            and here.headers["etag"] == there.headers["etag"]
        )

    until(same, "both gateways answer the same")


def test_an_unknown_district_is_a_problem(system: System) -> None:
    answer = system.http.get(path("없는동"))
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-district")


def test_a_new_venue_and_a_reissued_code_are_in_it_soon(system: System) -> None:
    district = "새동네"
    with system.owner("main") as connection:
        insert = "INSERT INTO business_venue (name, category, district) VALUES ('새 가게', 2, %s) RETURNING id"
        row = connection.execute(insert, [district]).fetchone()
        assert row
        first, second = new_code(), new_code()
        _issue(connection, first, row[0])
        assert _appears(system, district, first)["revoked"] == []
        connection.execute(
            "UPDATE business_venuecode SET revoked_at = now() WHERE code = %s", [first]
        )
        _issue(connection, second, row[0])
        assert _appears(system, district, second)["revoked"] == [code_key(first)]
        connection.execute("UPDATE business_venue SET district = '옮긴동' WHERE id = %s", [row[0]])
        _appears(system, "옮긴동", second)
    assert district not in {
        one["district"] for one in system.http.get("/v1/directories").json()["directories"]
    }


def _issue(connection: Any, code: str, venue: int) -> None:
    connection.execute(
        "INSERT INTO business_venuecode (code, venue_id) VALUES (%s, %s)", [code, venue]
    )


def _appears(system: System, district: str, code: str) -> dict[str, Any]:
    """The directory once it has the code; the gateway reads changes every second."""

    def claims() -> dict[str, Any] | None:
        if system.http.get(path(district)).status_code != 200:
            return None
        told = read(system, district)
        return told if code_key(code) in {row[0] for row in told["venues"]} else None

    found = until(claims, f"the code appears in {district}")
    assert found
    return found
