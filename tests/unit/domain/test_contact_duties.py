"""Dated rules for contacts: the hours of the rules as they were published, and one rule a day."""

from datetime import date, datetime

import pytest

from ansim.domain.contact_duties import days_of_tests, duties_on, ends_at
from ansim.domain.contact_duties.duties import contact_duties
from ansim.domain.days import VENUE_ZONE
from ansim.domain.pathogens import presets


@pytest.mark.parametrize(
    ("disease", "on", "last", "end"),
    [
        ("covid19", "2021-12-15", "2021-12-01", "2021-12-12 12:00"),  # day 11 at noon
        ("covid19", "2022-02-20", "2022-02-18", "2022-02-26 00:00"),  # 24:00 of day 7
        ("covid19", "2020-08-20", "2020-08-18", "2020-09-02 00:00"),
        ("covid19", "2022-03-05", "2022-02-27", "2022-03-10 00:00"),
        ("mers", "2026-11-27", "2026-12-30", "2027-01-14 00:00"),  # over the year
        ("measles", "2024-02-20", "2024-02-10", "2024-03-03 00:00"),  # over a leap day
    ],
)
def test_a_rule_ends_at_its_hour(disease: str, on: str, last: str, end: str) -> None:
    rule = duties_on(disease, date.fromisoformat(on))
    assert rule
    wanted = datetime.fromisoformat(end).replace(tzinfo=VENUE_ZONE)
    assert ends_at(rule, date.fromisoformat(last)) == wanted


def test_a_rule_names_its_days_of_tests() -> None:
    rule = duties_on("covid19", date(2021, 11, 1))
    assert rule
    assert days_of_tests(rule, date(2021, 11, 28)) == [date(2021, 12, 7)]


@pytest.mark.parametrize(
    ("on", "day"), [("2021-10-31", 14), ("2021-11-01", 11), ("2022-01-25", 11), ("2022-01-26", 7)]
)
def test_a_rule_holds_from_its_first_day_to_its_last(on: str, day: int) -> None:
    rule = duties_on("covid19", date.fromisoformat(on))
    assert rule
    assert rule.end_day == day


def test_before_the_first_rule_and_for_a_new_disease_there_is_none() -> None:
    assert duties_on("covid19", date(2020, 2, 3)) is None
    assert duties_on("new-disease", date(2026, 11, 27)) is None


def test_each_rule_is_of_a_disease_that_we_know_and_names_its_source() -> None:
    assert {one.disease for one in contact_duties()} <= set(presets())
    assert all(one.source for one in contact_duties())
