"""Two signatures under a warrant: two people, two keys, two roles (DESIGN §3.3; Ed25519 as in RFC 8032)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ansim.domain.warrant import Warrant, WarrantError, read_warrant, require_terms, require_time

REQUESTING_ROLE: Final = "officer"
APPROVING_ROLE: Final = "approver"


class NotTwoSignersError(WarrantError):
    """A warrant needs exactly two signatures: its officer's and another person's who may approve."""

    code = "not-two-signers"


class UnknownSignerError(WarrantError):
    """Nobody with that mark may sign warrants."""

    code = "signer-unknown"


class ForgedSignatureError(WarrantError):
    """A signature does not fit the warrant and its signer's key."""

    code = "signature-forged"


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may sign: the staff mark, the role, and the Ed25519 public key (32 bytes)."""

    ref: str
    role: str
    public: bytes


def require_signatures(
    text: bytes, signatures: Sequence[tuple[str, bytes]], signers: Mapping[str, Signer]
) -> Warrant:
    """The warrant in these bytes, once its officer and a different approver have signed them.

    `signatures` pairs a staff mark with a signature (64 bytes). Raises a WarrantError that says what is missing.
    """
    warrant = read_warrant(text)
    for ref, signature in signatures:
        if ref not in signers:
            raise UnknownSignerError(
                f"{ref} may not sign warrants: enrol the key with `ansim staff add`"
            )
        _verify(signers[ref], signature, text)
    people = [signers[ref] for ref, _signature in signatures]
    # Distinct keys too: one person with two accounts and one key is one person.
    if (
        len(people) != 2
        or len({one.ref for one in people}) != 2
        or len({one.public for one in people}) != 2
    ):
        raise NotTwoSignersError(
            f"warrant {warrant.ref} needs the signatures of two different people"
        )
    roles = {one.role: one.ref for one in people}
    if set(roles) != {REQUESTING_ROLE, APPROVING_ROLE}:
        raise NotTwoSignersError(f"warrant {warrant.ref} needs one officer and one approver")
    if roles[REQUESTING_ROLE] != warrant.requester:
        raise NotTwoSignersError(
            f"warrant {warrant.ref} must be signed by the officer who asked for it"
        )
    return warrant


def require_valid(
    text: bytes, signatures: Sequence[tuple[str, bytes]], signers: Mapping[str, Signer], now: float
) -> Warrant:
    """The warrant, once its signatures, terms and time all hold. `now` in epoch seconds. Raises WarrantError."""
    warrant = require_signatures(text, signatures, signers)
    require_terms(warrant)
    require_time(warrant, now)
    return warrant


def _verify(signer: Signer, signature: bytes, text: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(signer.public).verify(signature, text)
    except (InvalidSignature, ValueError):
        raise ForgedSignatureError(
            f"the signature of {signer.ref} does not fit this warrant"
        ) from None
