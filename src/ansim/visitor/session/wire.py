"""Codes, sessions, credentials and their keys, as they travel."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from ansim.visitor.api.fields import Base64Url32, Code, ConsentVersion, Email, PersonName, Phone


class VerificationRequest(Struct, frozen=True):
    """Ask for a code: by text to `phone`, or, where no text reaches that, by e-mail (the weaker proof)."""

    phone: Phone | None = None
    email: Email | None = None


class Verification(Struct, frozen=True):
    """A code is on its way. `retry_after`: seconds until the number may ask again."""

    verification_id: UUID
    expires_at: datetime
    retry_after: int


class DeviceKey(Struct, frozen=True):
    """A public P-256 key made in WebCrypto (RFC 7517, RFC 7518 §6.2.1)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Base64Url32
    y: Base64Url32


class SessionRequest(Struct, frozen=True):
    """Trade a code for a session and a credential. `phone` beside `email` is where to call, and unproven."""

    verification_id: UUID
    code: Code
    consent: ConsentVersion
    device_key: DeviceKey
    phone: Phone | None = None
    email: Email | None = None
    name: PersonName | None = None


class Session(Struct, frozen=True):
    """A session token for 24 hours and the credential that renews it."""

    token: str
    expires_at: datetime
    credential: str | None


class Nonce(Struct, frozen=True):
    """A nonce for one key-binding proof."""

    nonce: str
    expires_at: datetime


class RenewalRequest(Struct, frozen=True):
    """A credential with a fresh key-binding proof (RFC 9901)."""

    presentation: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=8192,
            description="SD-JWT~…~KB-JWT: aud is the host, nonce ours",
        ),
    ]


class Renewed(Struct, frozen=True):
    """A session token for 24 hours."""

    token: str
    expires_at: datetime


class IssuerMetadata(Struct, frozen=True):
    """Whose credentials these are, and the public keys to check them with (SD-JWT VC, JWT VC Issuer Metadata)."""

    issuer: str
    jwks: dict[str, list[dict[str, str]]]
