"""The rule for close contacts: what it asks, which one holds on which day, and the minutes that it is judged by."""

from datetime import date

import pytest

from ansim.domain.classification import Classification
from ansim.domain.contact_rules import (
    ContactRule,
    SharedWithCase,
    class_by,
    dated_rules,
    rule_on,
    rules_for,
)
from ansim.domain.pathogens import presets
from ansim.domain.shared_time import MINUTES, likely_range, percent_shared

CLOSE, CASUAL, UNLIKELY = Classification.CLOSE, Classification.CASUAL, Classification.UNLIKELY


def chances(*percents: int) -> bytes:
    """One for each of MINUTES; the last one stands for all beyond."""
    return bytes([*percents, *[percents[-1]] * (len(MINUTES) - len(percents))])


def rule(**changes: object) -> ContactRule:
    return ContactRule(**{"minutes": 15, "chance": 50, "indoors": False, "air": True, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minutes", "percent"), [(1, 90), (5, 80), (10, 70), (15, 60), (16, 40), (30, 40), (240, 0)]
)
def test_between_two_times_the_longer_ones_chance_counts(minutes: int, percent: int) -> None:
    assert percent_shared(chances(90, 80, 70, 60, 40, 20, 10, 0), minutes) == percent


def test_beyond_the_last_time_nothing_is_said() -> None:
    with pytest.raises(ValueError, match="240 at most"):
        percent_shared(chances(100), 241)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (chances(100, 95, 90, 89, 50, 10, 4, 0), (10, 60)),
        (chances(80, 60, 40, 20, 11), (0, None)),
        (chances(5), (0, 1)),
        (chances(100), (240, None)),
    ],
)
def test_the_range_leaves_out_one_in_ten_at_each_end(
    told: bytes, expected: tuple[int, int | None]
) -> None:
    assert likely_range(told) == expected


@pytest.mark.parametrize(
    ("asked", "shared", "expected"),
    [
        ({}, SharedWithCase(chances(90, 80, 70, 50, 0), True, False), CLOSE),
        ({}, SharedWithCase(chances(90, 80, 70, 49, 0), True, False), CASUAL),
        ({"chance": 40}, SharedWithCase(chances(90, 80, 70, 49, 0), True, False), CLOSE),
        ({"minutes": 60}, SharedWithCase(chances(90, 80, 70, 60, 55, 10), True, False), CASUAL),
        ({"minutes": 1}, SharedWithCase(chances(4, 0), True, False), UNLIKELY),
        ({"minutes": 1, "chance": 1}, SharedWithCase(chances(4, 0), True, False), UNLIKELY),
        ({"indoors": True}, SharedWithCase(chances(100), False, False), CASUAL),
        ({"indoors": True}, SharedWithCase(chances(100), True, False), CLOSE),
        ({"air": False}, SharedWithCase(chances(100), True, True), CASUAL),
        ({"air": True}, SharedWithCase(chances(100), True, True), CLOSE),
        ({}, SharedWithCase(b"", True, False), None),
    ],
)
def test_each_part_of_the_rule_counts(
    asked: dict[str, object], shared: SharedWithCase, expected: Classification | None
) -> None:
    assert class_by(rule(**asked), shared) == expected


def test_the_rule_of_the_day_holds() -> None:
    before, later = (
        rule_on("covid19", date(2021, 5, 1), 15),
        rule_on("covid19", date(2026, 1, 1), 15),
    )
    assert (before.minutes, later.minutes) == (1, 15)
    assert rule_on("covid19", date(2019, 1, 1), 15) == ContactRule(15, 50, False, True)
    assert rule_on("nameless", date(2026, 1, 1), None) == ContactRule(1, 50, False, True)


def test_every_disease_has_a_rule_with_its_source() -> None:
    assert {one.disease for one in dated_rules()} == set(presets())
    assert all(one.source and one.minutes in MINUTES for one in dated_rules())
    for key in presets():
        days = [one.since for one in rules_for(key)]
        assert days == sorted(days, reverse=True)
