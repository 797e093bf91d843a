"""Signatures of staff, and who may give them together: two people, two keys, two sides (DESIGN §3.3, ADR 35)."""

import hashlib
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from ansim.domain.errors import AnsimError

Side = Literal["asking", "letting"]
KeyKind = Literal["passkey", "device"]
SIDES: Final[Mapping[str, Side]] = {"officer": "asking", "approver": "letting"}
PortalName = Literal["business", "investigation"]
PORTALS: Final[Mapping[str, PortalName]] = {
    "officer": "investigation",
    "approver": "investigation",
    "keeper": "investigation",
    "registrar": "business",
}
"""At which portal a role signs in; registrars and keepers are on no side of any case."""

KEYS_BARRED_A_DAY: Final = 5
"""How many keys the staff of one portal bar within a day: unsigned, so a portal in foreign hands shuts out few."""


def roles_of(portal: PortalName) -> list[str]:
    """The roles that sign in at a portal."""
    return [role for role, where in PORTALS.items() if where == portal]


class SignatureError(AnsimError):
    """A signature is not accepted."""


class SignatureRefusedError(SignatureError):
    """The signature is of another text, page, site or key, or was given without the person."""

    code = "signature-refused"


class UnknownSignerError(SignatureError):
    """That key, or its holder, may not sign."""

    code = "signer-unknown"


class WeakKeyError(SignatureError):
    """A device key is not enough here: a passkey is asked for."""

    code = "device-key-not-enough"


class NotTwoSignersError(SignatureError):
    """The text wants another person's signature, or one of the other side."""

    code = "not-two-signers"


class BothSidesError(SignatureError):
    """In one case a person asks or lets, never both."""

    code = "both-sides"


class KeyBarCapError(SignatureError):
    """So many keys of a portal's staff were barred by themselves today that the operator has to look first."""

    code = "key-bar-cap"


class EnrolmentRefusedError(SignatureError):
    """The key was not enrolled: the one-time word is wrong, used or over its time, or the key proves nothing."""

    code = "enrolment-refused"


class StaffSignature(msgspec.Struct, frozen=True, kw_only=True):
    """A signature of a text: of a passkey (WebAuthn), or, without the two middle fields, of a device key."""

    staff: str
    credential: bytes
    signature: bytes
    authenticator_data: bytes = b""
    client_data: bytes = b""


def challenge_of(text: bytes) -> bytes:
    """What a passkey is asked to sign for a text: its SHA-256, 32 bytes."""
    return hashlib.sha256(text).digest()


def key_mark(credential: bytes) -> bytes:
    """By what a portal knows a key of staff: 16 bytes, of which the key's id does not follow."""
    return hashlib.sha256(credential).digest()[:16]
