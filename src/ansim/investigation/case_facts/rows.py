"""A case's presets and rules as its page shows them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ansim.domain.contact_duties import ContactDuties, days_of_tests, duties_from_stored, ends_at
from ansim.domain.days import local_day
from ansim.domain.notification import bounds_of
from ansim.domain.pathogens import Figure, Preset, from_stored
from ansim.domain.window_by_onset import window_by_onset
from ansim.investigation.case_facts.words import MEASURES
from ansim.investigation.models import Case
from ansim.investigation.time_fields import moment


@dataclass(frozen=True, slots=True)
class PresetLine:
    """One figure of a preset, with its grade and source."""

    name: Promise
    figure: Figure


@dataclass(frozen=True, slots=True)
class DutiesShown:
    """What is asked of contacts, in words, with the moment that follows for a last contact on one day."""

    asked: ContactDuties
    measure: Promise
    last: date
    ends: datetime
    tests: list[date]


@dataclass(frozen=True, slots=True)
class OnsetShown:
    """What the onset makes of the window; `within` is None where the bounds hold nothing of it."""

    wanted: tuple[datetime, datetime]
    within: tuple[datetime, datetime] | None
    is_cut: bool


def preset_lines(preset: Preset) -> list[PresetLine]:
    """Every figure of the preset that the case was taken up with."""
    return [
        PresetLine(_("Infectious from (hours)"), preset.infectious_start_h),
        PresetLine(_("Infectious until (hours)"), preset.infectious_end_h),
        PresetLine(_("Minutes together"), preset.contact_minutes),
        PresetLine(_("Minutes in the air after leaving"), preset.residual_air_minutes),
        *([PresetLine(_("Legal class"), preset.legal_class)] if preset.legal_class else []),
    ]


def duties_shown(case: Case, last: date) -> DutiesShown | None:
    """What is asked in the case of somebody who was last together with its patient on a day."""
    duties = duties_from_stored(case.contact_duties)
    if duties is None:
        return None
    return DutiesShown(
        duties, MEASURES[duties.measure], last, ends_at(duties, last), days_of_tests(duties, last)
    )


def onset_shown(case: Case, now: float) -> OnsetShown | None:
    """The window by the onset, against what the notification opened; None without an onset."""
    if case.onset_date is None:
        return None
    preset = from_stored(case.preset)
    bounds = bounds_of(preset, case.anchor_date)
    found = window_by_onset(preset, case.onset_date, bounds, local_day(now))
    if found is None:
        return None
    within = found.within and (moment(found.within[0]), moment(found.within[1]))
    return OnsetShown((moment(found.wanted[0]), moment(found.wanted[1])), within, found.is_cut)
