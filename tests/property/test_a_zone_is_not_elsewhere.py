"""A scan at another code of the venue says that the person was still there: it ends no presence (ADR 17)."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.categories import Category
from ansim.tracing.dwell import (
    TRAVEL,
    Bounded,
    SharedTime,
    StayBounds,
    impute_ends,
    start_curves,
)
from ansim.tracing.index import KnownVenues
from ansim.tracing.process.itinerary import Row, bounded
from ansim.tracing.reference import Stay, united

OPEN, DWELL, WAY = -1, 50, 4
MARKET, HALL, CELLAR, CAFE, TERRACE = range(5)
HOMES = {HALL: MARKET, CELLAR: MARKET, TERRACE: CAFE}
Scan = tuple[int, int, int, int]

scans = st.lists(
    st.builds(
        lambda person, code, entered, length: (
            person,
            code,
            entered,
            OPEN if length is None else entered + length,
        ),
        st.integers(0, 1),
        st.integers(MARKET, TERRACE),
        st.integers(0, 200),
        st.one_of(st.none(), st.none(), st.integers(0, 60)),
    ),
    max_size=9,
    unique_by=lambda scan: (scan[0], scan[2]),
)


def ends(rows: list[Scan], *, as_one: bool = False, compiled: bool = False) -> list[int]:
    """The imputed ends; with `as_one` a venue and its zones have one code."""
    person, code, entered, left = np.array(rows, np.int64).reshape(-1, 4).T
    home = np.array([HOMES.get(one, one) for one in code.tolist()], np.int32)
    imputed = impute_ends(
        person.astype(np.int32),
        home if as_one else code.astype(np.int32),
        entered,
        left,
        StayBounds(np.full(len(rows), DWELL), travel=WAY),
        home=home,
        compiled=compiled,
    )
    return [int(end) for end in imputed]


def at_venues(rows: list[Scan], left: list[int]) -> list[Stay]:
    """The presences at the venues."""
    every = zip(rows, left, strict=True)
    return united(Stay(who, HOMES.get(code, code), at, end) for (who, code, at, _), end in every)


@given(scans)
def test_a_venue_sees_the_same_presences_with_and_without_zones(rows: list[Scan]) -> None:
    assert at_venues(rows, ends(rows)) == at_venues(rows, ends(rows, as_one=True))


@given(scans)
def test_an_open_stay_ends_where_the_next_code_of_the_venue_was_scanned(rows: list[Scan]) -> None:
    for (who, code, at, left), end in zip(rows, ends(rows), strict=True):
        later = [(at2, other) for one, other, at2, _ in rows if one == who and at2 > at]
        moved, other = min((one for one in later if one[1] != code), default=(end, code))
        if left == OPEN and HOMES.get(other, other) == HOMES.get(code, code):
            assert end <= moved


@given(scans)
def test_compiled_and_interpreted_ends_are_the_same(rows: list[Scan]) -> None:
    assert ends(rows) == ends(rows, compiled=True)


@pytest.mark.parametrize(
    ("rows", "want"),
    [
        ([(MARKET, 0, OPEN), (HALL, 10, OPEN)], [10, 50]),
        ([(MARKET, 0, OPEN), (HALL, 10, OPEN), (CELLAR, 30, OPEN)], [10, 30, 50]),
        ([(HALL, 0, OPEN), (MARKET, 10, OPEN)], [10, 50]),
        ([(MARKET, 0, OPEN), (HALL, 10, 35)], [10, 35]),
        ([(MARKET, 0, 35), (HALL, 10, OPEN)], [35, 35]),
        ([(MARKET, 0, OPEN), (HALL, 60, OPEN)], [50, 110]),  # came back
        ([(MARKET, 0, OPEN), (HALL, 10, OPEN), (CAFE, 30, OPEN)], [10, 26, 80]),
        ([(MARKET, 0, OPEN), (TERRACE, 30, OPEN), (CAFE, 40, OPEN)], [26, 40, 80]),
    ],
)
def test_where_open_stays_end(rows: list[tuple[int, int, int]], want: list[int]) -> None:
    assert ends([(0, *row) for row in rows]) == want


CURVES = start_curves()
VENUES = KnownVenues(np.full(5, Category.RETAIL, np.int16), venue_of=HOMES)
HOUR = 3600


def told(*visits: tuple[int, int, int | None]) -> list[Bounded]:
    rows = [Row(b"", code, entered, left, 1, 0, 0) for code, entered, left in visits]
    return bounded(rows, VENUES, CURVES.lengths())


def known(code: int, entered: int, left: int) -> Bounded:
    return Bounded(code, entered, float(left - entered), known=True)


def unknown(code: int, entered: int, limit: float = inf) -> Bounded:
    return Bounded(code, entered, limit, known=False)


@pytest.mark.parametrize(
    ("visits", "want"),
    [
        ([(MARKET, 0, None), (HALL, 600, None)], [known(MARKET, 0, 600), unknown(HALL, 600)]),
        (
            [(MARKET, 0, None), (HALL, 600, None), (CELLAR, 900, None)],
            [known(MARKET, 0, 600), known(HALL, 600, 900), unknown(CELLAR, 900)],
        ),
        ([(MARKET, 0, None), (HALL, 600, 2000)], [known(MARKET, 0, 600), known(HALL, 600, 2000)]),
        ([(MARKET, 0, 2000), (HALL, 600, None)], [known(MARKET, 0, 2000), known(HALL, 600, 2000)]),
        (
            [(MARKET, 0, None), (HALL, 24 * HOUR, None)],
            [unknown(MARKET, 0, 24.0 * HOUR), unknown(HALL, 24 * HOUR)],
        ),
        (
            [(MARKET, 0, None), (CAFE, 600, None), (TERRACE, 900, None)],
            [unknown(MARKET, 0, 600.0 - TRAVEL), known(CAFE, 600, 900), unknown(TERRACE, 900)],
        ),
    ],
)
def test_what_is_known_of_each_stay(
    visits: list[tuple[int, int, int | None]], want: list[Bounded]
) -> None:
    assert told(*visits) == want


@pytest.mark.parametrize("zone", [HALL, CELLAR])
def test_no_minute_counts_at_two_codes_and_none_is_lost_between_them(zone: int) -> None:
    """The case stood at the entrance for an hour, where both codes of the contact meet it."""
    contact = told((MARKET, 0, None), (zone, 600, None))

    def chance(minimum: int) -> float:
        asked = SharedTime(
            [known(MARKET, 0, HOUR)],
            [contact],
            (0, 86400),
            0,
            CURVES,
            lambda _venue: int(Category.RETAIL),
            HOMES,
        )
        return float(asked.at_least(minimum)[0])

    stays_after = CURVES.row(Category.RETAIL)
    assert chance(600) == pytest.approx(1.0)
    assert chance(HOUR) == pytest.approx(stays_after[50], rel=1e-3)
    assert chance(HOUR + 60) == 0.0
