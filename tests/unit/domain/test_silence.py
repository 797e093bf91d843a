"""When a venue's silence is worth a word."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.days import VENUE_ZONE
from ansim.domain.opening import OpeningHours
from ansim.domain.silence import LONGEST, NEVER_AFTER, Silence, Used, Watched, silence

TUESDAY = date(2026, 11, 24)
DAY = timedelta(days=1)
EVERY_DAY = Watched()
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=VENUE_ZONE)


def used_daily(last: date, days: int = 28, every: int = 1) -> Used:
    return Used(last, frozenset(last - every * step * DAY for step in range(days // every)))


def first_said(place: Watched, used: Used, start: date, most: int = 300) -> int | None:
    """After how many days behind `start` something is said."""
    days = (start + step * DAY for step in range(most))
    return next((n for n, day in enumerate(days) if silence(place, used, noon(day))), None)


def test_nobody_since_tuesday_is_said_on_friday_of_a_place_with_visitors_every_day() -> None:
    used = used_daily(TUESDAY)
    assert silence(EVERY_DAY, used, noon(TUESDAY + 2 * DAY)) is None
    assert silence(EVERY_DAY, used, noon(TUESDAY + 3 * DAY)) == Silence(TUESDAY, TUESDAY + 3 * DAY)
    later = silence(EVERY_DAY, used, noon(TUESDAY + 40 * DAY))
    assert later == Silence(TUESDAY, TUESDAY + 3 * DAY), "one silence has one beginning"


@pytest.mark.parametrize(("every", "after"), [(1, 3), (2, 9), (3, 14), (7, 29)])
def test_the_seldomer_somebody_comes_the_longer_it_takes(every: int, after: int) -> None:
    said = first_said(EVERY_DAY, used_daily(TUESDAY, 56, every), TUESDAY)
    assert said is not None
    assert abs(said - after) <= 2


@pytest.mark.parametrize("closed", [4, 12, 40])
@pytest.mark.parametrize(("every", "needed"), [(1, 2), (7, 28)])
def test_the_days_of_a_closing_are_no_silence(closed: int, every: int, needed: int) -> None:
    opened = TUESDAY + closed * DAY
    place, used = Watched(reopened_at=noon(opened)), used_daily(TUESDAY, 56, every)
    assert silence(place, used, noon(opened)) is None
    said = first_said(place, used, opened)
    assert said == first_said(EVERY_DAY, used, TUESDAY), "counted from the day it opened again"
    assert said is not None
    assert abs(said - needed) <= 2
    found = silence(place, used, noon(opened + said * DAY))
    assert found is not None
    assert found.since == TUESDAY


def test_a_place_that_opened_again_before_its_last_check_in_is_as_any_other() -> None:
    used = used_daily(TUESDAY)
    place = Watched(reopened_at=noon(TUESDAY - 5 * DAY))
    assert first_said(place, used, TUESDAY) == first_said(EVERY_DAY, used, TUESDAY)


def test_closed_days_do_not_count() -> None:
    weekdays = OpeningHours.read({day: [["09:00", "18:00"]] for day in WEEK[:5]})
    friday = TUESDAY + 3 * DAY
    used = Used(
        friday, frozenset(friday - step * DAY for step in range(28) if step % 7 not in (5, 6))
    )
    assert first_said(EVERY_DAY, used_daily(friday), friday) == 3
    assert first_said(Watched(weekdays), used, friday) == 5, (
        "Saturday and Sunday are nobody's silence"
    )


def test_a_holiday_of_a_week_is_no_silence() -> None:
    dates: dict[str, Any] = {(TUESDAY + step * DAY).isoformat(): [] for step in range(1, 8)}
    hours = OpeningHours.read({day: [["09:00", "18:00"]] for day in WEEK}, {"dates": dates})
    assert first_said(Watched(hours), used_daily(TUESDAY), TUESDAY) == 10


def test_a_place_where_nobody_ever_checked_in_is_asked_about_its_poster() -> None:
    used = Used(None, issued=TUESDAY)
    assert first_said(EVERY_DAY, used, TUESDAY) == NEVER_AFTER + 1
    found = silence(EVERY_DAY, used, noon(TUESDAY + 30 * DAY))
    assert found == Silence(None, TUESDAY + (NEVER_AFTER + 1) * DAY)


def test_a_place_without_a_poster_is_asked_nothing() -> None:
    assert silence(EVERY_DAY, Used(None), noon(TUESDAY + 300 * DAY)) is None


@pytest.mark.parametrize(
    "place",
    [
        Watched(unmanned=True),
        Watched(live=False),
        Watched(closed_at=noon(TUESDAY + DAY)),
        Watched(valid_until=noon(TUESDAY + DAY)),
    ],
)
@pytest.mark.parametrize("used", [used_daily(TUESDAY), Used(None, issued=TUESDAY)])
def test_unmanned_closed_and_ended_places_are_asked_nothing(place: Watched, used: Used) -> None:
    assert silence(place, used, noon(TUESDAY + 60 * DAY)) is None


def test_a_closing_that_lies_ahead_ends_nothing_yet() -> None:
    place = Watched(closed_at=noon(TUESDAY + 90 * DAY))
    assert silence(place, used_daily(TUESDAY), noon(TUESDAY + 10 * DAY)) is not None


def test_an_event_that_has_not_begun_is_not_silent() -> None:
    place = Watched(valid_from=noon(TUESDAY + 20 * DAY))
    assert silence(place, Used(None, issued=TUESDAY), noon(TUESDAY + 20 * DAY)) is None


@given(
    st.sets(st.integers(0, 100), min_size=1), st.integers(0, 200), st.sets(st.sampled_from(WEEK))
)
def test_whatever_the_history_silence_is_said_in_time_and_never_of_a_day_not_over(
    back: set[int], later: int, open_on: set[str]
) -> None:
    days = frozenset(TUESDAY - step * DAY for step in back)
    last = max(days)
    place = Watched(OpeningHours.read({day: [["09:00", "18:00"]] for day in open_on}))
    found = silence(place, Used(last, days), noon(last + later * DAY))
    missed = [last + step * DAY for step in range(1, later) if place.is_open(last + step * DAY)]
    assert found is None or len(missed) >= 2
    assert found is not None or len(missed) < LONGEST


@pytest.mark.parametrize("days", [2, 5, 9, 30])
def test_days_without_a_check_in_anywhere_are_no_places_silence(days: int) -> None:
    used = used_daily(TUESDAY)
    away = frozenset(TUESDAY + step * DAY for step in range(1, days + 1))
    place = Watched(nobody_anywhere=away)
    back = TUESDAY + (days + 1) * DAY
    for day in (back, back + DAY, back + 2 * DAY):
        assert silence(place, used, noon(day)) is None or day == back + 2 * DAY
    assert silence(place, used, noon(back + 2 * DAY)) == Silence(TUESDAY, back + 2 * DAY), (
        "once others are back and this place is not"
    )


def test_a_log_that_has_not_begun_blames_no_poster() -> None:
    everywhere = frozenset(TUESDAY + step * DAY for step in range(60))
    never = Used(None, issued=TUESDAY)
    assert silence(EVERY_DAY, never, noon(TUESDAY + 40 * DAY)) is not None
    assert silence(Watched(nobody_anywhere=everywhere), never, noon(TUESDAY + 40 * DAY)) is None
