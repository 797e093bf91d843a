"""What one side may sign for: no more than one person could have been at."""

import hashlib
import random

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
    of_one_person,
    parts_not_signed,
    require_stays,
    stays_digest,
    within_budget,
    within_budget_of_air,
)
from ansim.domain.signed_texts import LONGEST, new_ref, read_text, write_text

DAY, HOUR = 86400, 3600
KEY = b"k" * 16
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
        [day(0, venue, (venue - 1) * HOUR, (venue - 1) * HOUR + 60) for venue in range(1, 21)],
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
        # A minute of each quarter of an hour, as an attacker asked: whole days of two and of twenty venues.
        [day(0, 1 + n % 2, 900 * n, 900 * n + 60) for n in range(96)],
        [day(0, v, 900 * n, 900 * n + 60) for n in range(96) for v in range(1, 21)],
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


few = st.tuples(st.integers(1, 3), st.integers(0, 30), st.integers(1, 12)).map(
    lambda one: (one[0], one[1], one[1] + one[2])
)


def seconds(stays: list[tuple[int, int, int]]) -> set[tuple[int, int]]:
    return {(venue, at) for venue, start, end in stays for at in range(start, end)}


@given(few, st.lists(few, max_size=5))
def test_what_is_not_signed_of_a_stay_is_what_no_signed_stay_covers(
    stay: tuple[int, int, int], signed: list[tuple[int, int, int]]
) -> None:
    missing = parts_not_signed(stay, signed)  # type: ignore[arg-type]
    assert seconds(missing) == seconds([stay]) - seconds(signed)
    assert all(start < end for _venue, start, end in missing)


@given(st.lists(few, max_size=6), st.randoms())
def test_stays_have_one_digest_however_they_are_cut_and_ordered(
    stays: list[tuple[int, int, int]], chance: random.Random
) -> None:
    whole = stays_digest(KEY, stays)  # type: ignore[arg-type]
    cut = [piece for venue, start, end in stays for piece in _halves(venue, start, end)]
    chance.shuffle(cut)
    assert stays_digest(KEY, cut) == whole  # type: ignore[arg-type]
    if stays:
        more = [*stays, (4, 0, 1)]
        assert stays_digest(KEY, more) != whole  # type: ignore[arg-type]


def test_a_stay_is_not_guessed_from_its_digest_without_the_key_of_its_case() -> None:
    stay = [(4, 600, 1200)]
    plain = hashlib.sha256(b"".join(number.to_bytes(8) for number in stay[0])).hexdigest()
    digests = {stays_digest(key, stay) for key in (KEY, bytes(16), b"b" * 16)}
    assert len(digests | {plain}) == 4


def _halves(venue: int, start: int, end: int) -> list[tuple[int, int, int]]:
    middle = (start + end) // 2
    return [one for one in ((venue, start, middle), (venue, middle, end)) if one[1] < one[2]]


@pytest.mark.parametrize(
    ("stays", "air", "told"),
    [
        ([day(0, venue, 0, HOUR) for venue in range(1, 9)], 2 * HOUR, True),
        ([day(0), day(0, 2)], 0, True),
        ([day(0), day(0, 2)], 1, True),
        ([day(0, venue) for venue in (1, 2, 3)], 60, False),
        # A minute every other hour at many places: in all four hours, with air every hour at each of them.
        (
            [
                day(0, venue, at * HOUR, at * HOUR + 60)
                for venue in range(1, 20)
                for at in range(0, 24, 2)
            ],
            2 * HOUR,
            False,
        ),
        ([day(number, 1, 0, HOUR) for number in range(14)], 2 * HOUR, True),
    ],
)
def test_air_after_short_stays_tells_of_no_whole_day(
    stays: list[tuple[int, int, int]], air: int, *, told: bool
) -> None:
    assert within_budget_of_air(stays, air) is told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "stays",
    [
        [],
        [day(number) for number in range(28)],
        [
            day(number, 1 + venue, venue * HOUR, venue * HOUR)
            for number in range(28)
            for venue in range(20)
        ],
        # Again and again at the codes of one market within an hour.
        [day(0, 7, 60 * n, 60 * n + 30) for n in range(60)],
    ],
)
def test_check_ins_of_one_person_however_many_days(stays: list[tuple[int, int, int]]) -> None:
    assert of_one_person(stays)


@pytest.mark.parametrize(
    "stays",
    [
        [day(27, venue, 0, 60) for venue in range(1, VENUES_A_DAY + 2)],
        [day(0), day(0, 2, 0, 1)],
        [day(3, 1 + n % 10, 300 * n, 300 * n + 30) for n in range(288)],
    ],
)
def test_check_ins_of_a_number_at_many_places(stays: list[tuple[int, int, int]]) -> None:
    assert not of_one_person(stays)
