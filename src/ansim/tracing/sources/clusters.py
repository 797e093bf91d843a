"""Where may a set of cases have been infected, who was nearest to a moment, and who of a set met whom.

The meanings, and why chance is reckoned so, stand in `reference`.
"""

from itertools import product

import numpy as np

from ansim.tracing.arrays import Int32Rows, Int32s, Int64s
from ansim.tracing.contacts.kernels import AT, ENTERED_AT
from ansim.tracing.index import NEVER, Snapshot, questions
from ansim.tracing.reference import TOGETHER, Met, SharedVenue
from ansim.tracing.sources import kernels
from ansim.tracing.sources.kernels import (
    CAME,
    CHECK_IN_WIDTH,
    ONE,
    OTHER,
    PAIR_WIDTH,
    PLACE,
    SHARED_AT,
    SHARED_FROM,
    SHARED_SECONDS,
    SHARED_UNTIL,
    STAY_WIDTH,
)
from ansim.tracing.sources.significance import SHARED, beyond_chance


def nearest(snapshot: Snapshot, venue: int, moment: int, count: int) -> tuple[Int32s, Int32s]:
    """Person and entry of the check-ins nearest to a moment: nearest first, then earlier, then lower person."""
    questions.venue(snapshot, venue)
    questions.whole(0, count=count)
    moment = questions.moment(moment)  # from further away they lie in the same order
    taken = count + 1
    while True:
        person, entered, reach = _around(snapshot, venue, moment, taken)
        away = np.abs(entered.astype(np.int64) - moment)
        order = np.lexsort((person, entered, away))
        # A visit that was taken in anew, with a later end, has left an empty one behind: one check-in.
        again = (np.diff(person[order], prepend=-1) == 0) & (
            np.diff(entered[order], prepend=-1) == 0
        )
        order = order[~again]
        if np.count_nonzero(away[order] <= reach) >= min(count, len(order)):
            return person[order[:count]], entered[order[:count]]
        taken *= 2


def _around(snapshot: Snapshot, venue: int, moment: int, taken: int) -> tuple[Int32s, Int32s, int]:
    """Person and entry of the visits nearest to a moment, and up to how many seconds away none is left out."""
    people, entries, reach = [], [], NEVER
    codes = snapshot.zones.codes_of(venue)
    for segment, code in product(snapshot.segments, codes):
        low, high = (int(bound) for bound in segment.offsets[code : code + 2])
        low += int(
            np.searchsorted(segment.entered[low:high], segment.start)
        )  # guests are natives elsewhere
        here = segment.entered[low:high]
        middle = int(np.searchsorted(here, moment))
        first, last = max(0, middle - taken), min(len(here), middle + taken)
        if first:
            reach = min(reach, moment - int(here[first]) - 1)
        if last < len(here):
            reach = min(reach, int(here[last - 1]) - moment - 1)
        people.append(segment.person[low + first : low + last])
        entries.append(here[first:last])
    nobody = np.empty(0, np.int32)
    return np.concatenate([nobody, *people]), np.concatenate([nobody, *entries]), reach


def shared_venues(
    snapshot: Snapshot,
    cases: Int32s,
    start: int,
    end: int,
    *,
    within: int = 10800,
    together: int = TOGETHER,
    false_discovery_rate: float = 0.05,
) -> list[SharedVenue]:
    """The venues where more of the cases met than by chance, most surprising first. Seconds since BASE.

    Raises UnknownNumberError for people whom the snapshot does not hold, WindowError for bad windows and settings.
    """
    start, end = questions.window(start, end)
    questions.seconds(within=within, together=together)
    questions.share(false_discovery_rate=false_discovery_rate)
    people = questions.people(snapshot, cases)
    rows = _check_ins(snapshot, people, start, end)
    group = kernels.travelling_together(rows, len(people), together)
    shared = np.empty((len(rows), SHARED), np.int64)
    found, tested, visits = kernels.meetings(snapshot.table, rows, group, within, end, shared)
    return beyond_chance(
        shared[:found], visits / max(traffic(snapshot, start, end), 1), tested, false_discovery_rate
    )


def traffic(snapshot: Snapshot, start: int, end: int) -> int:
    """How many presences begin in `[start, end)`. Whole days are known; only those cut by the window are read."""
    touched = (one for one in snapshot.segments if start < one.end and one.start < end)
    return sum(segment.begun(start, end) for segment in touched)


def co_presence(
    snapshot: Snapshot,
    people: Int32s,
    start: int,
    end: int,
    minimum: int,
    venue: int | None = None,
) -> dict[tuple[int, int], Met]:
    """Who of a set met whom within the window, for `minimum` seconds in all; pairs with the lower number first.

    Anywhere, or at one venue with all its codes.
    """
    start, end = questions.window(start, end)
    questions.seconds(minimum=minimum)
    chosen = questions.people(snapshot, people)
    stays = _stays(snapshot, chosen, start, end)
    if venue is not None:
        questions.venue(snapshot, venue)
        stays = stays[np.isin(stays[:, AT], np.array(snapshot.zones.codes_of(venue)))]
    found = _overlaps(snapshot, stays, len(chosen))
    if not len(found):
        return {}
    pair, rows = _pair(found, len(chosen)), found.astype(np.int64)
    firsts = np.flatnonzero(np.append(True, pair[1:] != pair[:-1]))
    columns = (
        *chosen[rows[firsts][:, [ONE, OTHER]]].T,
        np.add.reduceat(rows[:, SHARED_SECONDS], firsts),
        np.append(firsts[1:], len(rows)) - firsts,
        np.minimum.reduceat(rows[:, SHARED_FROM], firsts),
        np.maximum.reduceat(rows[:, SHARED_UNTIL], firsts),
    )
    met = zip(*(column.tolist() for column in columns), strict=True)
    return {(one, other): Met(*totals) for one, other, *totals in met if totals[0] >= minimum}


def _overlaps(snapshot: Snapshot, stays: Int32Rows, people: int) -> Int32Rows:
    """What pairs shared (`kernels.overlaps`), by pair; at the codes of one venue each second once."""
    family = snapshot.zones.family
    found = np.empty((len(stays), PAIR_WIDTH), np.int32)
    if (count := kernels.overlaps(stays, family, found)) > len(found):
        found = np.empty((count, PAIR_WIDTH), np.int32)
        kernels.overlaps(stays, family, found)
    found = found[:count]
    if snapshot.zones.firsts.size:
        order = np.lexsort((found[:, SHARED_FROM], found[:, SHARED_AT], _pair(found, people)))
        return kernels.united(np.take(found, order, axis=0))
    # At one code presences of two people overlap in pieces that are apart.
    return np.take(found, np.argsort(_pair(found, people), kind="stable"), axis=0)


def _pair(rows: Int32Rows, people: int) -> Int64s:
    """One number for each pair of numbers within the set, in their order."""
    return rows[:, ONE].astype(np.int64) * people + rows[:, OTHER]


def _check_ins(snapshot: Snapshot, people: Int32s, start: int, end: int) -> Int32Rows:
    """The check-ins of a set, by venue and entry; a zone is its venue."""
    rows = np.empty((max(128 * len(people), 1024), CHECK_IN_WIDTH), np.int32)
    while (count := kernels.check_ins(snapshot.table, people, start, end, rows)) < 0:
        rows = np.empty((2 * len(rows) - count, CHECK_IN_WIDTH), np.int32)
    rows = rows[:count]
    if snapshot.zones.firsts.size:
        rows[:, PLACE] = snapshot.zones.family[rows[:, PLACE]]
    return _by_venue(rows, rows[:, PLACE], rows[:, CAME])


def _stays(snapshot: Snapshot, people: Int32s, start: int, end: int) -> Int32Rows:
    """The stays of a set, clipped to the window, by venue and entry.

    A zone stands with its venue.
    """
    rows = np.empty((max(128 * len(people), 1024), STAY_WIDTH), np.int32)
    while (count := kernels.stays(snapshot.table, people, start, end, rows)) < 0:
        rows = np.empty((2 * len(rows) - count, STAY_WIDTH), np.int32)
    rows = rows[:count]
    zones = snapshot.zones
    venue = zones.family[rows[:, AT]] if zones.firsts.size else rows[:, AT]
    return _by_venue(rows, venue, rows[:, ENTERED_AT])


def _by_venue(rows: Int32Rows, venue: Int32s, entered: Int32s) -> Int32Rows:
    key = (venue.astype(np.int64) << 32) + entered
    return np.take(rows, np.argsort(key), axis=0)
