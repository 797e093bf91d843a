"""One stay that two sources tell of is one, and whoever was there says best when they left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.quantities import VenueId
from ansim.domain.signed_places import Stay
from ansim.tracing.dwell import Bounded
from ansim.tracing.process.calls import ItineraryStay
from ansim.tracing.process.own_stays import clipped, united_stays

HOUR = 3600


def logged(venue: int, start: int, end: int, *, imputed: bool = False) -> ItineraryStay:
    return ItineraryStay(b"", VenueId(venue), start, end, imputed, 0, 1, 0, possible=True)


def of(stays: list[ItineraryStay], *typed: tuple[int, int, int]) -> list[Stay]:
    bounded = [
        Bounded(one.venue, one.entered, float(one.left - one.entered), known=not one.imputed)
        for one in stays
    ]
    by_hand = [(VenueId(venue), start, end) for venue, start, end in typed]
    return united_stays(stays, bounded, by_hand).counted


@pytest.mark.parametrize(
    ("log", "typed", "want"),
    [
        ([(1, 100, 200)], [(1, 150, 300)], [(1, 100, 300)]),
        ([(1, 100, 200)], [(1, 200, 300)], [(1, 100, 300)]),
        ([(1, 100, 200)], [(2, 150, 300)], [(1, 100, 200), (2, 150, 300)]),
        ([(1, 100, 400)], [(1, 150, 200), (1, 180, 260)], [(1, 100, 400)]),
        ([], [(3, 5, 9), (3, 9, 12), (2, 1, 4)], [(2, 1, 4), (3, 5, 12)]),
    ],
)
def test_what_both_tell_of_counts_once(
    log: list[tuple[int, int, int]],
    typed: list[tuple[int, int, int]],
    want: list[tuple[int, int, int]],
) -> None:
    assert of([logged(*one) for one in log], *typed) == want


@pytest.mark.parametrize(
    ("typed", "want"),
    [
        ([(1, 90, 150)], [(1, 90, 150)]),
        ([(1, 120, 900)], [(1, 100, 900)]),
        ([(1, 90, 150), (1, 180, 190)], [(1, 90, 150), (1, 180, 190)]),
        ([(1, 40, 100)], [(1, 40, 200)]),
        ([(1, 300, 400)], [(1, 100, 200), (1, 300, 400)]),
        ([(2, 90, 150)], [(1, 100, 200), (2, 90, 150)]),
    ],
)
def test_an_end_that_was_typed_in_takes_the_place_of_an_estimate(
    typed: list[tuple[int, int, int]], want: list[tuple[int, int, int]]
) -> None:
    assert of([logged(1, 100, 200, imputed=True)], *typed) == want
    ends = united_stays(
        [logged(1, 100, 200, imputed=True)],
        [Bounded(1, 100, 9e9, known=False)],
        [(VenueId(venue), start, end) for venue, start, end in typed],
    ).bounded
    told = any(end > 100 and start <= 200 and venue == 1 for venue, start, end in typed)
    assert all(one.known for one in ends) is told


spans = st.tuples(st.integers(1, 3), st.integers(0, 40), st.integers(0, 40)).map(
    lambda one: (one[0], *sorted(one[1:]))
)


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6), st.integers(0, 40))
def test_each_second_is_there_once_and_none_is_lost(
    log: list[tuple[int, int, int]], typed: list[tuple[int, int, int]], start: int
) -> None:
    typed = [one for one in typed if one[1] < one[2]]
    found = of([logged(*one) for one in log], *typed)
    seconds = [(venue, at) for venue, first, last in found for at in range(first, last)]
    want = {(venue, at) for venue, first, last in [*log, *typed] for at in range(first, last)}
    assert len(seconds) == len(set(seconds))
    assert set(seconds) == want
    cut = clipped(found, start, start + 7)
    assert {(venue, at) for venue, a, b in cut for at in range(a, b)} == {
        one for one in want if start <= one[1] < start + 7
    }
