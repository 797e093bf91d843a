"""Places that somebody signs for, so that the tracer tells who was there (RIGHTS §5, ADR 38).

A person is in one place at a time: what one side may sign for alone is no more than one person could have been at.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, ClassVar, Final, Literal

import msgspec

from ansim.domain.days import day_bounds, local_day
from ansim.domain.errors import AnsimError
from ansim.domain.quantities import VenueId
from ansim.domain.signed_texts import CaseMark, SignedText

VENUE_HOURS: Final = 24
VENUES_A_DAY: Final = 20
DAYS: Final = 14
HOURS_WITH_AIR: Final = 48
"""Venue-hours a day of signed stays with the air that lingers after them: else many short ones would tell of the whole day."""
MOST_STAYS: Final = 150  # so that a text stays below its 8 KiB
_DAY: Final = 86400
_YEAR: Final = 366  # days; the log holds 28
Stay = tuple[VenueId, int, int]
"""A venue, and from which second to which, half-open."""
MOST_WAITING: Final = 20  # texts of one officer that wait for the other side


class PlacesError(AnsimError):
    """Places are not accepted, or not known."""


class PlacesMalformedError(PlacesError):
    """The stays run backward, overlap at one venue, or are not in order."""

    code = "places-malformed"


class PlacesBudgetError(PlacesError):
    """With these the case's places are more than one side may sign for: the other side signs the same text too."""

    code = "places-budget"


class PlacesWaitError(PlacesError):
    """As many texts of this officer as may wait for the other side do: one is signed, or over its time, first."""

    code = "places-wait"


class PlacesUnknownError(PlacesError):
    """Nobody signed such places for this case."""

    code = "places-unknown"


class PlacesNotSignedError(PlacesError):
    """A stay, or a part of it, stands in no signed text of the case."""

    code = "places-not-signed"


class SignedPlaces(SignedText, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tell who was at these stays. `why` says where they are known from; an order (선제검사) wants both sides."""

    KIND: ClassVar[str] = "places"
    VALIDITY: ClassVar[int] = 8 * 3600

    case: CaseMark
    stays: Annotated[tuple[Stay, ...], msgspec.Meta(min_length=1, max_length=MOST_STAYS)]
    why: Literal["interview", "card", "telecom", "cctv", "mixed", "order"]


def require_stays(stays: Sequence[Stay]) -> None:
    """Refuse stays that are not in their one order, or count a moment at a venue twice. Raises PlacesMalformedError."""
    before: Stay | None = None
    for venue, start, end in stays:
        if venue < 1 or start < 0 or end <= start:
            raise PlacesMalformedError(
                "a stay is a venue's number, and a first second before its last"
            )
        if before is not None and (venue, start) < (
            before[0],
            before[2] if venue == before[0] else 0,
        ):
            raise PlacesMalformedError(
                "stays stand by venue and time, and do not overlap at a venue"
            )
        before = venue, start, end


def within_budget(stays: Iterable[Stay]) -> bool:
    """Whether one side may sign for all of these stays of a case: venue-hours and venues a day, and days.

    Each counts for an hour at least: a minute in each quarter of an hour tells who was there all day.
    """
    seconds, venues = _by_days(set(map(_at_least_an_hour, stays)), DAYS)
    return len(seconds) <= DAYS and _of_one_person(seconds, venues)


def of_one_person(stays: Iterable[Stay]) -> bool:
    """Whether one person can have been at all of these check-ins: on no day more than one side may sign for alone.

    Each counts for an hour at least, as above; what overlaps at a venue counts once.
    """
    return _of_one_person(*_by_days(joined(map(_at_least_an_hour, stays)), _YEAR))


def _by_days(stays: Iterable[Stay], most: int) -> tuple[dict[date, int], dict[date, set[int]]]:
    """Venue-hours, in seconds, and venues of each day, until they are more days than `most`."""
    seconds: dict[date, int] = defaultdict(int)
    venues: dict[date, set[int]] = defaultdict(set)
    for stay in stays:
        for day, length in _by_day(stay):
            seconds[day] += length
            venues[day].add(stay[0])
            if len(seconds) > most:
                return seconds, venues
    return seconds, venues


def _of_one_person(seconds: dict[date, int], venues: dict[date, set[int]]) -> bool:
    return all(one <= VENUE_HOURS * 3600 for one in seconds.values()) and all(
        len(one) <= VENUES_A_DAY for one in venues.values()
    )


def within_budget_of_air(stays: Iterable[Stay], air: int) -> bool:
    """Whether signed stays of a case, each with so many seconds of air after it, are not more than may be told of."""
    seconds: dict[date, int] = defaultdict(int)
    for stay in joined((venue, start, end + air) for venue, start, end in stays):
        for day, length in _by_day(stay):
            seconds[day] += length
    return all(one <= HOURS_WITH_AIR * 3600 for one in seconds.values())


def _at_least_an_hour(stay: Stay) -> Stay:
    """The stay, lengthened to an hour within its day."""
    venue, start, end = stay
    return venue, start, max(end, min(start + 3600, day_bounds(local_day(start))[1]))


def _by_day(stay: Stay) -> Iterator[tuple[date, int]]:
    """The calendar days that a stay touches, and its seconds on each."""
    _venue, start, end = stay
    day = local_day(start)
    while (bounds := day_bounds(day))[0] < end:
        yield day, min(end, bounds[1]) - max(start, bounds[0])
        day = local_day(bounds[1])


def parts_not_signed(stay: Stay, signed: Iterable[Stay]) -> list[Stay]:
    """What of a stay no signed stay at its venue covers, in order; nothing where all of it is signed for."""
    venue, at, end = stay
    missing: list[Stay] = []
    for _venue, first, last in sorted(one for one in signed if one[0] == venue):
        if at >= end:
            break
        if first > at:
            missing.append((venue, at, min(first, end)))
        at = max(at, last)
    return [*missing, (venue, at, end)] if at < end else missing


def joined(stays: Iterable[Stay]) -> list[Stay]:
    """The stays in their one order; those of a venue that overlap or touch are one."""
    found: list[Stay] = []
    for venue, start, end in sorted(stays):
        if found and found[-1][0] == venue and start <= found[-1][2]:
            found[-1] = (venue, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((venue, start, end))
    return found


def stays_digest(key: bytes, stays: Iterable[Stay]) -> str:
    """HMAC-SHA-256 in hexadecimal of stays in their one order, by which the terms of a search name them.

    Under the key of the case: a plain hash of a stay or two would be guessed from a copy of the warrant.
    """
    written = b"".join(b"".join(number.to_bytes(8) for number in stay) for stay in joined(stays))
    return hmac.digest(key, b"ansim-stays-v3\0" + written, hashlib.sha256).hex()
