"""What an owner asks to change of what was checked of a place: what holds at once, and what a clerk looks at first.

At once holds what leaves the place the same to everybody: its name spelt otherwise, its pin set on the right door. Each is
compared with what was checked last, not with what stands: small steps at once would lead anywhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ansim.domain.distances import metres_between
from ansim.domain.venue_names import ALIKE, NEAR, claims_authority, likeness

MOST_A_DAY: Final = 10
"""Wishes of one place that are put before clerks within a day."""


class WishReason(StrEnum):
    """Why a clerk looks at a wish. The words are stored: never rename, only append."""

    OTHER_NAME = "other-name"
    AUTHORITY_NAME = "authority-name"
    KIND = "kind"  # duties hang on it
    ADDRESS = "address"
    MOVED = "moved"
    OUTSIDE = "outside"  # no town holds the pin
    NEIGHBOUR = "neighbour"  # the name is that of a place beside it


class WishEnd(StrEnum):
    """How a change came about, as the reason of its step. The words are stored: never rename, only append."""

    AT_ONCE = "wish-at-once"
    GRANTED = "wish-granted"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked of a place. `place` is the pin in degrees, None where none was set."""

    name: str
    kind: str
    address: str
    place: tuple[float, float] | None


def reasons_to_look(checked: Verified, stands: Verified, wanted: Verified) -> list[WishReason]:
    """Why a clerk looks at it, none where it holds at once; only what differs from what stands is judged."""
    found = []
    if wanted.name != stands.name:
        if likeness(checked.name, wanted.name) < ALIKE:
            found.append(WishReason.OTHER_NAME)
        if claims_authority(wanted.name):
            found.append(WishReason.AUTHORITY_NAME)
    if wanted.kind != stands.kind:
        found.append(WishReason.KIND)
    if wanted.address != stands.address:
        found.append(WishReason.ADDRESS)
    if wanted.place != stands.place and not _is_near(checked.place, wanted.place):
        found.append(WishReason.MOVED)
    return found


def _is_near(one: tuple[float, float] | None, other: tuple[float, float] | None) -> bool:
    return one is not None and other is not None and metres_between(one, other) <= NEAR
