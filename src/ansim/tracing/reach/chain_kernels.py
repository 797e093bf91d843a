"""The compiled links of `chains`: every pair of stays that may lead to a chain worth keeping."""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ansim.tracing.arrays import Floats, Int32s, Int64s
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

# Columns of a link: who is exposed, when, by which event of the round before, where, and for how many seconds.
WHO, WHEN, EVENT, WHERE, TOGETHER = range(5)


@nb.njit(
    "UniTuple(int64, 2)(int64[:, ::1], int64[::1], int64[:, ::1], int64, int64, int64, int64, int32[::1], float64[::1], "
    "float64[::1], float64, boolean, float64[::1], int32[::1], int32[:, ::1], float64[::1])",
    cache=True,
    nogil=True,
)
def links(
    table: Table,
    keys: Int64s,
    entries: Int64s,
    first: int,
    last: int,
    minimum: int,
    case: int,
    source_of: Int32s,
    risks: Floats,
    hazard: Floats,
    floor: float,
    final: bool,  # noqa: FBT001
    best: Floats,
    best_at: Int32s,
    found: NDArray[np.int32],
    found_risk: Floats,
) -> tuple[int, int]:
    """Write the links of the stays `keys[first:last]` (`reach_walks.collect`) whose chain is at least `floor` risky.

    `hazard` is per second, by venue; `best` and `best_at` are the riskiest chain known to each person and its exposure: a
    chain that is less risky and no earlier leads nowhere, in the last round none that is less risky. What is equal is kept, so
    that it does not matter who comes first. Gives how many links there are, and the key to go on with: `last`, or an earlier
    one where `found` is full.
    """
    count = 0
    for key in range(first, last):
        entry = keys[key] & 0xFFFFFFFF
        begin, close, event = entries[entry, 0], -entries[entry, 1], entries[entry, 2]
        row, venue = (keys[key] >> 32) // table[0, VENUES], (keys[key] >> 32) % table[0, VENUES]
        risk, source, danger = risks[event], source_of[event], hazard[venue]
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
        if count + high - low > found.shape[0]:
            return count, key
        for place in range(low, high):
            who, at = people[place], max(begin, nb.int64(starts[place]))
            together = min(close, nb.int64(ends[place])) - at
            if together < minimum or who == source or who == case:  # noqa: SIM109, PLR1714 compiled
                continue
            # 1 - exp(-x) is below x: most links are ruled out without it.
            highest = risk * danger * together
            if highest < floor or (final and highest < best[who]):
                continue
            chance = risk * (1.0 - np.exp(-danger * together))
            if chance < floor:
                continue
            if chance > best[who] or (chance == best[who] and at < best_at[who]):
                best[who], best_at[who] = chance, at
            elif chance < best[who] and (final or at >= best_at[who]):
                continue
            found[count, WHO], found[count, WHEN], found[count, EVENT] = who, at, event
            found[count, WHERE], found[count, TOGETHER] = venue, together
            found_risk[count] = chance
            count += 1
    return count, last
