"""The account of rows that are taken many at once, and the ids by which a row is known again."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Literal

from ansim.domain.identifiers import uuid7
from ansim.domain.quantities import VenueId
from ansim.visitor.api.problems import ProblemKind
from ansim.visitor.door import wire

Fate = Literal["stored", "repeated"] | ProblemKind


def account_of(fates: Sequence[Fate | None], language: str) -> wire.RowAccount:
    """What became of each row, in order."""
    refused = [
        _refused(place, fate, language)
        for place, fate in enumerate(fates, 1)
        if isinstance(fate, ProblemKind)
    ]
    kept = [fate for fate in fates if not isinstance(fate, ProblemKind)]
    return wire.RowAccount(len(fates), kept.count("stored"), kept.count("repeated"), refused)


def visit_of(key: bytes, venue: VenueId, whose: bytes, entered: int) -> bytes:
    """The id of a visit that no phone made: the same row of the same venue always has the same, whoever sends it.

    A UUIDv7 of the moment (epoch seconds); under the key, so that it says nothing of whose it is.
    """
    text = b"ansim visit at the door v1 %d %d " % (venue, entered) + whose
    random = int.from_bytes(hmac.digest(key, text, hashlib.sha256)[:10], "big")
    return uuid7(entered, random).bytes


def _refused(place: int, kind: ProblemKind, language: str) -> wire.RefusedRow:
    words = kind.document(language)
    return wire.RefusedRow(place, words.code, words.title, words.detail)
