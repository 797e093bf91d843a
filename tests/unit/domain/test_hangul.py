import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.hangul import INITIALS, initials_pattern

syllables = st.integers(0xAC00, 0xD7A3).map(chr)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("ㄴㅂㅅㅇㄴ", "늘봄사우나"),
        ("ㄷㄷㅋㅍ", "돌담커피"),
        ("ㄴㅂ24", "늘봄24시"),
        ("ㅇㄷ", "연동 김밥"),
        ("ㅇㄷㄱㅂ", "연동 김밥"),
    ],
)
def test_initials_find_a_name(word: str, name: str) -> None:
    pattern = initials_pattern(word)
    assert pattern is not None
    assert re.search(pattern, name)


def test_a_plain_initial_is_no_doubled_one() -> None:
    pattern = initials_pattern("ㅂㅂ")
    assert pattern is not None
    assert not re.search(pattern, "빵빵")


@pytest.mark.parametrize("word", ["늘봄", "cafe", "12", "", "ㅏㅓ"])
def test_a_word_without_initials_is_none_of_our_business(word: str) -> None:
    assert initials_pattern(word) is None


@given(st.text(syllables, min_size=1, max_size=12))
def test_every_name_is_found_by_its_own_initials(name: str) -> None:
    initials = "".join(INITIALS[(ord(sign) - 0xAC00) // 588] for sign in name)
    pattern = initials_pattern(initials)
    assert pattern is not None
    assert re.fullmatch(pattern, name)


@given(st.text(max_size=8))
def test_whatever_is_typed_makes_a_pattern_that_compiles_and_finds_itself(noise: str) -> None:
    pattern = initials_pattern("ㄱ" + noise)
    assert pattern is not None
    assert re.fullmatch(pattern, "가" + noise)
