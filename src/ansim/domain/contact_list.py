"""A case's list of contacts, frozen: under a hash of all that it rests on, so that the same inputs give the same hash."""

import hashlib
from typing import Annotated

import msgspec

from ansim.domain.codes import ALPHABET
from ansim.domain.contact_rules import ContactRule
from ansim.domain.search_results import ResultTerms
from ansim.domain.signed_texts import CaseMark, Digest


class ListInputs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a list rests on. Digests are SHA-256 in hexadecimal.

    `stays`: all stays read of the case and its direct contacts. `result`: who was found under `terms`, which a warrant names.
    `by_hand`: the classes that officers set. `program`: the version that searched.
    """

    case: CaseMark
    terms: ResultTerms
    stays: Digest
    result: Digest
    curves: str
    curves_source: str
    preset: str
    preset_version: int
    rule: ContactRule
    by_hand: Digest
    program: Annotated[str, msgspec.Meta(max_length=60)]


def list_hash(inputs: ListInputs) -> bytes:
    """SHA-256 of the inputs in canonical JSON."""
    written = msgspec.json.encode(inputs, order="sorted")
    return hashlib.sha256(b"ansim-contact-list-v1\0" + written).digest()


def by_hand_digest(classes: dict[int, str]) -> str:
    """The digest of classes that officers set, by the contact's number."""
    written = msgspec.json.encode(sorted(classes.items()))
    return hashlib.sha256(b"ansim-classes-v1\0" + written).hexdigest()


def list_mark(digest: bytes) -> str:
    """What screens call a list: `L-` and the first 40 bits of its hash, in the codes' alphabet."""
    bits = int.from_bytes(digest[:5])
    return "L-" + "".join(ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))
