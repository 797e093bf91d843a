"""Business numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.business_numbers import (
    BusinessNumberError,
    BusinessNumberFault,
    check_digit,
    is_non_profit,
    read_business_number,
    written,
)


def fault_of(text: str) -> BusinessNumberFault:
    with pytest.raises(BusinessNumberError) as refused:
        read_business_number(text)
    return refused.value.fault


@pytest.mark.parametrize(
    "text",
    [
        "123-45-67891",
        "1234567891",
        " 123 45 67891 ",
        "１２３－４５－６７８９１",
        "123.45.67891",
        "123–45–67891",
    ],
)
def test_a_number_is_understood_however_it_is_written(text: str) -> None:
    assert read_business_number(text) == "1234567891"


@pytest.mark.parametrize("text", ["123-45-67891", "214-86-39239", "116-82-03671"])
def test_published_numbers_fit_their_check(text: str) -> None:
    assert written(read_business_number(text)) == text


@pytest.mark.parametrize("text", ["000-00-00000", "0000000000", "０００００００００００"[:10]])
def test_noughts_are_refused_although_their_check_fits(text: str) -> None:
    assert check_digit("000000000") == "0"
    assert fault_of(text) is BusinessNumberFault.EMPTY_NUMBER


def test_what_python_stdnum_lets_through_is_refused() -> None:
    assert fault_of("1234567890") is BusinessNumberFault.CHECK


@pytest.mark.parametrize(
    ("text", "fault"),
    [("12345", "length"), ("", "length"), ("123-45-6789a", "letters"), ("12345678911", "length")],
)
def test_the_reason_is_told(text: str, fault: str) -> None:
    assert fault_of(text).value == fault


@given(st.integers(1, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_a_slip_of_one_digit_is_noticed(first: int, place: int, off: int) -> None:
    nine = f"{first:09d}"
    slipped = nine[:place] + str((int(nine[place]) + off) % 10) + nine[place + 1 :]
    number = nine + check_digit(nine)
    assert read_business_number(number) == number
    if place < 8:  # the ninth digit weighs five and its tens, which is no longer one to one
        assert check_digit(slipped) != number[-1]


@pytest.mark.parametrize(
    ("number", "non_profit"),
    [("1168203671", True), ("2148639239", False), ("6168012345", True), ("6161012345", False)],
)
def test_a_number_without_business_is_known_by_its_middle(number: str, non_profit: bool) -> None:  # noqa: FBT001
    assert is_non_profit(number) is non_profit
