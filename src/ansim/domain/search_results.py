"""What a search found, as the tracer vouches for it and the vault checks it: terms, digest and mac (ADR 35).

A row is 32 bytes: whom (16 bytes, as the console knows people), and the first and last second of the exposure as int64,
big-endian. Rows stand in ascending order, so one result has one written form.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from ansim.domain.quantities import EpochSeconds, Handle
from ansim.domain.signed_texts import Digest

ROW_BYTES: Final = 32
ID_BYTES: Final = 16
_ROW: Final = struct.Struct(">16sqq")


class ResultTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole question of a contact search. The window is half-open, all else in seconds."""

    direction: Literal["forward", "backward"]
    start: EpochSeconds
    end: EpochSeconds
    minimum_overlap: int
    degrees: int
    latent: int
    residual: int
    limit: int
    close: int | None
    stays: Digest | msgspec.UnsetType = msgspec.UNSET
    """Of the stays that were typed in by hand (`signed_places.stays_digest`), which the tracer writes; else not written."""


class VouchedResult(msgspec.Struct, frozen=True):
    """A result by its digest, with the tracer's word that such a search of such a case found it."""

    digest: bytes
    mac: bytes


def packed_rows(rows: Iterable[tuple[bytes, int, int]]) -> bytes:
    """The rows (whom, first second, last second) in their one written form."""
    return b"".join(sorted(_ROW.pack(*row) for row in rows))


def people_in(packed: bytes) -> frozenset[bytes] | None:
    """Whom the rows name; None where these bytes are no rows, not in order, or name somebody twice."""
    if len(packed) % ROW_BYTES:
        return None
    people = [packed[at : at + ID_BYTES] for at in range(0, len(packed), ROW_BYTES)]
    found = frozenset(people)
    return found if len(found) == len(people) and people == sorted(people) else None


def people_digest(people: Iterable[bytes]) -> bytes:
    """The digest of a choice of people, in whatever order they were chosen."""
    return hashlib.sha256(b"ansim-people-v2\0" + b"".join(sorted(people))).digest()


def terms_digest(terms: ResultTerms) -> bytes:
    """SHA-256 of the terms in canonical JSON."""
    return hashlib.sha256(msgspec.json.encode(terms, order="sorted")).digest()


def result_digest(
    key: bytes, case: str, subject: Handle, terms: ResultTerms, packed: bytes
) -> bytes:
    """The digest of what was found: the case, whose contacts were searched (16 bytes), the terms, the rows.

    Under the scope key: a plain hash of one contact's row would be guessed from a copy of the warrant.
    """
    message = b"ansim-result-v3\0" + question(case, subject, terms) + packed
    return hmac.digest(key, message, hashlib.sha256)


def result_mac(
    key: bytes, case: str, subject: Handle, terms: ResultTerms, people: int, digest: bytes
) -> bytes:
    """The tracer's mark under the scope key: it binds question, number of people and digest, so that rows may stay away."""
    message = question(case, subject, terms) + people.to_bytes(8) + digest
    return hmac.digest(key, b"ansim-result-mac-v2\0" + message, hashlib.sha256)


def subject_mark(key: bytes, case: str, subject: Handle) -> bytes:
    """Whose contacts a case is about (16 bytes, as the console knows people), as the vault keeps it under the scope key."""
    message = b"ansim-case-subject-v2\0" + case.encode() + b"\0" + subject
    return hmac.digest(key, message, hashlib.sha256)


def vouch(
    key: bytes, case: str, subject: Handle, terms: ResultTerms, packed: bytes
) -> VouchedResult:
    """The digest and mac of a result, as the tracer answers them."""
    digest = result_digest(key, case, subject, terms, packed)
    people = len(packed) // ROW_BYTES
    return VouchedResult(digest, result_mac(key, case, subject, terms, people, digest))


def question(case: str, subject: Handle, terms: ResultTerms) -> bytes:
    """What was searched, in bytes: the case, whose contacts (16 bytes), the terms' digest."""
    return case.encode() + b"\0" + len(subject).to_bytes(2) + subject + terms_digest(terms)
