"""How far searches of one case reach: the window, the degrees, the numbers of people (RIGHTS §5). The vault keeps them."""

from typing import Final

import msgspec

from ansim.domain.errors import AnsimError

_DAY: Final = 86400
LONGEST_SPAN: Final = 28 * _DAY  # seconds: what the log holds
LONGEST_AIR: Final = 2 * 3600
"""Seconds that air lingers at the most, of all our diseases (measles). With days of it a search of contacts would tell who
came to a place long after the case had left: that is for signed places alone."""


class OutOfBoundsError(AnsimError):
    """The search reaches further than the case may: `bound` says in which way."""

    code = "out-of-bounds"

    def __init__(self, bound: str, asked: int, most: int) -> None:
        super().__init__(f"{bound}: {asked:,} asked, {most:,} at most for this case")
        self.bound = bound


class UnknownPersonError(AnsimError):
    """The person has no check-in within the period that is kept."""

    code = "unknown-person"


class PeopleBoundError(AnsimError):
    """The case's searches have found as many different people as they may."""

    code = "people-bound"


class FurtherBoundError(AnsimError):
    """The cases of one person were searched beyond direct contacts as often on this day as they may."""

    code = "further-bound"


class ManyPlacesError(AnsimError):
    """The case's own person was checked in at more places at a time than one person is at."""

    code = "many-places"


class NotJoinedError(AnsimError):
    """A code alone began one of the cases: who of it is who of another is not told."""

    code = "not-joined"


class Bounds(msgspec.Struct, frozen=True):
    """The bounds of one case. `start` and `end` are epoch seconds, half-open; a window spans `span` seconds at most.

    What asks for a source, and places, may begin from `back_from` on. Who met whom is told of `drawn` people at a time:
    they are half a million pairs. Beyond direct contacts all cases of its person are searched by `further` windows a day:
    where one minute more in the window finds somebody, that minute is when a contact met them.
    """

    start: int
    end: int
    back_from: int = 0
    span: int = LONGEST_SPAN
    degrees: int = 3
    rows: int = 20_000
    people: int = 50_000
    drawn: int = 1_000
    residual: int = LONGEST_AIR
    further: int = 30
    late: bool = True
    """Whether check-ins of the own person's count that were delivered late."""
    joined: bool = True
    """Whether it is told who of its people is who of another case."""


def bounds_of(opened_at: int, first: int | None = None, last: int | None = None) -> Bounds:
    """The bounds of a case that was opened at a moment (epoch seconds).

    `first` and `last` are the infectious period of its notification; a search for sources reaches 28 days back from its end.
    Without one the vault knows no narrower window than what the log can hold: 28 days before the opening, as many after it.
    """
    if first is None or last is None:
        start = opened_at - LONGEST_SPAN - _DAY
        return Bounds(start, opened_at + LONGEST_SPAN + _DAY, start)
    return Bounds(first, last, sources_from(first, last))


def of_patients_code(bounds: Bounds) -> Bounds:
    """The bounds of a case that a code to its number opened, with no second person.

    Direct contacts, no late check-ins, and nobody of another case.

    Whoever holds the number may be the officer: then check-ins that they deliver late say where somebody else was, those at
    many places at a time say it of everybody there (`ManyPlacesError`), and those of two numbers, joined, of whom both met.
    """
    return msgspec.structs.replace(bounds, degrees=1, late=False, joined=False)


def sources_from(first: int, last: int) -> int:
    """From when on sources of an infectious period are searched: 28 days back from its end, or from its start."""
    return min(first, last - LONGEST_SPAN)


def require_window(bounds: Bounds, start: int, end: int, *, back: bool = False) -> None:
    """Refuse a window that leaves the case's, or spans more than it may. Raises OutOfBoundsError."""
    if end - start > bounds.span:
        raise OutOfBoundsError("seconds of the window", end - start, bounds.span)
    earliest = bounds.back_from if back else bounds.start
    if start < earliest:
        raise OutOfBoundsError("seconds before the case's window", earliest - start, 0)
    if end > bounds.end:
        raise OutOfBoundsError("seconds after the case's window", end - bounds.end, 0)


def require_degrees(bounds: Bounds, degrees: int) -> None:
    """Refuse more links from the case than it may follow. Raises OutOfBoundsError."""
    if degrees > bounds.degrees:
        raise OutOfBoundsError("degrees", degrees, bounds.degrees)


def require_joined(*cases: Bounds) -> None:
    """Refuse to tell who of one of these cases is who of another, where a code alone began one. Raises NotJoinedError."""
    if not all(one.joined for one in cases):
        raise NotJoinedError(
            "a code alone began one of these cases: its people are told in it alone"
        )


def require_rows(bounds: Bounds, rows: int) -> None:
    """Refuse a longer list than one answer may have. Raises OutOfBoundsError."""
    if rows > bounds.rows:
        raise OutOfBoundsError("rows", rows, bounds.rows)


def require_drawn(bounds: Bounds, people: int) -> None:
    """Refuse more people than one drawing may have. Raises OutOfBoundsError."""
    if people > bounds.drawn:
        raise OutOfBoundsError("people", people, bounds.drawn)


def require_air(bounds: Bounds, residual: int) -> None:
    """Refuse air that lingers longer than the air of any disease. Raises OutOfBoundsError."""
    if residual > bounds.residual:
        raise OutOfBoundsError("seconds of lingering air", residual, bounds.residual)
