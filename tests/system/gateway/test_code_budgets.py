"""Codes cost money and can be guessed: what they may cost holds over gateways and restarts."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ansim.identity.phones import read_phone
from support.system import System, device_key
from support.visitor import CONSENT, next_phone

REFUSED = {"network-waits", "codes-wait", "number-waits"}
OPEN = "range/3600=100000 range/86400=100000"


@pytest.fixture
def strict(system: System) -> Iterator[Callable[[str], System]]:
    """More gateways beside the first, with budgets of their own choice; all counts begin at nothing."""
    started: list[System] = []
    with system.owner("identity") as connection:
        connection.execute("DELETE FROM identity.code_use")

    def start(budgets: str) -> System:
        other = System(
            system.folder,
            venues=system.venues,
            environment={"ANSIM_HOST": system.gateway_url, "ANSIM_CODE_BUDGETS": budgets},
        )
        other.start_gateway()
        started.append(other)
        return other

    yield start
    for other in started:
        other.stop_gateway()
    with system.owner("identity") as connection:
        connection.execute("DELETE FROM identity.code_use")


def ask(system: System, phone: str, **headers: str) -> str:
    answer = system.http.post("/v1/verifications", json={"phone": phone}, headers=headers)
    return "sent" if answer.status_code == 201 else answer.json()["code"]


def many(first: int, count: int) -> list[str]:
    return [f"010-0000-{number:04d}" for number in range(first, first + count)]


def test_500_codes_to_500_numbers_from_one_client_are_cut_short(
    strict: Callable[[str], System],
) -> None:
    attacked = strict(OPEN)
    outcomes = [ask(attacked, phone) for phone in many(5000, 500)]
    assert outcomes.count("sent") == 100
    assert set(outcomes[100:]) == {"network-waits"}
    log = "".join(line for line in attacked.gateway_log().splitlines() if "codes:" in line)
    assert "the budget block/600 is spent" in log
    assert not re.search(r"0000.?5\d\d\d|127\.0\.0", log), "no number and no address in the log"


def test_the_ranges_that_pumping_buys_have_a_budget(strict: Callable[[str], System]) -> None:
    attacked = strict("block/600=100000 range/3600=7")
    assert [ask(attacked, phone) for phone in many(5600, 9)].count("sent") == 7
    assert ask(attacked, "010 0001 0001") == "sent", "another range is not concerned"


def test_another_gateway_and_a_restart_know_what_was_spent(
    strict: Callable[[str], System],
) -> None:
    budgets = f"{OPEN} block/600=6"
    one, other = strict(budgets), strict(budgets)
    assert [ask(one, phone) for phone in many(5700, 4)] == ["sent"] * 4
    assert [ask(other, phone) for phone in many(5710, 3)] == ["sent", "sent", "network-waits"]
    again = strict(budgets)
    assert ask(again, "010-0000-5720") == "network-waits"


def test_all_codes_together_have_a_budget_with_an_alarm_before_it_is_spent(
    strict: Callable[[str], System],
) -> None:
    attacked = strict(f"{OPEN} all/3600=5")
    assert [ask(attacked, phone) for phone in many(5800, 4)] == ["sent"] * 4
    assert "the budget all/3600 is at 4 of 5" in attacked.gateway_log()
    assert [ask(attacked, phone) for phone in many(5810, 2)] == ["sent", "codes-wait"]


def test_what_is_refused_is_not_counted(strict: Callable[[str], System], system: System) -> None:
    attacked = strict(f"{OPEN} block/600=2")
    for phone in many(5900, 9):
        ask(attacked, phone)
    with system.owner("identity") as connection:
        counts = connection.execute("SELECT max(used) FROM identity.code_use").fetchone()
    assert counts == (2,)


def test_an_unknown_proxy_cannot_say_where_a_request_came_from(
    strict: Callable[[str], System],
) -> None:
    attacked = strict(f"{OPEN} block/600=3")
    headers = [{"X-Forwarded-For": f"192.0.{block}.1"} for block in range(5)]
    outcomes = [
        ask(attacked, phone, **head) for phone, head in zip(many(6000, 5), headers, strict=True)
    ]
    assert outcomes.count("sent") == 3


def guess(system: System, phone: str) -> list[str]:
    """Every wrong code that one verification allows."""
    begun = system.http.post("/v1/verifications", json={"phone": phone})
    assert begun.status_code == 201, begun.text
    right = system.code_for(read_phone(phone))
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    body: dict[str, Any] = {
        "verification_id": begun.json()["verification_id"],
        "phone": phone,
        "consent": CONSENT,
        "device_key": device_key(),
    }
    codes = [
        system.http.post("/v1/sessions", json=body | {"code": wrong}).json()["code"]
        for _ in range(5)
    ]
    last = system.http.post("/v1/sessions", json=body | {"code": right})
    return [*codes, "session" if last.status_code == 201 else last.json()["code"]]


def test_guesses_are_counted_per_number_and_day(system: System) -> None:
    phone = next_phone()
    seen = []
    for _ in range(5):
        seen += guess(system, phone)
        with system.owner("identity") as connection:  # ten minutes pass
            connection.execute(
                "UPDATE identity.verification SET created_at = created_at - interval '11 minutes'"
            )
    assert seen.count("wrong-code") + seen.count("too-many-tries") - 4 == 20
    assert seen[-6:] == ["too-many-guesses"] * 6, "not even the right code serves any more today"
    assert guess(system, next_phone())[:4] == ["wrong-code"] * 4, "others are not concerned"


@pytest.mark.parametrize("language", ["ko", "en", "zh", "ja"])
@pytest.mark.parametrize("phone", ["02-700-0000", "+881 6 0000 0000"])
def test_the_way_that_is_left_is_said_before_anything_is_sent(
    system: System, language: str, phone: str
) -> None:
    before = len(system.messages())
    answer = system.http.post(
        "/v1/verifications", json={"phone": phone}, headers={"Accept-Language": language}
    )
    assert answer.status_code == 422
    assert answer.json()["code"] in ("phone-unreachable", "phone-country")
    way = {
        "ko": "수기명부|직원에게",
        "en": "paper list|staff",
        "zh": "纸质名册|工作人员",
        "ja": "紙の名簿|スタッフ",
    }
    assert re.search(way[language], answer.json()["detail"])
    assert len(system.messages()) == before
