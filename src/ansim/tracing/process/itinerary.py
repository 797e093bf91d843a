"""Stays as the database has them: with evidence, method, companions, and whether the end was recorded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from typing import Any

import numpy as np
import psycopg

from ansim.domain.identifiers import PERSON_ID_BYTES
from ansim.domain.quantities import OPEN, EpochSeconds, PersonId, Tag, VenueId
from ansim.keys import DayKeys
from ansim.tracing.dwell import TRAVEL, UNBOUNDED, Bounded, StayBounds, StayLengths, impute_ends
from ansim.tracing.index import KnownVenues
from ansim.tracing.process.calls import ItineraryStay
from ansim.tracing.process.late import LateVisits
from ansim.visits.late_rows import LateRow

_STAYS = """
    SELECT day, tag, id, venue_id, extract(epoch FROM entered_at)::int8, extract(epoch FROM left_at)::int8,
           party, method, evidence
    FROM visits.visit WHERE day = ANY (%s) AND tag = ANY (%s)
    ORDER BY entered_at, venue_id
"""
_FASTEST = 40.0  # metres a second: 144 km/h, no road on an island is quicker
_AIRPORTS = 300_000.0  # metres: further apart one flies

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One visit; `left` is None where nobody checked out."""

    visit: bytes
    venue: VenueId
    entered: EpochSeconds
    left: EpochSeconds | None
    party: int
    method: int
    signs: int


def read(visits: Connection, late: LateVisits, tags: Mapping[date, Tag]) -> list[Row]:
    """The visits of one person, whose tag of each day is given, by entry."""
    return next(iter(_read(visits, late, dict.fromkeys(tags.items(), PersonId(b""))).values()), [])


def rows_of_many(
    visits: Connection,
    late: LateVisits,
    keys: DayKeys,
    days: Sequence[date],
    people: Sequence[PersonId],
) -> dict[PersonId, list[Row]]:
    """The visits of many people, by person id, each person's by entry."""
    ids = np.frombuffer(b"".join(people), np.uint8).reshape(-1, PERSON_ID_BYTES)
    owner = {
        (day, Tag(tag.tobytes())): person
        for day in days
        for person, tag in zip(people, keys.tags(day, ids), strict=True)
    }
    return _read(visits, late, owner)


def _read(
    visits: Connection, late: LateVisits, owner: Mapping[tuple[date, Tag], PersonId]
) -> dict[PersonId, list[Row]]:
    days, tags = sorted({day for day, _tag in owner}), [tag for _day, tag in owner]
    found: dict[PersonId, list[Row]] = defaultdict(list)
    known = set()
    for day, tag, visit, venue, entered, left, party, method, signs in visits.execute(
        _STAYS, (days, tags)
    ):
        # Tags are one-way between days: the same bytes on another day would be chance, but would be somebody else.
        who = Tag(bytes(tag))
        if (person := owner.get((day, who))) is not None:
            known.add((who, visit.bytes))
            end = late.of(day).end_of(who, visit.bytes) if left is None else None
            row = Row(visit.bytes, venue, entered, left, party, method, signs)
            if end is not None and end.left >= entered:
                row = replace(row, left=EpochSeconds(end.left), signs=signs | end.evidence)
            found[person].append(row)
    for (day, who), person in owner.items():
        late_ones = [one for one in late.of(day).of([who]) if (who, one.visit) not in known]
        if late_ones:
            found[person] += [_of_late(one) for one in late_ones]
            found[person].sort(key=lambda row: (row.entered, row.venue))
    return found


def _of_late(row: LateRow) -> Row:
    left = None if row.left == OPEN else EpochSeconds(row.left)
    return Row(row.visit, row.venue, row.entered, left, row.party, row.method, row.evidence)


def assemble(rows: Sequence[Row], venues: KnownVenues, lengths: StayLengths) -> list[ItineraryStay]:
    """The stays with the ends that the search uses, and whether each could be reached from the one before."""
    number = np.array([row.venue for row in rows], np.int32)
    entered = np.array([row.entered for row in rows], np.int64)
    bounds = [venues.closing(row.venue, row.entered) for row in rows]
    category = venues.categories(number)
    credible = lengths.credible[category]
    ends = impute_ends(
        np.zeros(len(rows), np.int32),
        number,
        entered,
        np.array([OPEN if row.left is None else row.left for row in rows], np.int64),
        StayBounds(
            lengths.imputed[category],
            travel=TRAVEL,
            closing=np.array([UNBOUNDED if one is None else one for one in bounds], np.int64),
            credible=credible,
        ),
        home=venues.homes(number),
    )
    presences: dict[int, int] = {}
    found = []
    for place, (row, end) in enumerate(zip(rows, ends.tolist(), strict=True)):
        believed = row.left is None or row.left - row.entered <= int(credible[place])
        open_of_venue = presences.get(row.venue, -1)
        found.append(
            ItineraryStay(
                visit=row.visit,
                venue=row.venue,
                entered=row.entered,
                left=EpochSeconds(end),
                imputed=row.left is None or not believed,
                party=row.party,
                method=row.method,
                signs=row.signs,
                possible=place == 0 or is_possible(rows[place - 1], row, venues),
                credible=believed,
                recorded=row.left,
                again=row.entered < open_of_venue,
            )
        )
        presences[row.venue] = max(open_of_venue, end)
    return found


def is_possible(before: Row, after: Row, venues: KnownVenues) -> bool:
    """Whether somebody could come from one check-in to the next in the time between, without flying."""
    metres = venues.metres(before.venue, after.venue)
    if metres is None or metres > _AIRPORTS:
        return True
    seconds = after.entered - (before.left or before.entered)
    return metres <= _FASTEST * max(0, seconds) + 200.0  # check-ins at two doors of one street


def bounded(rows: Sequence[Row], venues: KnownVenues, lengths: StayLengths) -> list[Bounded]:
    """What is known of each stay's length: its end, or the next check-in elsewhere and closing time as bounds.

    An end that is not credible is none. Other codes of the venue tell ends as well (`_told_by_zones`).
    """
    told = [_recorded(row, venues, lengths) for row in rows]
    limits = [_limit(number, rows, venues) for number in range(len(rows))]
    if venues.venue_of:
        told = _told_by_zones(rows, told, limits, venues, lengths)
    return [
        Bounded(row.venue, row.entered, limit - row.entered, known=False)
        if left is None
        else Bounded(row.venue, row.entered, float(left - row.entered), known=True)
        for row, left, limit in zip(rows, told, limits, strict=True)
    ]


def _recorded(row: Row, venues: KnownVenues, lengths: StayLengths) -> int | None:
    """The end that was recorded, if it can be believed."""
    most = int(lengths.credible[venues.category_of(row.venue)])
    return row.left if row.left is not None and row.left - row.entered <= most else None


def _limit(number: int, rows: Sequence[Row], venues: KnownVenues) -> float:
    """Before when a stay ended: the next check-in elsewhere less the way there, and closing time."""
    row, home = rows[number], venues.home_of
    following = next(
        (one.entered - TRAVEL for one in rows[number + 1 :] if home(one.venue) != home(row.venue)),
        inf,
    )
    closing = venues.closing(row.venue, row.entered)
    return float(max(row.entered, min(following, inf if closing is None else closing)))


def _told_by_zones(
    rows: Sequence[Row],
    recorded: Sequence[int | None],
    limits: list[float],
    venues: KnownVenues,
    lengths: StayLengths,
) -> list[int | None]:
    """The ends, with what scans at other codes of a venue say of open stays: `impute_ends` has the rule.

    Within a presence at the venue they were at each code until they scanned the next one, and at the last one until the end
    that another scan recorded. `limits` learn where a presence was over because the next one began.
    """
    found: dict[int, list[list[int]]] = defaultdict(list)
    until: dict[int, float] = {}
    for number, row in enumerate(rows):
        home, left = venues.home_of(row.venue), recorded[number]
        if home in until and row.entered < until[home]:
            if left is not None:
                known = any(recorded[one] is not None for one in found[home][-1])
                until[home] = max(until[home], left) if known else left
            found[home][-1].append(number)
            continue
        for one in found[home][-1] if found[home] else ():
            limits[one] = min(limits[one], row.entered)
        held = row.entered + int(lengths.imputed[venues.category_of(row.venue)])
        until[home] = min(limits[number], held) if left is None else left
        found[home].append([number])
    told = list(recorded)
    for presence in (one for presences in found.values() for one in presences):
        ends = [end for one in presence if (end := recorded[one]) is not None]
        for place, number in enumerate(presence):
            if recorded[number] is None:
                after = (rows[one] for one in presence[place + 1 :])
                moved = (one.entered for one in after if one.venue != rows[number].venue)
                told[number] = next(moved, max(ends, default=None))
    return told
