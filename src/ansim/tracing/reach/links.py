"""What a link is and what it leaves: the label of whoever it exposes.

A label is a row of (exposure, end of the exposer's stay, exposer, seconds together, venue); the earliest exposure
wins, then the latest end, then the lowest person number, then the longest overlap and the lowest venue.
"""

from typing import NamedTuple

import numba as nb

from ansim.tracing.arrays import Int16s, Int32Rows, Int32s
from ansim.tracing.index import NEVER
from ansim.tracing.index.table import numbers_at

UNREACHED = NEVER
CLOSE, VIA, TOGETHER, VENUE = range(4)
# Columns of infectious stays: `CAUSE` is the event that made one so, `PLACE` where it stands among the visits, -1 for
# a guest.
BEGIN, MINUS_CLOSE, CAUSE, PLACE = range(4)


class LinkTerms(NamedTuple):
    """What counts as a link: the window, the least seconds together, and how long air lingers."""

    start: int
    end: int
    minimum: int
    residual: int


class Labels(NamedTuple):
    """The labels that a thread offers in a round: everybody's exposure before it, their moment in it, the rest of the label.

    `moment` begins a round as a copy of `exposed`. Columns of `rows`: CLOSE, VIA, TOGETHER, VENUE.
    """

    exposed: Int32s
    moment: Int32s
    rows: Int32Rows


class LabelsAt(NamedTuple):
    """The addresses of `Labels`: arrays handed to an inlined function would have their references counted at each call."""

    exposed: int
    moment: int
    rows: int


class Standing(NamedTuple):
    """How everybody stands: exposure, when they infect, and the first and the last round in which the exposure moved."""

    exposed: Int32s
    infectious: Int32s
    degree: Int16s
    moved: Int16s


_INT32S, _INT16S = nb.int32[::1], nb.int16[::1]
TERMS = nb.types.NamedUniTuple(nb.int64, 4, LinkTerms)
LABELS = nb.types.NamedTuple((_INT32S, _INT32S, nb.int32[:, ::1]), Labels)
LABELS_AT = nb.types.NamedUniTuple(nb.int64, 3, LabelsAt)
STANDING = nb.types.NamedTuple((_INT32S, _INT32S, _INT16S, _INT16S), Standing)


@nb.njit(inline="always")
def addresses(labels: Labels) -> LabelsAt:
    """Where the arrays of labels stand. Their owner is whoever called the compiled code."""
    return LabelsAt(
        nb.int64(labels.exposed.ctypes.data),
        nb.int64(labels.moment.ctypes.data),
        nb.int64(labels.rows.ctypes.data),
    )


@nb.njit(inline="always")
def offer(
    who: int, at: int, close: int, source: int, together: int, venue: int, labels: LabelsAt
) -> None:
    """Keep the better of somebody's label and a new one."""
    moments = numbers_at(labels.moment, who + 1)
    if at > moments[who]:
        return
    label = numbers_at(labels.rows + 16 * nb.int64(who), 4)
    if at == moments[who]:
        if at == numbers_at(labels.exposed, who + 1)[who] or close < label[CLOSE]:
            return
        if close == label[CLOSE]:
            if source > label[VIA]:
                return
            if source == label[VIA]:
                if together < label[TOGETHER]:
                    return
                if together == label[TOGETHER] and venue >= label[VENUE]:
                    return
    moments[who] = at
    label[CLOSE], label[VIA], label[TOGETHER], label[VENUE] = close, source, together, venue
