"""The exposure feed: what a phone needs to find out by itself whether it was at a place and hour that officers published.

A day is cut into slots. An entry is 8 bytes: the first seven of `HMAC-SHA256(venue code, day, slot)`, then a byte of advice
hidden under the eighth. So an entry says something to those alone who hold the code, that is who stood before the sign;
nobody else can tell it from the padding (ADR 53).
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import Final, NamedTuple

from ansim.domain.days import day_bounds, local_day
from ansim.domain.errors import AnsimError

SLOT: Final = 3600
"""Seconds of a slot (policy). Windows are rounded outward to slots; a day of 86,400 s has a whole number of them."""
FEED_DAYS: Final = 14
"""For how many days after the last contact an exposure stays in the feed (policy)."""
LONGEST_WINDOW: Final = 24 * 3600
KEY_BYTES: Final = 7
ENTRY_BYTES: Final = 8
FEWEST_ENTRIES: Final = 64
MOST_ENTRIES: Final = 12_288
"""Of a day: 98,304 bytes, 174.8 kB in the signed file, under the 200 kB that a province's day may have."""

_PURPOSE: Final = b"ansim-exposure-v1"


class Advice(IntEnum):
    """What a visitor who was there is asked to do, the gravest first."""

    TEST = 1
    WATCH = 2
    ASK = 3


class DiseaseGroup(IntEnum):
    """What may be said of the disease: a group that holds many diseases, or nothing."""

    UNSAID = 0
    AIRWAYS = 1
    GUT = 2


class Basis(StrEnum):
    """What an officer read an exposure off."""

    CASE = "case"
    ALERT = "alert"


class WithdrawalReason(StrEnum):
    """Why an exposure no longer stands."""

    WRONG_PLACE = "wrong-place"
    WRONG_TIME = "wrong-time"
    NOT_INFECTED = "not-infected"
    TWICE = "twice"
    CORRECTED = "corrected"


class ExposureWindowError(AnsimError):
    """The window runs backward, is too long, has not begun, or is too old for the feed."""

    code = "exposure-window"


class Slot(NamedTuple):
    """One slot of a local day, counted from its midnight."""

    day: date
    number: int


class Guidance(NamedTuple):
    """What the feed tells whoever was there."""

    advice: Advice
    group: DiseaseGroup


def rounded_out(start: float, end: float) -> tuple[int, int]:
    """The window from the beginning of its first slot to the end of its last; epoch seconds, half-open.

    Raises ExposureWindowError where it does not run forward or is longer than LONGEST_WINDOW.
    """
    if not start < end:
        raise ExposureWindowError("an exposure ends after it began")
    first = _begin_of(start)
    last = _begin_of(end)
    last = last if last == end else last + SLOT
    if last - first > LONGEST_WINDOW:
        raise ExposureWindowError(
            f"an exposure lasts {LONGEST_WINDOW // 3600} hours at the most: publish a longer one in parts"
        )
    return first, last


def require_publishable(start: float, end: float, now: float) -> tuple[int, int]:
    """The rounded window, of one that has begun and is not too old for the feed. Raises ExposureWindowError."""
    first, last = rounded_out(start, end)
    if end > now:
        raise ExposureWindowError("an exposure is published once it is over")
    if last_day(last) < local_day(now):
        raise ExposureWindowError(
            f"an exposure of more than {FEED_DAYS} days ago is no longer published"
        )
    return first, last


def last_day(end: float) -> date:
    """The last local day on which an exposure that ended then stands in the feed."""
    return local_day(end - 1) + timedelta(days=FEED_DAYS)


def slots_of(start: float, end: float) -> list[Slot]:
    """Every slot that a half-open window touches, in order."""
    return list(_slots(start, end))


def days_in_feed(now: float) -> list[date]:
    """The local days of which the feed has a file: today and the FEED_DAYS before, oldest first."""
    today = local_day(now)
    return [today - timedelta(days=back) for back in range(FEED_DAYS, -1, -1)]


def entry(code: str, slot: Slot, told: Guidance) -> bytes:
    """The entry of a venue's code and a slot."""
    mac = _mac(code, slot)
    return mac[:KEY_BYTES] + bytes([mac[KEY_BYTES] ^ (told.advice | told.group << 4)])


def found(code: str, slot: Slot, entries: Mapping[bytes, int]) -> Guidance | None:
    """What a day's entries (hidden byte by key) say of a code and a slot, as a phone that stood there reads it.

    Advice or a group that this version does not know is read as ASK, or as unsaid.
    """
    mac = _mac(code, slot)
    hidden = entries.get(mac[:KEY_BYTES])
    if hidden is None:
        return None
    plain = hidden ^ mac[KEY_BYTES]
    advice, group = plain & 15, plain >> 4
    return Guidance(
        Advice(advice) if advice in set(Advice) else Advice.ASK,
        DiseaseGroup(group) if group in set(DiseaseGroup) else DiseaseGroup.UNSAID,
    )


def graver(one: Guidance, other: Guidance) -> Guidance:
    """What is told where two exposures share place and slot: the graver advice, a group only where both have it."""
    group = one.group if one.group == other.group else DiseaseGroup.UNSAID
    return Guidance(min(one.advice, other.advice), group)


def padded(entries: Iterable[bytes], day: date, padding_key: bytes) -> bytes:
    """A day's entries in an order that says nothing, filled up to 64, 128, 256 and so on, cut at MOST_ENTRIES.

    The padding follows from a key that no other process has, so that every gateway makes the same bytes; it looks like
    entries to whoever holds no code.
    """
    held = list(dict.fromkeys(entries))[:MOST_ENTRIES]
    size = FEWEST_ENTRIES
    while size < len(held):
        size *= 2
    size = min(size, MOST_ENTRIES)
    message = day.isoformat().encode() + b"\n"
    for number in range(size - len(held)):
        mac = hmac.digest(padding_key, message + str(number).encode(), "sha256")
        held.append(mac[:ENTRY_BYTES])
    return b"".join(sorted(held))


def by_key(packed: bytes) -> dict[bytes, int]:
    """The hidden byte of each entry of a day, by its key."""
    starts = range(0, len(packed), ENTRY_BYTES)
    return {packed[at : at + KEY_BYTES]: packed[at + KEY_BYTES] for at in starts}


def false_match_rate(entries: int, tried: int, key_bytes: int = KEY_BYTES) -> float:
    """The chance that a phone which tries so many slots of a day finds one that nobody published (a union bound)."""
    return min(1.0, entries * tried / 256.0**key_bytes)


def _mac(code: str, slot: Slot) -> bytes:
    message = b"\n".join((_PURPOSE, slot.day.isoformat().encode(), str(slot.number).encode()))
    return hmac.digest(code.encode("ascii"), message, "sha256")


def _begin_of(moment: float) -> int:
    midnight, _next = day_bounds(local_day(moment))
    return midnight + int(moment - midnight) // SLOT * SLOT


def _slots(start: float, end: float) -> Iterator[Slot]:
    at = _begin_of(start)
    while at < end:
        day = local_day(at)
        yield Slot(day, (at - day_bounds(day)[0]) // SLOT)
        at += SLOT
