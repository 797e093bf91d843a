import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.tracing.index import NOBODY, People


def as_ids(people: list[bytes]) -> np.ndarray:
    return np.frombuffer(b"".join(people), np.uint8).reshape(-1, 16)


# A small alphabet makes ids that share their hash bits, so that probing is walked.
ids = st.lists(st.binary(min_size=2, max_size=2).map(lambda tail: bytes(14) + tail), max_size=200)


@given(st.lists(ids, max_size=5))
def test_a_person_keeps_one_number_over_any_number_of_batches(batches: list[list[bytes]]) -> None:
    people, told = People(), dict[bytes, int]()
    for batch in batches:
        for person, number in zip(batch, people.add(as_ids(batch)).tolist(), strict=True):
            assert told.setdefault(person, number) == number
    assert sorted(told.values()) == list(range(len(people)))
    everyone = as_ids(list(told))
    assert people.find(everyone).tolist() == list(told.values())
    assert (people.ids(people.find(everyone)) == everyone).all()


def test_it_grows_past_its_first_size() -> None:
    many = np.random.default_rng(5).integers(0, 256, (100_000, 16), np.uint8)
    people = People(capacity=8)
    assert (people.add(many) == np.arange(100_000)).all()
    assert (people.find(many[::-1]) == np.arange(100_000)[::-1]).all()


def test_a_stranger_is_nobody() -> None:
    people = People()
    people.add(as_ids([bytes(16)]))
    assert people.find(as_ids([b"x" * 16])).tolist() == [NOBODY]


def test_numbers_never_given_are_refused() -> None:
    with pytest.raises(IndexError, match="0 to -1"):
        People().ids(np.array([0], np.int32))


def test_ids_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(n, 16\)"):
        People().add(np.zeros((2, 15), np.uint8))
