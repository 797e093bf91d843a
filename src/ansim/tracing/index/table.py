"""A snapshot's segments as one table of addresses, so that a search is one call into compiled code.

Unpacking seven arrays for each of 28 days at every call would cost more than the search itself. Whoever holds a
snapshot keeps its arrays alive; the table is only good as long.
"""

from typing import Any

import numba as nb
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from ansim.tracing.arrays import Int32s
from ansim.tracing.index.segment import ALWAYS, HINT, Segment
from ansim.tracing.index.zones import Zones

PERSON, ENTERED, LEFT, LATEST_LEFT, OFFSETS, PLACES, BLOCKS, HINTS, SCANS = range(9)
SIZE, VENUES, NATIVES, START, END, FINAL, SHIFT, SCAN_COUNT = range(9, 17)
ZONE_FIRSTS, ZONE_OTHERS, ZONE_MOST = range(17, 20)
COLUMNS = 20
Table = NDArray[np.int64]

_ALWAYS = nb.int64(ALWAYS)
HINT_BITS = nb.int64(HINT.bit_length() - 1)


def make_table(segments: tuple[Segment, ...], zones: Zones) -> Table:
    """One row a segment: addresses of its arrays, their lengths, its bounds; with each the same zones."""
    table = np.zeros((len(segments), COLUMNS), np.int64)
    for row, segment in enumerate(segments):
        arrays = (
            segment.person,
            segment.entered,
            segment.left,
            segment.latest,
            segment.offsets,
            segment.places,
            segment.blocks,
            segment.hints,
            segment.scans,
        )
        for column, array in enumerate(arrays):
            if array.dtype != np.int32 or not array.flags.c_contiguous:
                raise TypeError(f"column {column} of segment {row} is no plain int32 array")
            table[row, column] = array.ctypes.data
        table[row, SIZE] = len(segment.person)
        table[row, VENUES] = len(segment.offsets) - 1
        table[row, NATIVES] = len(segment.places)
        table[row, START], table[row, END] = segment.start, segment.end
        table[row, SHIFT] = segment.shift
        table[row, FINAL] = segment.final
        table[row, SCAN_COUNT] = len(segment.scans)
    if zones.firsts.size:
        table[:, ZONE_FIRSTS] = zones.firsts.ctypes.data
        table[:, ZONE_OTHERS] = zones.others.ctypes.data
        table[:, ZONE_MOST] = np.diff(zones.firsts).max()
    return table


@intrinsic  # type: ignore[misc, unused-ignore]
def _pointer(_context: Any, address: Any) -> Any:
    def generate(_cgcontext: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(address), generate


@intrinsic  # type: ignore[misc, unused-ignore]
def prefetch(_context: Any, address: Any) -> Any:
    """Ask for the cache line at an address, to be there some steps later; a wrong address does no harm."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, number, number, number])
        ask: Any = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        where = builder.inttoptr(arguments[0], cgutils.voidptr_t)
        builder.call(ask, [where, number(0), number(3), number(1)])  # to read, to keep near, data
        return context.get_dummy_value()

    return types.void(address), generate


@nb.njit(inline="always")
def numbers_at(address: int, length: int) -> NDArray[np.int32]:
    """The 32-bit numbers at an address. Handing arrays to an inlined function would count references at each call."""
    return nb.carray(_pointer(address), (length,), dtype=np.int32)


@nb.njit(inline="always")
def column(table: Table, row: int, which: int, length: int) -> NDArray[np.int32]:
    """One array of a segment."""
    return numbers_at(table[row, which], length)


@nb.njit(inline="always")
def others_of(table: Table, row: int, venue: int) -> NDArray[np.int32]:
    """The other codes of its venue that a code meets (`zones`); `row` is any."""
    if table[row, ZONE_FIRSTS] == 0:
        return numbers_at(0, 0)
    firsts = column(table, row, ZONE_FIRSTS, venue + 2)
    first = nb.int64(firsts[venue])
    return numbers_at(table[row, ZONE_OTHERS] + 4 * first, nb.int64(firsts[venue + 1]) - first)


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


@nb.njit("int64(int64[:, ::1], int64, int64)", cache=True, nogil=True)
def venue_of(table: Table, row: int, place: int) -> int:
    """The venue of a visit, by its place in a segment."""
    offsets = column(table, row, OFFSETS, table[row, VENUES] + 1)
    hints = column(table, row, HINTS, (place >> HINT_BITS) + 2)
    low, high = nb.int64(hints[place >> HINT_BITS]), nb.int64(hints[(place >> HINT_BITS) + 1])
    return first_above(offsets, low, high + 1, place) - 1


@nb.njit("UniTuple(int64, 2)(int64[:, ::1], int64, int64)", cache=True, nogil=True)
def visits_of(table: Table, row: int, person: int) -> tuple[int, int]:
    """Where a person's native visits stand in a segment's `places`."""
    natives = table[row, NATIVES]
    if natives == 0:
        return 0, 0
    shift = table[row, SHIFT]
    block = person >> shift
    blocks = column(table, row, BLOCKS, block + 2)
    low, high = nb.int64(blocks[block]), nb.int64(blocks[block + 1])
    if shift == 0:
        return low, high
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


@nb.njit(inline="always")
def is_home(table: Table, row: int, entered: int) -> bool:
    """Whether a segment is the one in which a visit entered then is native; all of a run is."""
    start = table[row, START]
    return start == _ALWAYS or start <= entered < table[row, END]


@nb.njit("boolean[::1](int64[:, ::1], int32[::1], int32[::1], int32[::1])", cache=True, nogil=True)
def hold(table: Table, person: Int32s, venue: Int32s, entered: Int32s) -> NDArray[np.bool_]:
    """Which of these visits, by person, venue and second of entry, are in the segments."""
    held = np.zeros(person.size, np.bool_)
    for row in range(table.shape[0]):
        offsets = column(table, row, OFFSETS, table[row, VENUES] + 1)
        size = table[row, SIZE]
        starts, people = column(table, row, ENTERED, size), column(table, row, PERSON, size)
        for visit in range(person.size):
            if held[visit] or venue[visit] >= table[row, VENUES]:
                continue
            low, high = nb.int64(offsets[venue[visit]]), nb.int64(offsets[venue[visit] + 1])
            place = first_above(starts, low, high, nb.int64(entered[visit]) - 1)
            while place < high and starts[place] == entered[visit] and not held[visit]:
                held[visit] = people[place] == person[visit]
                place += 1
    return held


@nb.njit(
    "int32[:, ::1](int64[:, ::1], int32[::1], int32[::1], int32[::1], int32[::1], int64)",
    cache=True,
    nogil=True,
)
def touching(
    table: Table, person: Int32s, venue: Int32s, entered: Int32s, left: Int32s, people: int
) -> NDArray[np.int32]:
    """The presences held that overlap or touch these stays of the same people at the same venues.

    Rows of (person, venue, entered, left); one that touches several stays comes as often.
    """
    found = np.empty((16, 4), np.int32)
    count = 0
    for visit in range(person.size):
        if person[visit] >= people:
            continue
        for row in range(table.shape[0]):
            if table[row, START] > left[visit] or table[row, FINAL] < entered[visit]:
                continue
            first, last = visits_of(table, row, person[visit])
            if first == last:
                continue
            size = table[row, SIZE]
            places = column(table, row, PLACES, last)
            starts, ends = column(table, row, ENTERED, size), column(table, row, LEFT, size)
            for index in range(first, last):
                place = places[index]
                begin, end = starts[place], ends[place]
                if begin > left[visit] or end < max(begin, entered[visit]):
                    continue
                if venue_of(table, row, place) != venue[visit]:
                    continue
                if count == found.shape[0]:
                    wider = np.empty((2 * count, 4), np.int32)
                    wider[:count] = found
                    found = wider
                found[count, 0], found[count, 1] = person[visit], venue[visit]
                found[count, 2], found[count, 3] = begin, end
                count += 1
    return found[:count]
