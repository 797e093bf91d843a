"""Dwell curves of last night: re-estimated from the check-outs of the retention window, kept as a file with a date.

Curves say how long people stay at kinds of venues and hold nobody; so they may outlive the visits they were learnt from.
"""

import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ansim.keys import DayKeyMissingError, DayKeys
from ansim.tracing.dwell import DwellCurves, DwellCurvesError, load_curves, start_curves
from ansim.tracing.dwell.estimate import ObservedStays, fit_dwell, observed_stays
from ansim.tracing.index import KnownVenues
from ansim.tracing.process.late import LateVisits
from ansim.visits.bulk import read_day

log = logging.getLogger(__name__)
MOST = 100_000
"""Stays of one category on one day that are taken, at random: more would not move a curve."""


def kept_curves(path: Path) -> DwellCurves:
    """The curves of the last night; those that come with the program where there are none, or none that can be read."""
    if not path.exists():
        return start_curves()
    try:
        return load_curves(path)
    except DwellCurvesError as error:
        log.warning("%s; the start values are used until the next night", error)
        return start_curves()


def keep_curves(curves: DwellCurves, path: Path) -> None:
    """Write the curves where `kept_curves` finds them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    curves.write(path)


def re_estimate(
    dsn: str,
    keys: DayKeys,
    late: LateVisits,
    venues: KnownVenues,
    days: Sequence[date],
    made_on: date,
) -> DwellCurves:
    """Curves from the recorded ends of these days' visits; a category without any keeps its start value."""
    parts = [part for day in days if (part := _stays_of(dsn, keys, late, venues, day)) is not None]
    names = ObservedStays.__slots__
    person, category, minute, lower, upper = (
        np.concatenate([np.empty(0, np.int64), *(getattr(part, name) for part in parts)])
        for name in names
    )
    stays = ObservedStays(person, category.astype(np.int16), minute.astype(np.int16), lower, upper)
    source = f"{len(stays)} check-outs of {len(parts)} days until {made_on}"
    return fit_dwell(stays, made_on, source)


def _stays_of(
    dsn: str, keys: DayKeys, late: LateVisits, venues: KnownVenues, day: date
) -> ObservedStays | None:
    # Late ends are of visits without one, so that those are read as well while the day may have any.
    part = late.complete(read_day(dsn, day, ended=not late.of(day).ends))
    part = part.ended()
    category = venues.categories(part.venues).astype(np.int16)
    chosen = _at_most(category, day)
    try:
        # Half an id tells people apart well enough to keep each person's stays in one fold.
        person = np.ascontiguousarray(keys.people(day, part.tags[chosen])).view(np.int64)[:, 0]
    except DayKeyMissingError:
        return None
    return observed_stays(
        person,
        part.venues[chosen].astype(np.int64),
        category[chosen],
        part.entered[chosen],
        part.left[chosen],
        credible=start_curves().longest_stay[category[chosen]],
    )


def _at_most(category: NDArray[np.int16], day: date) -> NDArray[np.intp]:
    """Rows of a day, MOST of each category at random; the same each time."""
    shuffled = np.random.default_rng(day.toordinal()).permutation(len(category))
    order = shuffled[np.argsort(category[shuffled], kind="stable")]
    first = np.searchsorted(category[order], category[order])
    return np.sort(order[np.arange(len(order)) - first < MOST])
