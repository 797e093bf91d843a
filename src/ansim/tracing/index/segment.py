"""An immutable piece of the log, sorted for searching: one sealed day, or a run of freshly arrived visits.

Within a venue visits stand by entry, and `latest` is the running maximum of their ends: all that can overlap `[a, b)`
stands between the first place where `latest` exceeds a and the first entry at or after b. A day's segment also
carries *guests*, copies of earlier visits that last into it, so that a search looks only at the days it touches.

Memory: 20 bytes a visit (person, entered, left, latest, place in the person's order) and offsets of venues and people.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numba as nb
import numpy as np

from ansim.tracing.arrays import Int32s
from ansim.tracing.index.log import VisitLog, concatenated

# A run has no day: every visit in it is native.
ALWAYS, NEVER = -(2**31), 2**31 - 1
# A day knows where each person begins; a run, which is short, where each block of 1 << 6 people does.
_BLOCKS_OF_RUNS = 6
# The venue of each 32nd visit is noted, so that the venue of a visit is found next to it.
HINT = 32


@nb.njit("int64(int32[::1], int64, int64)", cache=True, nogil=True)
def _between(moments: Int32s, low: int, high: int) -> int:
    """How many of the moments lie in `[low, high)`."""
    count = 0
    for moment in moments:
        count += (moment >= low) & (moment < high)
    return count


@nb.njit("int64(int32[::1], int32[::1], int64, int64)", cache=True, nogil=True)
def _between_at(moments: Int32s, places: Int32s, low: int, high: int) -> int:
    """The same of the moments at these places."""
    count = 0
    for place in places:
        count += (moments[place] >= low) & (moments[place] < high)
    return count


@dataclass(frozen=True, slots=True)
class Segment:
    """Visits sorted by (venue, entered, person). Native are those with `start <= entered < end`, the rest are guests."""

    start: int
    end: int
    person: Int32s
    entered: Int32s
    left: Int32s
    latest: Int32s
    offsets: Int32s
    """Where each venue begins: length venues + 1."""
    places: Int32s
    """The native visits by (person, entered)."""
    blocks: Int32s
    """Where each block of `1 << shift` people begins in `places`."""
    hints: Int32s
    """The venue of every HINT-th visit, and the last venue once more."""
    scans: Int32s
    """The places of VOID rows, rising: scans within a presence that another row carries (`presences`)."""
    final: int
    """No visit ends later; an end that is moved earlier leaves it as it is."""

    @property
    def shift(self) -> int:
        """People whose numbers differ in this many low bits alone share a block (6: numbers 0 to 63, 64 to 127, …)."""
        return shift_of(self.start)

    @property
    def natives(self) -> int:
        """How many visits belong to the segment itself."""
        return len(self.places)

    @property
    def nbytes(self) -> int:
        """Memory of all arrays."""
        arrays = (
            self.person,
            self.entered,
            self.left,
            self.latest,
            self.offsets,
            self.places,
            self.blocks,
            self.hints,
            self.scans,
        )
        return sum(array.nbytes for array in arrays)

    def begun(self, start: int, end: int) -> int:
        """How many presences of the segment's own begin in `[start, end)`."""
        low, high = max(start, self.start), min(end, self.end)
        again = 0
        if len(self.scans):  # guests may be such scans too
            again = _between_at(self.entered, self.scans, low, high)
        if low == self.start and high == self.end:
            return self.natives - again
        return _between(self.entered, low, high) - again

    def venue(self) -> Int32s:
        """The venue of each visit, from the offsets."""
        return np.repeat(np.arange(len(self.offsets) - 1, dtype=np.int32), np.diff(self.offsets))

    def overnight(self, moment: int) -> VisitLog:
        """The visits that last beyond a moment."""
        rows = np.flatnonzero(self.left > moment)
        return VisitLog(self.person[rows], self.venue()[rows], self.entered[rows], self.left[rows])


def build_segment(
    log: VisitLog, venues: int, people: int, start: int = ALWAYS, end: int = NEVER
) -> Segment:
    """A segment of these visits; numbers of venues and people are below `venues` and `people`."""
    order = _order(log.venue, log.entered, log.person)
    person, entered, left = log.person[order], log.entered[order], log.left[order]
    offsets = np.zeros(venues + 1, np.int32)
    np.cumsum(np.bincount(log.venue, minlength=venues), out=offsets[1:])
    latest = _running_maximum(left, log.venue[order])
    native = np.flatnonzero((entered >= start) & (entered < end)).astype(np.int32)
    places = native[np.argsort(_key(person[native], entered[native]), kind="stable")]
    shift = shift_of(start)
    per_block = np.bincount(person[places] >> shift, minlength=block_count(people, shift))
    blocks = np.zeros(len(per_block) + 1, np.int32)
    np.cumsum(per_block, out=blocks[1:])
    hints = np.append(log.venue[order[::HINT]], np.int32(max(venues - 1, 0)))
    return Segment(
        start=start,
        end=end,
        person=person,
        entered=entered,
        left=left,
        latest=latest,
        offsets=offsets,
        places=places,
        blocks=blocks,
        hints=hints,
        scans=scans_of(entered, left),
        final=int(left.max(initial=start)),
    )


def scans_of(entered: Int32s, left: Int32s) -> Int32s:
    """The places of the VOID rows."""
    return np.flatnonzero(left < entered).astype(np.int32)


def shift_of(start: int) -> int:
    """How many low bits of a person's number a segment that begins then leaves out."""
    return _BLOCKS_OF_RUNS if start == ALWAYS else 0


def block_count(people: int, shift: int) -> int:
    """How many blocks hold this many people."""
    return (people + (1 << shift) - 1) >> shift


def _key(high: Int32s, low: Int32s) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return (high.astype(np.int64) << 32) + low.astype(np.int64)


def _order(
    venue: Int32s, entered: Int32s, person: Int32s
) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    key = _key(venue, entered)
    order = np.argsort(key)
    # Equal venue and second: by person, so that the order does not depend on how visits arrived.
    sorted_key = key[order]
    if len(order) > 1 and (sorted_key[1:] == sorted_key[:-1]).any():
        order = (
            np.lexsort((person, key))
            if len(order) < 4096
            else order[_stable_ties(sorted_key, person[order])]
        )
    return order


def _stable_ties(
    key: np.ndarray[tuple[int], np.dtype[np.int64]], person: Int32s
) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    order = np.arange(len(key))
    equal = key[1:] == key[:-1]
    tied = np.flatnonzero(np.concatenate((equal, [False])) | np.concatenate(([False], equal)))
    order[tied] = tied[np.lexsort((person[tied], key[tied]))]
    return order


def _running_maximum(left: Int32s, venue: Int32s) -> Int32s:
    # One running maximum over (venue, left) as a single number never falls back within a venue.
    combined = (venue.astype(np.int64) << 32) + (left.astype(np.int64) + 2**31)
    running = np.maximum.accumulate(combined) & 0xFFFFFFFF
    return (running - 2**31).astype(np.int32)


def as_log(segment: Segment) -> VisitLog:
    """The rows of a segment, guests among them."""
    return VisitLog(segment.person, segment.venue(), segment.entered, segment.left)


def joined(segments: Iterable[Segment]) -> VisitLog:
    """The rows of several."""
    return concatenated([as_log(segment) for segment in segments])
