"""Reading a laboratory's public key as its people send it: a JWK (RFC 7517), or PEM."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from ansim.domain.errors import AnsimError
from ansim.domain.laboratory_notifications import ALGORITHMS, Algorithm

_KINDS: Final[dict[Any, type[ECKey | OKPKey]]] = {"EC": ECKey, "OKP": OKPKey}
_WANTED: Final = "wanted a public key for ES256 (P-256) or Ed25519, as a JWK or as PEM"


class KeyFileError(AnsimError):
    """The file holds no public key that a laboratory could sign by."""


@dataclass(frozen=True, slots=True)
class PublicKeyFile:
    """A public key: its thumbprint (RFC 7638), by what it signs, and its DER."""

    kid: str
    algorithm: Algorithm
    public_key: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the DER, as the ledger names keys."""
        return hashlib.sha256(self.public_key).hexdigest()


def read_public_key(content: bytes) -> PublicKeyFile:
    """The key in a file. Raises KeyFileError, also where it is a private key: that is its laboratory's alone."""
    if b"PRIVATE" in content:
        raise KeyFileError(
            "that is a private key: it stays with the laboratory, send its public half"
        )
    try:
        public = _of_pem(content) if content.lstrip().startswith(b"-----") else _of_jwk(content)
    except (ValueError, TypeError, KeyError, RecursionError, JoseError):
        raise KeyFileError(_WANTED) from None
    if isinstance(public, EllipticCurvePublicKey) and isinstance(public.curve, SECP256R1):
        kid = ECKey.import_key(public).thumbprint()
        return PublicKeyFile(kid, "ES256", _der(public))
    if isinstance(public, Ed25519PublicKey):
        return PublicKeyFile(OKPKey.import_key(public).thumbprint(), "Ed25519", _der(public))
    raise KeyFileError(_WANTED)


def _of_pem(content: bytes) -> Any:
    return load_pem_public_key(content)


def _of_jwk(content: bytes) -> Any:
    jwk: dict[str, Any] = json.loads(content)
    if "d" in jwk:
        raise KeyFileError("that JWK holds the private key (`d`): send it without")
    public = _KINDS[jwk["kty"]].import_key(jwk).public_key
    names = [name for of_one in ALGORITHMS.values() for name in of_one]
    if jwk.get("use", "sig") != "sig" or jwk.get("alg", names[0]) not in names:
        raise KeyFileError(f"that JWK is for another use: {_WANTED}")
    return public


def _der(public: EllipticCurvePublicKey | Ed25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
