"""What staff may do at the vault by a signed text. The console carries text and signature and can change neither."""

import msgspec

from ansim.domain.quantities import Handle
from ansim.domain.signatures import KeyKind, StaffSignature


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key that the signing page made: of a passkey its answer (JSON), of a device key the point and a signature.

    `proof` is HMAC-SHA-256 under the one-time word over the text and the key: the console never sees the word.
    """

    kind: KeyKind
    proof: bytes
    passkey: str = ""
    public_key: bytes = b""
    signature: bytes = b""


class EnrolKey(msgspec.Struct, tag=True, frozen=True):
    """Take in a key of a member of staff under an enrolment text."""

    text: bytes
    key: NewKey


class KeysOf(msgspec.Struct, tag=True, frozen=True):
    """Which keys has this member of staff?"""

    staff: str


class KnownKey(msgspec.Struct, frozen=True):
    """A key of a member of staff: its kind, when it was made (epoch seconds), and its id, by which browsers find it."""

    kind: KeyKind
    made_at: int
    credential: bytes


class JudgeSignIn(msgspec.Struct, tag=True, frozen=True):
    """Who signed this text for a sign-in? `secret` is what the browser that asked for it kept."""

    text: bytes
    signature: StaffSignature
    secret: bytes


class Recognised(msgspec.Struct, frozen=True):
    """Who signed in, and by which key: its mark (16 bytes) and kind."""

    staff: str
    key: bytes
    kind: KeyKind


class BarKey(msgspec.Struct, tag=True, frozen=True):
    """Bar a key of a member of staff, named by its mark: they say that it was not they who used it."""

    staff: str
    key: bytes


class RequestWarrant(msgspec.Struct, tag=True, frozen=True):
    """Ask for a warrant, signed by its officer. `subject` is whose contacts were searched.

    `mac` is the tracer's word on the result, `found_mac` that on its counts by class and venue.
    """

    text: bytes
    signature: StaffSignature
    subject: Handle
    mac: bytes
    found_mac: bytes


class ApproveWarrant(msgspec.Struct, tag=True, frozen=True):
    """Sign a warrant that was asked for, as the second person: the same bytes."""

    text: bytes
    signature: StaffSignature


class OpenNames(msgspec.Struct, tag=True, frozen=True):
    """Names and numbers of people, under an opening signed by the officer who reads them.

    `rows` and `mac` are a result with the warrant's terms, `people` those of its rows who are opened.
    """

    text: bytes
    signature: StaffSignature
    subject: Handle
    rows: bytes
    mac: bytes
    people: list[Handle]


class Accepted(msgspec.Struct, frozen=True):
    """A warrant was taken in under this mark."""

    mark: str
