"""What an owner enters becomes what is stored, and what is stored is shown so that storing it again changes nothing."""

from typing import Any

import pytest

from ansim.business.hours_entered import columns_of, entries_of
from ansim.domain.opening import WEEKDAYS, OpeningHours

NINE = [["09:00", "22:00"]]


@pytest.mark.parametrize(
    ("entered", "weekly", "days"),
    [
        ({}, None, None),
        ({"holidays": "closed"}, None, {"holidays": "closed"}),
        ({"holidays": "open"}, None, {"holidays": "open"}),
        ({"opens": "09:00", "closes": "22:00"}, dict.fromkeys(WEEKDAYS, NINE), None),
        (
            {"opens": "09:00", "closes": "22:00", "closed_days": ["mon", "sun"]},
            dict.fromkeys(WEEKDAYS[1:6], NINE),
            None,
        ),
        ({"on_sat": "18:00-02:00"}, {"sat": [["18:00", "02:00"]]}, None),
        (
            {"opens": "09:00", "closes": "22:00", "on_wed": "휴무", "on_holidays": "10-14"},
            {day: NINE for day in WEEKDAYS if day != "wed"},
            {"holidays": [["10:00", "14:00"]]},
        ),
        (
            {"opens": "22:00", "closes": "05:00", "closed_days": ["mon"], "on_mon": "22-24"},
            {key: [["22:00", "05:00"]] for key in WEEKDAYS} | {"mon": [["22:00", "24:00"]]},
            None,
        ),
        (
            {"opens": "09:00", "closes": "22:00", "dates": "2026-12-24 휴무"},
            dict.fromkeys(WEEKDAYS, NINE),
            {"dates": {"2026-12-24": []}},
        ),
    ],
)
def test_entries_and_columns_say_the_same(entered: dict[str, Any], weekly: Any, days: Any) -> None:
    assert columns_of(entered) == (weekly, days)
    assert columns_of(entries_of(weekly, days)) == (weekly, days)


@pytest.mark.parametrize(
    "weekly",
    [
        {},
        {"mon": [["09:00", "12:00"], ["13:00", "18:00"]]},
        {key: [["09:00", "12:00"], ["13:00", "18:00"]] for key in WEEKDAYS},
        {"mon": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]], "sun": [["10:00", "11:00"]]},
    ],
)
def test_any_week_survives_being_shown_and_stored_again(weekly: Any) -> None:
    stored, _days = columns_of(entries_of(weekly, None))
    assert OpeningHours.read(stored or {}) == OpeningHours.read(weekly)


@pytest.mark.parametrize("weekly", [["09:00"], {"mon": 9}, "always"])
def test_what_nobody_can_read_is_shown_as_empty_fields(weekly: Any) -> None:
    assert entries_of(weekly, None) == {}
