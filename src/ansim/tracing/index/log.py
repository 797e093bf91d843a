"""The visitor log as the searches know it: four arrays of equal length, every stay half-open `[entered, left)`.

Times are int32 seconds since BASE (2020-01-01 UTC), which reach from 2018 to 2086. People and venues are numbers from 0.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ansim.domain.errors import AnsimError
from ansim.tracing.arrays import Int32s
from ansim.tracing.limits import EARLIEST, LATEST


class LogError(AnsimError):
    """A visit cannot stand in the log; the message names its row (0 is the first)."""


class EndBeforeStartError(LogError):
    """A stay ends before it starts."""


class TimeOutsideError(LogError):
    """A time is no number of seconds that the log can hold."""


class UnknownNumberError(LogError):
    """A person or venue number is negative, no whole number, or beyond those that exist."""


@dataclass(frozen=True, slots=True)
class VisitLog:
    """Stays with their ends given or imputed, in any order. Make it with `visit_log`, which checks it."""

    person: Int32s
    venue: Int32s
    entered: Int32s
    left: Int32s

    def __len__(self) -> int:
        return len(self.person)


def visit_log(person: ArrayLike, venue: ArrayLike, entered: ArrayLike, left: ArrayLike) -> VisitLog:
    """A checked log. Raises a LogError that names the first row at fault."""
    people, venues = _numbers("person", person), _numbers("venue", venue)
    starts, ends = times("entered", entered), times("left", left)
    if not len(people) == len(venues) == len(starts) == len(ends):
        lengths = (len(people), len(venues), len(starts), len(ends))
        raise LogError(f"the four columns of a log have one length, not {lengths}")
    backward = np.flatnonzero(ends < starts)
    if backward.size:
        row = int(backward[0])
        raise EndBeforeStartError(
            f"row {row}: the stay ends ({ends[row]}) before it starts ({starts[row]})"
        )
    return VisitLog(people, venues, starts, ends)


def whole_numbers(name: str, values: ArrayLike) -> NDArray[Any]:
    """A column of whole numbers; raises a LogError that names the first row which is none."""
    array = np.asarray(values)
    if array.ndim > 1:
        raise LogError(f"{name} has {array.ndim} dimensions, wanted a column")
    if array.size == 0:
        return array.astype(np.int64).reshape(-1)
    if array.dtype.kind == "f":
        broken = np.flatnonzero(~(np.abs(array) < 2**62) | (array != np.floor(array)))
        if broken.size:
            row = int(broken[0])
            error = UnknownNumberError if name in ("person", "venue") else TimeOutsideError
            raise error(f"row {row}: {name} is {array[row]}, not a whole number of 63 bits")
        return array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise LogError(f"{name} holds {array.dtype}, wanted whole numbers")
    return array


def _numbers(name: str, values: ArrayLike) -> Int32s:
    array = whole_numbers(name, values)
    broken = np.flatnonzero((array < 0) | (array > 2**31 - 2))
    if broken.size:
        row = int(broken[0])
        raise UnknownNumberError(f"row {row}: {name} {array[row]} is no number from 0 upwards")
    return np.ascontiguousarray(array, np.int32)


def times(name: str, values: ArrayLike) -> Int32s:
    """A column of moments, seconds since BASE; raises a LogError that names the first row which is none."""
    array = whole_numbers(name, values)
    broken = np.flatnonzero((array < EARLIEST) | (array > LATEST))
    if broken.size:
        row = int(broken[0])
        raise TimeOutsideError(
            f"row {row}: {name} {array[row]} lies outside the times that a log holds"
        )
    return np.ascontiguousarray(array, np.int32)


def concatenated(logs: list[VisitLog]) -> VisitLog:
    """The rows of all of them, in order."""
    if len(logs) == 1:
        return logs[0]
    return VisitLog(
        *(
            np.concatenate(parts)
            for parts in zip(*map(columns_of, [empty_log(), *logs]), strict=True)
        )
    )


def columns_of(log: VisitLog) -> tuple[Int32s, ...]:
    """Person, venue, entered, left."""
    return log.person, log.venue, log.entered, log.left


def empty_log() -> VisitLog:
    """No visits."""
    nothing = np.empty(0, np.int32)
    return VisitLog(nothing, nothing, nothing, nothing)
