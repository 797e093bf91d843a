from datetime import datetime

from system import System, check_in


def post(system: System, body: object, **headers: str) -> object:
    return system.http.post("/v1/check-ins", json=body, headers=system.bearer() | headers)


def test_a_check_in_is_stored_and_answered_with_the_venues_name(system: System) -> None:
    body = check_in(system.venues["cafe"])
    answer = post(system, body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["status"] == "accepted"
    assert answer.json()["venue"] == {"name": "바람 카페", "name_en": "Baram Café", "category": "cafe"}
    assert datetime.fromisoformat(answer.json()["entered_at"]) == datetime.fromisoformat(body["entered_at"])
    assert system.stored(body["id"]) == 1


def test_sending_it_again_is_answered_duplicate_and_stores_nothing(system: System) -> None:
    body, headers = check_in(system.venues["cafe"]), system.bearer()
    first, again = (system.http.post("/v1/check-ins", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["status"] == "duplicate"
    assert system.stored(body["id"]) == 1
