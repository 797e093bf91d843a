"""The compiled links of `chains`: every pair of stays that may lead to a chain worth keeping."""

from typing import NamedTuple

import numba as nb
import numpy as np

from ansim.tracing.arrays import Floats, Int32Rows, Int32s, Int64Rows, Int64s
from ansim.tracing.index.table import (
    ENTERED,
    LATEST_LEFT,
    LEFT,
    OFFSETS,
    PERSON,
    SIZE,
    VENUES,
    Table,
    column,
    first_above,
)
from ansim.tracing.reach.links import BEGIN, CAUSE, MINUS_CLOSE

# Columns of a link: who is exposed, when, by which event of the round before, where, and for how many seconds.
WHO, WHEN, EVENT, WHERE, SECONDS = range(5)
LINK_COLUMNS = 5


class Asked(NamedTuple):
    """What is asked of a round: the least seconds of a link, whose chains, how risky at least, whether it is the last."""

    minimum: int
    case: int
    floor: float
    final: bool


class Frontier(NamedTuple):
    """The infectious stays, by venue and day (`collecting.collect`), and of each event its person and its risk."""

    keys: Int64s
    entries: Int64Rows
    source_of: Int32s
    risks: Floats


class Riskiest(NamedTuple):
    """The riskiest chain known to each person, and its exposure."""

    risk: Floats
    exposed: Int32s


class Found(NamedTuple):
    """Room for links, and for the risk of each."""

    rows: Int32Rows
    risk: Floats


_FLOATS, _INT32S, _INT64S = nb.float64[::1], nb.int32[::1], nb.int64[::1]
_ROWS = nb.int64[:, ::1]
_ASKED = nb.types.NamedTuple((nb.int64, nb.int64, nb.float64, nb.boolean), Asked)
_FRONTIER = nb.types.NamedTuple((_INT64S, _ROWS, _INT32S, _FLOATS), Frontier)
_RISKIEST = nb.types.NamedTuple((_FLOATS, _INT32S), Riskiest)
_FOUND = nb.types.NamedTuple((nb.int32[:, ::1], _FLOATS), Found)


@nb.njit(
    nb.types.UniTuple(nb.int64, 2)(
        _ROWS, _FRONTIER, nb.int64, nb.int64, _ASKED, _FLOATS, _RISKIEST, _FOUND
    ),
    cache=True,
    nogil=True,
)
def links(
    table: Table,
    frontier: Frontier,
    first: int,
    last: int,
    asked: Asked,
    hazard: Floats,
    known: Riskiest,
    found: Found,
) -> tuple[int, int]:
    """Write the links of the stays `frontier.keys[first:last]` whose chain is at least `asked.floor` risky.

    `hazard` is per second, by venue. A chain that is less risky than one known to the same person, and no earlier, leads
    nowhere; in the last round none that is less risky does. What is equal is kept, so that it does not matter who comes
    first. Returns how many links there are, and the key to go on with: `last`, or an earlier one where `found` is full.
    """
    keys, entries, minimum, floor = frontier.keys, frontier.entries, asked.minimum, asked.floor
    best, best_at, rows = known.risk, known.exposed, found.rows
    count = 0
    for key in range(first, last):
        entry = keys[key] & 0xFFFFFFFF
        begin, close, event = (
            entries[entry, BEGIN],
            -entries[entry, MINUS_CLOSE],
            entries[entry, CAUSE],
        )
        row, venue = (keys[key] >> 32) // table[0, VENUES], (keys[key] >> 32) % table[0, VENUES]
        risk, source = frontier.risks[event], frontier.source_of[event]
        danger = hazard[venue]
        if risk * danger * (close - begin) < floor:
            continue
        size = table[row, SIZE]
        starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
        people = column(table, row, PERSON, size)
        offsets = column(table, row, OFFSETS, venue + 2)
        high = first_above(
            starts, nb.int64(offsets[venue]), nb.int64(offsets[venue + 1]), close - minimum
        )
        low = first_above(
            column(table, row, LATEST_LEFT, size),
            nb.int64(offsets[venue]),
            high,
            begin + minimum - 1,
        )
        if count + high - low > rows.shape[0]:
            return count, key
        for place in range(low, high):
            who, at = people[place], max(begin, nb.int64(starts[place]))
            together = min(close, nb.int64(ends[place])) - at
            if together < minimum or who == source or who == asked.case:  # noqa: PLR1714 compiled
                continue
            # 1 - exp(-x) is below x: most links are ruled out without it.
            highest = risk * danger * together
            if highest < floor or (asked.final and highest < best[who]):
                continue
            chance = risk * (1.0 - np.exp(-danger * together))
            if chance < floor:
                continue
            if chance > best[who] or (chance == best[who] and at < best_at[who]):
                best[who], best_at[who] = chance, at
            elif chance < best[who] and (asked.final or at >= best_at[who]):
                continue
            rows[count, WHO], rows[count, WHEN], rows[count, EVENT] = who, at, event
            rows[count, WHERE], rows[count, SECONDS] = venue, together
            found.risk[count] = chance
            count += 1
    return count, last
