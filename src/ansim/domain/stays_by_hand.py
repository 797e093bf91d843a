"""Stays of a case that an officer typed in: what each says, and how it may be split and merged (ADR 47)."""

from collections.abc import Sequence
from typing import Annotated, Final, Literal

import msgspec

from ansim.domain.errors import AnsimError
from ansim.domain.quantities import VenueId
from ansim.domain.signed_places import Stay

LONGEST: Final = 2 * 86400  # seconds of one stay
LONGEST_NOTE: Final = 200
MOST: Final = 500  # stays of a case that stand
Source = Literal["interview", "card", "telecom", "cctv"]
Confidence = Literal["sure", "likely", "unsure"]


class StayError(AnsimError):
    """A change of stays is not done."""


class StayGoneError(StayError):
    """Somebody changed the stay in the meantime."""

    code = "stay-gone"


class SplitError(StayError):
    """The moment does not lie within the stay."""

    code = "stay-split"


class MergeError(StayError):
    """Two stays or more of one venue are merged, not stays of several."""

    code = "stay-merge"


class TooManyStaysError(StayError):
    """The case has as many stays as it may."""

    code = "stays-most"


class TypedStay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One stay: the venue, from which second to which (half-open), where that is known from, and how surely."""

    venue: VenueId
    start: int
    end: int
    source: Source
    confidence: Confidence
    note: Annotated[str, msgspec.Meta(max_length=LONGEST_NOTE)] = ""

    @property
    def stay(self) -> Stay:
        """As places name it."""
        return self.venue, self.start, self.end


def split(stay: TypedStay, at: int) -> tuple[TypedStay, TypedStay]:
    """The stay before a moment and the one from it on. Raises SplitError."""
    if not stay.start < at < stay.end:
        raise SplitError("a stay is split at a moment within it")
    return msgspec.structs.replace(stay, end=at), msgspec.structs.replace(stay, start=at)


def merge(stays: Sequence[TypedStay]) -> TypedStay:
    """One stay from the first beginning to the last end, no surer than the least sure. Raises MergeError."""
    if len(stays) < 2 or len({one.venue for one in stays}) > 1:
        raise MergeError("two stays or more of one venue are merged")
    first = min(stays, key=lambda one: one.start)
    order: tuple[Confidence, ...] = ("sure", "likely", "unsure")
    merged = msgspec.structs.replace(
        first,
        end=max(one.end for one in stays),
        confidence=max((one.confidence for one in stays), key=order.index),
        note=" / ".join(dict.fromkeys(one.note for one in stays if one.note))[:LONGEST_NOTE],
    )
    if merged.end - merged.start > LONGEST:
        raise MergeError("what would be merged is longer than a stay may be")
    return merged


def write_stay(stay: TypedStay) -> bytes:
    """As it is sealed."""
    return msgspec.json.encode(stay, order="sorted")


def read_stay(written: bytes) -> TypedStay:
    """What was sealed."""
    return msgspec.json.decode(written, type=TypedStay)
