"""The window of a case whose symptoms began after its specimen: it narrows freely, and never widens."""

from datetime import date, timedelta
from typing import Any

import pytest

from ansim.domain.days import day_bounds
from ansim.domain.notification import bounds_of
from ansim.domain.pathogens import presets
from ansim.domain.window_by_onset import window_by_onset

TODAY = date(2026, 11, 27)
SPECIMEN = date(2026, 11, 10)


def found(disease: str, onset: date) -> Any:
    preset = presets()[disease]
    return window_by_onset(preset, onset, bounds_of(preset, SPECIMEN), TODAY)


def test_an_onset_on_the_day_of_the_specimen_gives_the_same_window() -> None:
    window = found("covid19", SPECIMEN)
    bounds = bounds_of(presets()["covid19"], SPECIMEN)
    assert window.within == (bounds.start, bounds.end) == window.wanted
    assert not window.is_cut


@pytest.mark.parametrize("days", [1, 3, 9])
def test_a_later_onset_begins_later_and_ends_where_the_notification_does(days: int) -> None:
    window = found("covid19", SPECIMEN + timedelta(days=days))
    bounds = bounds_of(presets()["covid19"], SPECIMEN)
    assert window.within == (bounds.start + days * 86400, bounds.end)
    assert window.is_cut
    assert window.wanted[1] == bounds.end + days * 86400


@pytest.mark.parametrize("days", [1, 5, 11])
def test_an_earlier_onset_ends_earlier_and_reaches_no_further_back(days: int) -> None:
    window = found("new-disease", SPECIMEN - timedelta(days=days))
    bounds = bounds_of(presets()["new-disease"], SPECIMEN)
    assert window.within == (bounds.start, bounds.end - days * 86400)
    assert window.is_cut
    assert window.wanted[0] == bounds.start - days * 86400


def test_an_onset_far_away_leaves_nothing_to_look_up() -> None:
    window = found("covid19", SPECIMEN - timedelta(days=29))
    assert window.within is None
    assert window.is_cut


def test_a_disease_that_counts_from_its_rash_has_no_window_by_onset() -> None:
    assert found("measles", SPECIMEN) is None


def test_where_the_end_depends_on_tests_it_is_the_end_of_today_within_the_bounds() -> None:
    window = found("mers", SPECIMEN + timedelta(days=2))
    assert window.wanted == (day_bounds(SPECIMEN + timedelta(days=2))[0], day_bounds(TODAY)[1])
    assert window.within == window.wanted
