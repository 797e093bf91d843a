from collections.abc import Callable

from ansim.domain.codes import new_code
from support.patience import until
from support.system import ALWAYS_OPEN, System


def await_true(holds: Callable[[], bool]) -> None:
    until(holds, "it comes to pass")


def test_the_page_of_a_venue_says_what_a_visitor_needs(system: System) -> None:
    venue = system.http.get(f"/v1/venues/{system.venues['cafe'].code}").json()
    assert (venue["name"], venue["name_en"], venue["category"]) == (
        "바람 카페",
        "Baram Café",
        "cafe",
    )
    assert venue["opening_hours"] == ALWAYS_OPEN
    assert (venue["zone"], venue["display_code"]) == (None, False)


def test_a_zone_shows_its_room_and_the_district_around_it(system: System) -> None:
    venue = system.http.get(f"/v1/venues/{system.venues['food'].code}").json()
    assert (venue["name"], venue["zone"], venue["district"]) == (
        "동문시장",
        "먹거리 골목",
        "일도일동",
    )


def test_the_secret_of_a_screen_is_not_shown(system: System) -> None:
    answer = system.http.get(f"/v1/venues/{system.venues['screen'].code}")
    assert answer.json()["display_code"] is True
    assert "secret" not in answer.text
    assert "ssss" not in answer.text


def test_unknown_and_revoked_codes_are_problems(system: System) -> None:
    assert system.http.get("/v1/venues/0000000000000000").json()["code"] == "unknown-venue"
    assert (
        system.http.get(f"/v1/venues/{system.venues['revoked'].code}").json()["code"]
        == "revoked-venue"
    )


def test_a_code_in_its_grace_period_is_good_until_it_ends(system: System) -> None:
    with system.owner("main") as connection:
        row = connection.execute(
            "INSERT INTO business_venue (name, category) VALUES ('이사 온 집', 9) RETURNING id"
        ).fetchone()
        assert row
        code = new_code()
        connection.execute(
            "INSERT INTO business_venuecode (code, venue_id, revoked_at) VALUES (%s, %s, now() + interval '6 s')",
            [code, row[0]],
        )
    path = f"/v1/venues/{code}"
    await_true(lambda: system.http.get(path).status_code == 200)
    await_true(lambda: system.http.get(path).json().get("code") == "revoked-venue")


def test_settings_show_the_policy_and_the_directory_key(system: System) -> None:
    settings = system.http.get("/v1/settings").json()
    assert (settings["visit_days"], settings["identity_days"], settings["late_hours"]) == (
        28,
        56,
        72,
    )
    assert settings["directory_key"]["crv"] == "Ed25519"
    assert settings["languages"] == ["ko", "en", "zh", "ja"]
