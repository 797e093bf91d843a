"""What one side may sign for: no more than one person could have been at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.days import day_bounds, local_day
from ansim.domain.signed_places import (
    DAYS,
    MOST_STAYS,
    VENUES_A_DAY,
    PlacesMalformedError,
    SignedPlaces,
    require_stays,
    within_budget,
)
from ansim.domain.signed_texts import LONGEST, new_ref, read_text, write_text

DAY, HOUR = 86400, 3600
MIDNIGHT = day_bounds(local_day(1_790_000_000))[0]


def day(number: int, venue: int = 1, start: int = 0, end: int = DAY) -> tuple[int, int, int]:
    return venue, MIDNIGHT + number * DAY + start, MIDNIGHT + number * DAY + end


@pytest.mark.parametrize(
    "stays",
    [
        [day(0)],
        [day(number) for number in range(DAYS)],
        [(1, MIDNIGHT, MIDNIGHT + DAYS * DAY)],
        [day(0, venue, 0, HOUR) for venue in range(1, VENUES_A_DAY + 1)],
        [day(0, 1, 0, 12 * HOUR), day(0, 2, 0, 12 * HOUR)],
        [day(0), day(0)],
    ],
)
def test_one_person_could_have_been_there(stays: list[tuple[int, int, int]]) -> None:
    assert within_budget(stays)


@pytest.mark.parametrize(
    "stays",
    [
        [day(number) for number in range(DAYS + 1)],
        [(1, MIDNIGHT, MIDNIGHT + DAYS * DAY + 1)],
        [(1, 0, 2**40)],
        [day(0, venue, 0, 60) for venue in range(1, VENUES_A_DAY + 2)],
        [day(0), day(0, 2, 0, 1)],
        [day(0, 1, 0, 13 * HOUR), day(0, 2, 0, 12 * HOUR)],
        [(1, MIDNIGHT - 12 * HOUR, MIDNIGHT + 13 * HOUR), day(0, 2, 0, 12 * HOUR)],
    ],
)
def test_nobody_could_have_been_at_all_of_these(stays: list[tuple[int, int, int]]) -> None:
    assert not within_budget(stays)


STAYS = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 40 * 24), st.integers(1, 30)).map(
        lambda of: (of[0], MIDNIGHT + of[1] * HOUR, MIDNIGHT + (of[1] + of[2]) * HOUR)
    ),
    max_size=60,
)


@given(STAYS)
def test_what_is_within_the_budget_reads_no_more_than_its_venue_hours(
    stays: list[tuple[int, int, int]],
) -> None:
    if within_budget(stays):
        assert sum(end - start for _, start, end in set(stays)) <= DAYS * 24 * HOUR


@given(STAYS, STAYS)
def test_more_stays_never_come_back_within_the_budget(
    some: list[tuple[int, int, int]], more: list[tuple[int, int, int]]
) -> None:
    if not within_budget(some):
        assert not within_budget(some + more)


@pytest.mark.parametrize(
    "stays",
    [
        [(1, 10, 10)],
        [(1, 10, 5)],
        [(0, 1, 2)],
        [(-1, 1, 2)],
        [(1, -1, 2)],
        [(2, 1, 2), (1, 1, 2)],
        [(1, 5, 6), (1, 1, 2)],
        [(1, 1, 5), (1, 4, 6)],
        [(1, 1, 5), (1, 1, 5)],
    ],
)
def test_stays_have_one_order_and_count_no_moment_twice(stays: list[tuple[int, int, int]]) -> None:
    with pytest.raises(PlacesMalformedError):
        require_stays(stays)


def test_stays_that_touch_are_two() -> None:
    require_stays([(1, 1, 5), (1, 5, 6), (2, 1, 2)])


def test_the_longest_text_of_places_still_fits() -> None:
    stays = tuple((10**9 + n, 2 * 10**9, 2 * 10**9 + 1) for n in range(MOST_STAYS))
    written = write_text(
        SignedPlaces(
            ref=new_ref(),
            at=2 * 10**9,
            until=2 * 10**9 + 60,
            site="s" * 100,
            case="2611-ABCDEFG",
            stays=stays,
            why="interview",
        )
    )
    assert len(written) <= LONGEST
    assert read_text(written, SignedPlaces).stays == stays
