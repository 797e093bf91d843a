"""A snapshot's segments as one table of addresses, so that a search is one call into compiled code.

Unpacking seven arrays for each of 28 days at every call would cost more than the search itself. Whoever holds a
snapshot keeps its arrays alive; the table is only good as long.
"""

from typing import Any

import numba as nb
import numpy as np
from numba.core import cgutils, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from ansim.tracing.segment import BLOCK, Segment

PERSON, ENTERED, LEFT, LATEST, OFFSETS, PLACES, BLOCKS, SIZE, VENUES, NATIVES, START, END, FINAL = range(13)
COLUMNS = 13
Table = NDArray[np.int64]

_BLOCK = nb.int64(BLOCK)


def make_table(segments: tuple[Segment, ...]) -> Table:
    """One row a segment: addresses of its arrays, their lengths, its bounds."""
    table = np.zeros((len(segments), COLUMNS), np.int64)
    for row, segment in enumerate(segments):
        arrays = (
            segment.person, segment.entered, segment.left, segment.latest,
            segment.offsets, segment.places, segment.blocks,
        )  # fmt: skip
        for column, array in enumerate(arrays):
            if array.dtype != np.int32 or not array.flags.c_contiguous:
                raise TypeError(f"column {column} of segment {row} is no plain int32 array")
            table[row, column] = array.ctypes.data
        table[row, SIZE] = len(segment.person)
        table[row, VENUES] = len(segment.offsets) - 1
        table[row, NATIVES] = len(segment.places)
        table[row, START], table[row, END] = segment.start, segment.end
        table[row, FINAL] = segment.left.max(initial=segment.start)
    return table


@intrinsic  # type: ignore[misc, unused-ignore]
def _pointer(_context: Any, address: Any) -> Any:
    def generate(_cgcontext: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(address), generate


@nb.njit(inline="always")
def column(table: Table, row: int, which: int, length: int) -> NDArray[np.int32]:
    """One array of a segment."""
    return nb.carray(_pointer(table[row, which]), (length,), dtype=np.int32)


@nb.njit("int64(int32[::1], int64, int64, int64)", cache=True, nogil=True)
def first_above(values: NDArray[np.int32], low: int, high: int, bound: int) -> int:
    """The first place in [low, high) of a rising run whose value exceeds the bound; high where none does."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] > bound:
            high = middle
        else:
            low = middle + 1
    return low


@nb.njit("UniTuple(int64, 2)(int64[:, ::1], int64, int64)", cache=True, nogil=True)
def visits_of(table: Table, row: int, person: int) -> tuple[int, int]:
    """Where a person's native visits stand in a segment's `places`."""
    natives = table[row, NATIVES]
    if natives == 0:
        return 0, 0
    blocks = column(table, row, BLOCKS, person // _BLOCK + 2)
    low, high = nb.int64(blocks[person // _BLOCK]), nb.int64(blocks[person // _BLOCK + 1])
    places = column(table, row, PLACES, natives)
    people = column(table, row, PERSON, table[row, SIZE])
    while low < high:
        middle = (low + high) >> 1
        if people[places[middle]] < person:
            low = middle + 1
        else:
            high = middle
    first = low
    last = first
    while last < natives and people[places[last]] == person:
        last += 1
    return first, last
