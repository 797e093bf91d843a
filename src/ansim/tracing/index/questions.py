"""What may be asked of a log: one set of checks for all searches, so that what makes no sense gets a named error."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ansim.domain.quantities import LogSeconds
from ansim.tracing.arrays import Int32s
from ansim.tracing.index.log import LogError, UnknownNumberError, whole_numbers
from ansim.tracing.index.snapshot import Snapshot
from ansim.tracing.limits import EARLIEST, LATEST, LONGEST

Bounds = tuple[int, int]
_OF_THE_LOG = (EARLIEST, LATEST)
_WHOLE = (int, np.integer)


class WindowError(LogError):
    """A window or stay that ends before it starts, or a setting that is no number, or one out of bounds."""


def whole(least: int, most: int | None = None, **numbers: Any) -> None:
    """Raise WindowError, by its name, for what is no whole number within these bounds."""
    for name, number in numbers.items():
        if not isinstance(number, _WHOLE) or number < least or (most is not None and number > most):
            bounds = f"{least} upwards" if most is None else f"{least} to {most}"
            raise WindowError(f"{name}={number}: wanted a whole number from {bounds}")


def seconds(**numbers: Any) -> None:
    """The same for lengths of time."""
    whole(0, LONGEST, **numbers)


def share(**numbers: Any) -> None:
    """Raise WindowError for what is no number from 0 to 1."""
    for name, number in numbers.items():
        if not (isinstance(number, int | float | np.floating) and 0 <= number <= 1):
            raise WindowError(f"{name}={number}: wanted a number from 0 to 1")


def moment(at: int, name: str = "moment", bounds: Bounds = _OF_THE_LOG) -> LogSeconds:
    """The moment in seconds since BASE, cut to `bounds`: a log holds no visit beyond them.

    Raises WindowError for what is no whole number.
    """
    if not isinstance(at, _WHOLE):
        raise WindowError(f"{name}={at}: wanted a whole number")
    return LogSeconds(int(min(max(at, bounds[0]), bounds[1])))


def window(
    start: int, end: int, names: tuple[str, str] = ("start", "end"), bounds: Bounds = _OF_THE_LOG
) -> tuple[LogSeconds, LogSeconds]:
    """The window with both ends cut to `bounds`. Raises WindowError where it ends before it starts."""
    begin, close = moment(start, names[0], bounds), moment(end, names[1], bounds)
    if end < start:
        raise WindowError(f"the window ends ({end}) before it starts ({start})")
    return begin, close


def apart(windows: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Windows `(venue, start, end)` without the empty ones; those of a venue that overlap or touch are made one."""
    joined: list[tuple[int, int, int]] = []
    for venue, start, end in sorted(one for one in windows if one[2] > one[1]):
        if joined and joined[-1][0] == venue and start <= joined[-1][2]:
            joined[-1] = (venue, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((venue, start, end))
    return joined


def person(snapshot: Snapshot, number: int) -> None:
    """Raise UnknownNumberError where the snapshot knows of no such person."""
    if not (_is_whole(number) and snapshot.holds(number)):
        raise UnknownNumberError(
            f"there is no person {number}; they run from 0 to {snapshot.people - 1}"
        )


def venue(snapshot: Snapshot, number: int) -> None:
    """The same for venues."""
    if not (_is_whole(number) and 0 <= number < snapshot.venues):
        raise UnknownNumberError(
            f"there is no venue {number}; they run from 0 to {snapshot.venues - 1}"
        )


def people(snapshot: Snapshot, numbers: Any) -> Int32s:
    """A set of people, each once, in order."""
    chosen = np.unique(whole_numbers("person", numbers))
    if len(chosen):
        person(snapshot, chosen[0])
        person(snapshot, chosen[-1])
    return chosen.astype(np.int32)


def hazards(snapshot: Snapshot, rates: Any) -> None:
    """Raise WindowError unless there is a rate, finite and not below 0, for each venue."""
    if len(rates) < snapshot.venues:
        raise WindowError(f"hazard has {len(rates)} rates for {snapshot.venues} venues")
    broken = np.flatnonzero(~((rates >= 0) & np.isfinite(rates)))
    if broken.size:
        raise WindowError(
            f"hazard of venue {broken[0]} is {rates[broken[0]]}, wanted a rate from 0 upwards"
        )


def _is_whole(number: object) -> bool:
    return isinstance(number, _WHOLE)
