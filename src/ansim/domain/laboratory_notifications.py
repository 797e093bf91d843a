"""What a laboratory, or the national system, signs that notifies a case (병원체 검사결과 신고; RIGHTS §3, ADR 42)."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

import msgspec

from ansim.domain.notification import Disease, NotificationError, Subject
from ansim.domain.pathogens import Anchor
from ansim.domain.signed_texts import SKEW, Workplace

TYPE: Final = "ansim-notification+jwt"
Algorithm = Literal["ES256", "Ed25519"]
ALGORITHMS: Final[dict[Algorithm, tuple[str, ...]]] = {
    "ES256": ("ES256",),
    "Ed25519": ("Ed25519", "EdDSA"),  # RFC 9864 renames what RFC 8037 called EdDSA
}
"""By what a key signs, and how a header may call it. The enrolled key decides, never the header."""

LaboratoryMark = Annotated[str, msgspec.Meta(pattern=r"\AL-[0-9A-Z]{8}\Z")]


class NotificationTokenError(NotificationError):
    """These bytes are no compact JWS of the kind and size that notifies a case."""

    code = "jws-unreadable"


class LaboratoryKeyUnknownError(NotificationError):
    """No key of that `kid` counts here: never enrolled, or barred."""

    code = "laboratory-key-unknown"


class LaboratorySignatureError(NotificationError):
    """The signature is not that key's over these bytes, or of another algorithm than the key's."""

    code = "laboratory-signature"


class LaboratoryClaimsError(NotificationError):
    """A claim is missing, not known, or no value that stands there; the message begins with its name where there is one."""

    code = "claims-unreadable"


class OtherIssuerError(NotificationError):
    """`iss` is another than the laboratory whose key signed."""

    code = "other-issuer"


class OtherAudienceError(NotificationError):
    """`aud` is another installation."""

    code = "other-audience"


class NotificationAgeError(NotificationError):
    """`iat` lies in the future, or too long ago."""

    code = "notification-age"


class IdentifierUsedError(NotificationError):
    """The laboratory used this `jti` for another notification."""

    code = "jti-used"


class LaboratoryCapError(NotificationError):
    """The laboratory notified as many cases today as it may."""

    code = "laboratory-cap"


class TeamUnknownError(NotificationError):
    """No officer works in that team of that agency, so nobody would take the case up."""

    code = "team-unknown"


@dataclass(frozen=True, slots=True)
class LaboratoryLimits:
    """Policy, as of 2026-11-27.

    `oldest`: seconds since `iat`; `a_day`: notifications of one laboratory where its enrolment says no other number.
    """

    longest: int = 8192  # bytes
    oldest: int = 14 * 86400
    a_day: int = 300


LABORATORY_LIMITS: Final = LaboratoryLimits()
MOST_A_DAY: Final = 20_000  # that an operator may allow a laboratory


class LaboratoryHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole header: nothing in it brings a key along (`jwk`, `jku`, `x5c`, `x5u`) or changes a rule (`crit`, `b64`).

    `kid` is the key's thumbprint (RFC 7638), as the operator was told it.
    """

    alg: Literal["ES256", "Ed25519", "EdDSA"]
    typ: Literal["ansim-notification+jwt"]
    kid: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{43}\Z")]


class LaboratoryNotification(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The claims. `iat` is when the notification was written, epoch seconds; `aud` the installation that it is for.

    `subject` to `team` say what a person's `Notification` says.
    """

    iss: LaboratoryMark
    jti: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9._:~-]{1,64}\Z")]
    iat: int
    aud: Annotated[str, msgspec.Meta(max_length=255)]
    subject: Subject
    disease: Disease
    anchor: date
    anchor_kind: Anchor
    agency: Workplace
    team: Workplace


def read_header(text: bytes) -> LaboratoryHeader:
    """The header of a JWS. Raises NotificationTokenError."""
    try:
        return msgspec.json.decode(text, type=LaboratoryHeader)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise NotificationTokenError(
            f"the header has to be alg (ES256 or EdDSA), typ ({TYPE}) and kid, and nothing else"
        ) from None


def read_claims(text: bytes) -> LaboratoryNotification:
    """The claims of a JWS. Raises LaboratoryClaimsError, which never repeats a value: it may be a number."""
    try:
        claims = msgspec.json.decode(text, type=LaboratoryNotification)
        normal = unicodedata.is_normalized("NFC", text.decode())
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        claim = _claim_of(str(error))
        raise LaboratoryClaimsError(f"{claim}: missing, or no value that stands here") from None
    if not normal:
        raise LaboratoryClaimsError(": the claims are not in NFC (Unicode's composed form)")
    return claims


def claim_in(message: str) -> str:
    """The claim that a LaboratoryClaimsError is about; empty where it is about none that is known."""
    name = message.partition(":")[0]
    return name if name in LaboratoryNotification.__struct_fields__ else ""


def _claim_of(fault: str) -> str:
    """The decoder names a missing field in backticks, and a wrong one by its path."""
    for name in LaboratoryNotification.__struct_fields__:
        if f"required field `{name}`" in fault or fault.endswith(f"`$.{name}`"):
            return name
    return ""


def require_for_here(claims: LaboratoryNotification, laboratory: str, site: str) -> None:
    """Refuse what another laboratory wrote, or for another installation. Raises OtherIssuerError, OtherAudienceError."""
    if claims.iss != laboratory:
        raise OtherIssuerError("iss is not the laboratory whose key signed")
    if claims.aud != site:
        raise OtherAudienceError(f"aud names another installation: this one is {site!r}")


def require_fresh(iat: int, now: float) -> None:
    """Refuse a notification of the future, or an old one. Raises NotificationAgeError."""
    if not now - LABORATORY_LIMITS.oldest <= iat <= now + SKEW:
        days = LABORATORY_LIMITS.oldest // 86400
        raise NotificationAgeError(f"iat lies in the future, or more than {days} days ago")


def keyed(key: bytes, laboratory: str, what: Literal["jti", "content"], text: bytes) -> bytes:
    """What is kept of an identifier or of the claims: a keyed hash, as claims name a number that could be guessed."""
    message = b"ansim-laboratory-v1\0" + f"{what}\0{laboratory}\0".encode() + text
    return hmac.digest(key, message, hashlib.sha256)
