"""The clients of the tax office and of the address service, over HTTP against servers of their published form."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest

from ansim.business.applications.address_book import Juso
from ansim.business.applications.tax_office import Claim, Odcloud
from ansim.domain.registration import Shown, TaxState
from support.registers import (
    ADDRESS_KEY,
    PLACE_KEY,
    TAX_KEY,
    Business,
    Registers,
    house,
    open_registers,
)

NUMBER = "6160012349"


@pytest.fixture
def registers() -> Iterator[Registers]:
    with open_registers() as opened:
        opened.businesses = {
            NUMBER: Business("고은별", "20190302"),
            "6160056783": Business("양바다", "20211120", "02"),
            "6160067897": Business("현가람", "20120505", "03"),
        }
        opened.houses = [house("제주특별자치도 제주시 안심로", "노형동", "12", (33.4846, 126.4770))]
        yield opened


def office(registers: Registers, key: str = TAX_KEY) -> Odcloud:
    return Odcloud(f"{registers.address}/api/nts-businessman/v1", key, 1)


def book(registers: Registers, key: str = ADDRESS_KEY) -> Juso:
    return Juso(f"{registers.address}/addrlink", key, PLACE_KEY, 1)


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (NUMBER, TaxState.ACTIVE),
        ("6160056783", TaxState.SUSPENDED),
        ("6160067897", TaxState.CLOSED),
        ("1234567891", TaxState.UNKNOWN),
    ],
)
def test_the_state_of_a_number(registers: Registers, number: str, state: TaxState) -> None:
    assert office(registers).states([number]) == {number: state}


def test_many_numbers_are_asked_a_hundred_at_a_time(registers: Registers) -> None:
    numbers = [f"{place:010d}" for place in range(250)] + [NUMBER]
    found = office(registers).states(numbers)
    assert found[NUMBER] is TaxState.ACTIVE
    assert len(found) == 251
    assert [len(body["b_no"]) for _path, body in registers.asked] == [100, 100, 51]


@pytest.mark.parametrize("key", [TAX_KEY, quote(TAX_KEY, safe="")])
def test_both_forms_of_the_key_are_understood(registers: Registers, key: str) -> None:
    assert office(registers, key).states([NUMBER])[NUMBER] is TaxState.ACTIVE


def test_a_claim_that_fits_is_genuine_and_is_asked_in_the_published_form(
    registers: Registers,
) -> None:
    shown = office(registers).shown(Claim(NUMBER, date(2019, 3, 2), "고은별"))
    assert shown == Shown(TaxState.ACTIVE, genuine=True)
    ((path, body),) = registers.asked
    assert path.endswith("/v1/validate")
    (asked,) = body["businesses"]
    assert (asked["b_no"], asked["start_dt"], asked["p_nm"]) == (NUMBER, "20190302", "고은별")


@pytest.mark.parametrize(
    "claim",
    [Claim(NUMBER, date(2019, 3, 3), "고은별"), Claim(NUMBER, date(2019, 3, 2), "고은빛")],
)
def test_a_claim_that_does_not_fit_is_not(registers: Registers, claim: Claim) -> None:
    assert office(registers).shown(claim) == Shown(TaxState.ACTIVE, genuine=False)


def test_a_closed_business_is_known_even_where_the_claim_does_not_fit(registers: Registers) -> None:
    claim = Claim("6160067897", date(2000, 1, 1), "아무개")
    assert office(registers).shown(claim).tax is TaxState.CLOSED


def test_an_office_that_is_down_is_not_reachable_and_no_error(
    registers: Registers, caplog: pytest.LogCaptureFixture
) -> None:
    registers.down = True
    claim = Claim(NUMBER, date(2019, 3, 2), "고은별")
    assert office(registers).shown(claim) == Shown(TaxState.UNREACHABLE)
    assert office(registers, "wrong").states([NUMBER]) == {NUMBER: TaxState.UNREACHABLE}
    assert NUMBER not in caplog.text
    assert "고은별" not in caplog.text
    assert "tax key" not in caplog.text


def test_nobody_at_the_address_at_all_is_not_reachable() -> None:
    claim = Claim(NUMBER, date(2019, 3, 2), "고은별")
    assert Odcloud("http://127.0.0.1:9", "k", 0.5).shown(claim).tax is TaxState.UNREACHABLE


def test_an_address_is_found_and_its_door_lies_within_a_metre(registers: Registers) -> None:
    found = book(registers).search("안심로 12")
    (address,) = found.addresses
    assert (address.district, found.total, found.answered) == ("노형동", 1, True)
    assert book(registers).entrance(address) == pytest.approx((33.4846, 126.4770), abs=1e-5)


def test_signs_that_the_service_refuses_are_left_out(registers: Registers) -> None:
    assert book(registers).search("안심로% '12' <>").addresses
    assert registers.asked[-1][1]["keyword"].split() == ["안심로", "12"]


def test_too_short_a_word_asks_for_more(registers: Registers) -> None:
    assert book(registers).search("안").vague
    assert registers.asked == []


@pytest.mark.parametrize("trouble", ["down", "key"])
def test_an_address_service_in_trouble_is_told_apart_from_nothing_found(
    registers: Registers, trouble: str
) -> None:
    registers.down = trouble == "down"
    reader = book(registers, ADDRESS_KEY if trouble == "down" else "wrong")
    assert not reader.search("안심로 12").answered
    registers.down = False
    assert book(registers).search("없는길 1").answered
