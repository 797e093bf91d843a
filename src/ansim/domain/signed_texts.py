"""Texts that staff sign on the signing page: one written form each, shown as it is signed (RIGHTS §3, ADR 35).

A heading line, `ansim-KIND-v2`, then JSON: keys sorted, UTF-8 in NFC, no unknown fields, 8 KiB at most.
The page keeps the same list of kinds and fields (`signing/static/sign.js`); what it has no words for it does not sign.
"""

import secrets
import unicodedata
from typing import Annotated, ClassVar, Final, Literal, TypeVar

import msgspec

from ansim.domain.errors import AnsimError
from ansim.domain.signatures import PortalName

LONGEST: Final = 8192
SKEW: Final = 60  # seconds by which clocks of two machines may differ
Digest = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""A SHA-256 in hexadecimal."""
StaffMark = Annotated[str, msgspec.Meta(pattern=r"\AS-[0-9A-Z]{8}\Z")]
# No sign that turns the line around on the signing page.
Workplace = Annotated[
    str,
    msgspec.Meta(
        max_length=60,
        pattern=r"\A[^\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]*\Z",
    ),
]
CaseMark = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z0-9-]{1,12}\Z")]
DEVICE_HEADING: Final = b"ansim-device-signature-v2\n"


class SignedTextError(AnsimError):
    """A signed text is not accepted."""


class TextMalformedError(SignedTextError):
    """These bytes are no text of that kind in its one written form."""

    code = "text-malformed"


class TextTimeError(SignedTextError):
    """The text is over its time, not valid yet, or asks for more time than its kind has."""

    code = "text-time"


class TextOfOtherSiteError(SignedTextError):
    """The text was written for another installation."""

    code = "text-of-other-site"


class OtherBrowserError(SignedTextError):
    """The text was asked for by another browser than the one that hands it in, or too long ago."""

    code = "other-browser"


class TextUsedError(SignedTextError):
    """The text was used before: each serves once."""

    code = "text-used"


class SignedText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every text says. `ref`: 16 random bytes in hexadecimal; `at`, `until`: epoch seconds; `site`: the signing page.

    `KIND` is the word in its heading, `VALIDITY` the most seconds that such a text may be good for.
    """

    KIND: ClassVar[str]
    VALIDITY: ClassVar[int] = 900

    ref: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    at: int
    until: int
    site: str


class OpeningOfNames(SignedText, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Open the names of these people under a warrant. `warrant` and `people` are digests in hexadecimal."""

    KIND: ClassVar[str] = "opening"

    case: CaseMark
    warrant: Digest
    people: Digest
    count: int


class KeyEnrolment(SignedText, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make a key for a member of staff."""

    KIND: ClassVar[str] = "enrolment"

    staff: StaffMark
    role: Literal["officer", "approver", "registrar", "keeper"]


class SigningIn(SignedText, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Begin a session at a portal of ours, which answers at `origin`.

    `browser` is the SHA-256 of a secret of the browser that asked: a text that is taken from one signs in no other.
    """

    KIND: ClassVar[str] = "sign-in"
    VALIDITY: ClassVar[int] = 120

    portal: PortalName
    origin: Annotated[str, msgspec.Meta(max_length=300)]
    browser: Digest


Text = TypeVar("Text", bound=SignedText)


def new_ref() -> str:
    """A fresh `ref`."""
    return secrets.token_hex(16)


def write_text(text: SignedText) -> bytes:
    """The one written form, which signatures cover."""
    return _heading(type(text)) + msgspec.json.encode(text, order="sorted")


def read_text(written: bytes, kind: type[Text]) -> Text:
    """The text that these bytes write. Raises TextMalformedError for any other form of the same words."""
    heading = _heading(kind)
    if len(written) > LONGEST or not written.startswith(heading):
        raise TextMalformedError(f"not a text of the kind {kind.KIND!r} of at most {LONGEST} bytes")
    try:
        text = msgspec.json.decode(written[len(heading) :], type=kind)
        normal = unicodedata.is_normalized("NFC", written.decode())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TextMalformedError(f"the text cannot be read: {error}") from None
    if write_text(text) != written or not normal:
        raise TextMalformedError("the text is not in its one written form; ask for a new one")
    return text


def require_here_and_now(text: SignedText, site: str, now: float) -> None:
    """Refuse a text of another installation or time. Raises TextOfOtherSiteError, TextTimeError."""
    if text.site != site:
        raise TextOfOtherSiteError("the text was written for another installation")
    if not 0 < text.until - text.at <= text.VALIDITY:
        raise TextTimeError("the text asks for more time than its kind has")
    if not text.at - SKEW <= now < text.until:
        raise TextTimeError("the text is over its time or not valid yet; ask for a new one")


def _heading(kind: type[SignedText]) -> bytes:
    return f"ansim-{kind.KIND}-v2\n".encode()
