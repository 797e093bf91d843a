"""Numbers of applications."""

from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.application_refs import new_ref, read_ref
from ansim.domain.codes import ALPHABET


def test_a_number_is_understood_as_people_write_it() -> None:
    ref = new_ref()
    assert read_ref(f" {ref[:4].lower()}-{ref[4:]} ".replace("0", "o").replace("1", "l")) == ref
    assert len({new_ref() for _ in range(1000)}) == 1000


@given(st.integers(1, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place: int, sign: str) -> None:
    ref = new_ref()
    wrong = ref[:place] + sign + ref[place + 1 :]
    assert read_ref(wrong) == (ref if wrong == ref else None)


def test_other_texts_are_no_number() -> None:
    assert [read_ref(text) for text in ("", "R", "X1234567", "R12345678", "R123456U")] == [None] * 5
