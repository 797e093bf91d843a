"""A laboratory's notification as a compact JWS (RFC 7515): whose key, and is it that key's signature?

Verifying is joserfc's; what a header may say, and by which algorithm a key signs, is decided here beforehand.
"""

import re
import warnings
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, OKPKey
from joserfc.util import urlsafe_b64decode

from ansim.domain.laboratory_notifications import (
    ALGORITHMS,
    LABORATORY_LIMITS,
    Algorithm,
    LaboratoryHeader,
    LaboratorySignatureError,
    NotificationTokenError,
    read_header,
)

# The enrolled key is an Ed25519 key, so the older name leaves nothing open that RFC 9864 closes.
warnings.filterwarnings("ignore", "EdDSA is deprecated", SecurityWarning)

# Signatures of both kinds are 64 bytes. Decoders skip signs that are none of the alphabet's, so none may be there.
_COMPACT: Final = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}")


@dataclass(frozen=True, slots=True)
class LaboratoryKey:
    """An enrolled key: whose it is, how many cases they notify a day, and by what it signs. `public_key` is DER."""

    laboratory: str
    a_day: int
    algorithm: Algorithm
    public_key: bytes


def header_of(token: bytes) -> LaboratoryHeader:
    """The header, which nobody vouches for yet. Raises NotificationTokenError."""
    if len(token) > LABORATORY_LIMITS.longest:
        raise NotificationTokenError(f"the JWS is longer than {LABORATORY_LIMITS.longest} bytes")
    if not _COMPACT.fullmatch(token):
        raise NotificationTokenError("that is no compact JWS with a signature of 64 bytes")
    try:
        return read_header(urlsafe_b64decode(token.partition(b".")[0]))
    except ValueError:
        raise NotificationTokenError("the header is no base64url") from None


def signed_content(token: bytes, header: LaboratoryHeader, key: LaboratoryKey) -> bytes:
    """The bytes of the claims, once the key signed them by its own algorithm. Raises LaboratorySignatureError."""
    names = ALGORITHMS[key.algorithm]
    if header.alg not in names:
        raise LaboratorySignatureError(f"the key signs by {names[0]}, not by {header.alg}")
    try:
        return jws.deserialize_compact(token, _loaded(key), list(names)).payload
    except (JoseError, ValueError):
        raise LaboratorySignatureError("the signature is not that key's over these bytes") from None


def _loaded(key: LaboratoryKey) -> ECKey | OKPKey:
    public = load_der_public_key(key.public_key)
    if key.algorithm == "ES256" and isinstance(public, EllipticCurvePublicKey):
        return ECKey.import_key(public)
    if key.algorithm == "Ed25519" and isinstance(public, Ed25519PublicKey):
        return OKPKey.import_key(public)
    raise LaboratorySignatureError("the stored key is of another kind: enrol it anew")
