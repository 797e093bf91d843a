"""Personal safe codes: what a slip of the pen cannot turn into somebody else's."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.safe_codes import (
    LETTERS,
    SPACE,
    candidate,
    code_hash,
    code_of,
    is_wanted,
    latin_reading,
    nobody,
    read_safe_code,
    show_safe_code,
)

numbers = st.integers(0, SPACE - 1)


def test_there_is_room_for_a_province_many_times_over() -> None:
    assert len(set(LETTERS)) == 53
    assert SPACE == 28_090_000


def test_no_letter_sounds_like_a_digit() -> None:
    assert not set("이오구사일삼육칠팔영공") & set(LETTERS)


@given(numbers, numbers)
def test_each_number_has_a_code_of_its_own(one: int, other: int) -> None:
    assert (code_of(one) == code_of(other)) == (one == other)


@given(numbers)
def test_a_code_is_read_however_it_was_written(number: int) -> None:
    code = code_of(number)
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in code)
    ways = (
        code,
        show_safe_code(code),
        "-".join(code),
        wide,
        unicodedata.normalize("NFD", code),
        latin_reading(code),
        latin_reading(code).lower().replace(" ", ""),
    )
    assert {read_safe_code(way) for way in ways} == {code}


@given(numbers, st.integers(0, 6), st.data())
def test_one_wrong_sign_is_always_noticed(number: int, place: int, data: st.DataObject) -> None:
    code = code_of(number)
    others = ("0123456789" if code[place].isdigit() else LETTERS).replace(code[place], "")
    wrong = code[:place] + data.draw(st.sampled_from(others)) + code[place + 1 :]
    assert read_safe_code(wrong) is None


@pytest.mark.parametrize(("first", "second"), [(0, 1), (3, 4), (5, 6), (0, 3), (1, 4), (2, 5)])
@given(number=numbers)
def test_two_signs_in_each_others_place_are_noticed(number: int, first: int, second: int) -> None:
    signs = list(code_of(number))
    if signs[first] == signs[second]:
        return
    signs[first], signs[second] = signs[second], signs[first]
    assert read_safe_code("".join(signs)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12가34나",
        "12가34나다라",
        "1가34나다",
        "12구34나다",
        "010-0000-0001",
        "가나다라마",
        "12ga34na",
        "x" * 41,
        "12가34나\n",
    ],
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_safe_code(text) is None


def test_no_two_pairs_of_letters_read_alike_in_latin() -> None:
    seen = {
        latin_reading(f"00가00{one}{two}").replace(" ", "") for one in LETTERS for two in LETTERS
    }
    assert len(seen) == 53**2


def test_a_rude_word_is_given_to_nobody() -> None:
    rude = next(code for number in range(20_000) if "바보" in (code := code_of(number))[5:])
    assert not is_wanted(rude)


def test_a_code_and_what_is_kept_of_it_say_nothing_without_the_key() -> None:
    ours, theirs, person = b"k" * 32, b"x" * 32, b"p" * 16
    code = candidate(ours, person, 7)
    assert candidate(ours, person, 7) == code
    assert candidate(theirs, person, 7) != code
    assert candidate(ours, person, 8) != code
    assert code_hash(ours, code) != code_hash(theirs, code)
    assert nobody(ours, code) not in code_hash(ours, code)
