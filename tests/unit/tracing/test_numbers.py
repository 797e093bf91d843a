"""Following a sequence whose numbers are committed in any order, and some never."""

import random

import pytest

from ansim.tracing.process.numbers import IN_THE_END, MOST_GAPS, SOON, Numbers


def test_a_missing_number_is_asked_for_until_it_comes_or_is_too_old() -> None:
    numbers = Numbers(10)
    numbers.take([11, 14], now=0.0)
    assert numbers.wanted(1.0) == (14, [12, 13])
    numbers.take([13], now=1.0)
    assert numbers.wanted(SOON) == (14, [12])
    assert numbers.wanted(SOON + 1) == (14, [])
    assert numbers.wanted(SOON + 1, all_gaps=True) == (14, [12])
    assert numbers.is_new(12)
    assert not numbers.is_new(13)
    numbers.take([15], now=IN_THE_END + 1)
    assert numbers.wanted(IN_THE_END + 1, all_gaps=True) == (15, [])
    assert not numbers.is_new(12)


def test_many_missing_numbers_are_asked_for_as_a_range() -> None:
    numbers = Numbers()
    numbers.take([5, 10 + 2 * MOST_GAPS], now=0.0)
    above, gaps = numbers.wanted(1.0)
    assert (above, gaps) == (0, [])
    assert [one for one in (1, 5, 6, 10 + 2 * MOST_GAPS) if numbers.is_new(one)] == [1, 6]


def test_a_jump_of_millions_is_remembered_near_its_end_alone() -> None:
    numbers = Numbers()
    numbers.take([50_000_000], now=0.0)
    assert numbers.is_new(49_999_999)
    assert not numbers.is_new(1_000_000)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_order_of_commits_each_number_is_taken_once(seed: int) -> None:
    rng = random.Random(seed)
    given, at = list(range(1, 400)), {}
    for (
        number
    ) in given:  # given in order, a hundred a second; committed up to ten seconds later, or never
        at[number] = None if rng.random() < 0.2 else number / 100 + rng.random() * 10
    numbers, taken = Numbers(), []
    for turn in range(40):
        now = turn * 0.4
        above, gaps = numbers.wanted(now)
        seen = [
            number
            for number, moment in at.items()
            if moment is not None and moment <= now and (number > above or number in gaps)
        ]
        taken += [number for number in seen if numbers.is_new(number)]
        numbers.take(seen, now)
    assert sorted(taken) == [number for number in given if at[number] is not None]
