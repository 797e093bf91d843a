from datetime import date, datetime
from typing import Any

import holidays
import pytest

from ansim.domain.days import VENUE_ZONE
from ansim.domain.opening import OpeningHours, OpeningHoursError, opening_of
from ansim.domain.public_holidays import LAST_YEAR, PUBLIC_HOLIDAYS

NINE_TO_SIX = [["09:00", "18:00"]]
ALL_WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), NINE_TO_SIX)
AROUND_THE_CLOCK = {day: [["00:00", "24:00"]] for day in ALL_WEEK}


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=VENUE_ZONE).timestamp()


# 2026-11-23 is a Monday.
@pytest.mark.parametrize(
    ("spans", "moment", "is_open"),
    [
        ({"mon": NINE_TO_SIX}, "2026-11-23T09:00", True),
        ({"mon": NINE_TO_SIX}, "2026-11-23T08:59:59", False),
        ({"mon": NINE_TO_SIX}, "2026-11-23T17:59:59", True),
        ({"mon": NINE_TO_SIX}, "2026-11-23T18:00", False),
        ({"mon": NINE_TO_SIX}, "2026-11-24T12:00", False),
        ({"mon": [["18:00", "02:00"]]}, "2026-11-24T01:59", True),
        ({"mon": [["18:00", "02:00"]]}, "2026-11-24T02:00", False),
        ({"sun": [["22:00", "03:00"]]}, "2026-11-23T02:00", True),
        ({"sun": [["00:00", "24:00"]], "mon": [["00:00", "24:00"]]}, "2026-11-23T00:00", True),
        ({"mon": [["09:00", "12:00"], ["11:00", "15:00"]]}, "2026-11-23T13:00", True),
        ({}, "2026-11-23T13:00", False),
    ],
)
def test_open_or_not(spans: dict[str, list[list[str]]], moment: str, *, is_open: bool) -> None:
    assert OpeningHours.read(spans).is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("weekly", "days", "moment", "is_open"),
    [
        pytest.param(ALL_WEEK, {"holidays": "closed"}, "2026-12-25T12:00", False, id="Christmas"),
        pytest.param(ALL_WEEK, {"holidays": "open"}, "2026-12-25T12:00", True, id="open on it"),
        pytest.param(
            ALL_WEEK, {"holidays": "closed"}, "2026-12-24T12:00", True, id="the day before"
        ),
        pytest.param(
            ALL_WEEK, {"holidays": "closed"}, "2026-08-17T12:00", False, id="substitute day"
        ),
        pytest.param(
            ALL_WEEK, {"holidays": [["10:00", "14:00"]]}, "2027-02-07T15:00", False, id="shorter"
        ),
        pytest.param(
            ALL_WEEK,
            {"holidays": [["10:00", "14:00"]]},
            "2027-02-07T13:59",
            True,
            id="shorter, in it",
        ),
        pytest.param(
            ALL_WEEK,
            {"holidays": "closed", "dates": {"2026-12-25": NINE_TO_SIX}},
            "2026-12-25T12:00",
            True,
            id="a date goes before a holiday",
        ),
        pytest.param(
            ALL_WEEK, {"dates": {"2026-12-01": []}}, "2026-12-01T12:00", False, id="closed once"
        ),
        pytest.param(
            {},
            {"dates": {"2026-12-01": [["22:00", "03:00"]]}},
            "2026-12-02T02:59",
            True,
            id="one night",
        ),
        pytest.param(
            {"thu": [["18:00", "02:00"]]},
            {"holidays": "closed"},
            "2026-12-25T01:30",
            True,
            id="the evening before goes on into a holiday",
        ),
    ],
)
def test_holidays_and_single_dates(weekly: Any, days: Any, moment: str, *, is_open: bool) -> None:
    assert OpeningHours.read(weekly, days).is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("weekly", "days", "moment", "closes"),
    [
        ({"mon": NINE_TO_SIX}, None, "2026-11-23T17:59:31", "2026-11-23T18:00"),
        ({"mon": NINE_TO_SIX}, None, "2026-11-23T18:00", None),
        (
            {"sun": [["20:00", "02:00"]], "mon": [["02:00", "05:00"]]},
            None,
            "2026-11-22T21:00",
            "2026-11-23T05:00",
        ),
        (
            {"mon": [["09:00", "14:00"], ["12:00", "16:00"]]},
            None,
            "2026-11-23T10:00",
            "2026-11-23T16:00",
        ),
        (AROUND_THE_CLOCK, None, "2026-11-23T10:00", None),
        (AROUND_THE_CLOCK, {"holidays": "closed"}, "2026-12-23T10:00", "2026-12-25T00:00"),
        (AROUND_THE_CLOCK, {"dates": {"2026-11-24": []}}, "2026-11-23T10:00", "2026-11-24T00:00"),
        (
            ALL_WEEK,
            {"dates": {"2026-11-23": [["09:00", "12:00"]]}},
            "2026-11-23T10:00",
            "2026-11-23T12:00",
        ),
    ],
)
def test_when_it_closes(weekly: Any, days: Any, moment: str, closes: str | None) -> None:
    found = OpeningHours.read(weekly, days).closing(at(moment))
    assert found == (None if closes is None else at(closes))


@pytest.mark.parametrize(
    "weekly",
    [
        {"monday": []},
        {"mon": [["9"]]},
        {"mon": [["09:00", "25:00"]]},
        {"mon": [["09:60", "10:00"]]},
        {"mon": [["24:00", "10:00"]]},
        {"mon": [["09:00", "18:00"]] * 7},
        {"mon": ["09:00", "18:00"]},
        {"mon": [[9, 18]]},
        {"mon": None},
        {"mon": 9},
    ],
)
def test_what_cannot_be_read_is_named(weekly: Any) -> None:
    with pytest.raises(OpeningHoursError, match="mon"):
        OpeningHours.read(weekly)


@pytest.mark.parametrize("value", [[], ["mon"], "always", 7, True, {1: []}])
def test_what_is_no_map_of_days_is_one_error(value: Any) -> None:
    with pytest.raises(OpeningHoursError):
        OpeningHours.read(value)
    with pytest.raises(OpeningHoursError):
        OpeningHours.read({}, value)
    with pytest.raises(OpeningHoursError):
        OpeningHours.read({}, {"dates": value})


@pytest.mark.parametrize(
    "days",
    [
        {"holidays": "sometimes"},
        {"holidays": 0},
        {"dates": {"Christmas": []}},
        {"dates": {"2026-02-30": []}},
        {"dates": {"2026-12-24": [["10:00"]]}},
        {"dates": {f"{year:04d}-01-01": [] for year in range(1000, 1401)}},
    ],
)
def test_other_days_that_cannot_be_read_are_refused(days: Any) -> None:
    with pytest.raises(OpeningHoursError):
        OpeningHours.read(ALL_WEEK, days)


@pytest.mark.parametrize(
    "text", ["{", "[" * 100_000, '{"mon": [[' + "9" * 5000 + "]]}", "null", '"mon"']
)
def test_text_that_is_no_json_of_hours_is_one_error(text: str) -> None:
    with pytest.raises(OpeningHoursError):
        opening_of(text)
    with pytest.raises(OpeningHoursError):
        opening_of("{}", text if text != "null" else "7")


def test_hours_are_read_as_they_were_stored() -> None:
    weekly = {"mon": [["09:00", "12:00"], ["13:00", "02:00"]], "sun": [["00:00", "24:00"]]}
    days = {"holidays": "closed", "dates": {"2026-12-24": [["10:00", "13:00"]], "2026-12-31": []}}
    hours = OpeningHours.read(weekly, days)
    assert hours.stored() == (weekly, days)
    assert OpeningHours.read(*hours.stored()) == hours
    assert hours.spans_of(date(2026, 12, 24)) == ((600, 780),)


def test_nothing_stored_is_not_known() -> None:
    assert opening_of(None, '{"holidays": "closed"}') is None


def test_public_holidays_are_those_of_the_library_and_reach_far_enough() -> None:
    known = holidays.country_holidays("KR", years=range(2020, LAST_YEAR + 1))
    assert set(PUBLIC_HOLIDAYS) == {day for day in known if 2020 <= day.year <= LAST_YEAR}
    assert datetime.now(VENUE_ZONE).year + 3 <= LAST_YEAR
