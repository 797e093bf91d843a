"""Files that phones believe by their signature: compact JWS (RFC 7515) with Ed25519 (RFC 8037).

Ed25519 uses no randomness, so every gateway with the key signs the same claims to the same bytes.
"""

import hashlib
import json
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from ansim.keys import KeyFolder, WrongKeyError
from ansim.visitor.api.sealed_texts import to_base64url


def public_jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """The public key that phones check with; `kid` is its RFC 7638 thumbprint."""
    jwk = {
        "crv": "Ed25519",
        "kty": "OKP",
        "x": to_base64url(key.public_bytes(Encoding.Raw, PublicFormat.Raw)),
    }
    canonical = json.dumps(jwk, separators=(",", ":"), sort_keys=True).encode()
    return {**jwk, "kid": to_base64url(hashlib.sha256(canonical).digest())}


def signing_key(keys: KeyFolder, name: str) -> Ed25519PrivateKey:
    """A key that signs files, from the key folder. Raises KeyMissingError, WrongKeyError."""
    private = load_pem_private_key(keys.read(f"{name}/private.pem"), None)
    if not isinstance(private, Ed25519PrivateKey):
        raise WrongKeyError(
            f"{name}/private.pem is not an Ed25519 key: make one with `ansim keys init`"
        )
    return private


class FileSigner:
    """Signs claims of one type with one key, named in the header by its thumbprint."""

    def __init__(self, private: Ed25519PrivateKey, type_: str) -> None:
        self.public = public_jwk(private.public_key())
        self._private = private
        # RFC 8037's name of the algorithm, which phones' libraries know; RFC 9864 has since called it "Ed25519".
        self._header = _json_part({"alg": "EdDSA", "kid": self.public["kid"], "typ": type_})

    def sign(self, claims: dict[str, Any]) -> bytes:
        """The compact JWS of the claims."""
        signed = f"{self._header}.{_json_part(claims)}".encode()
        return signed + b"." + to_base64url(self._private.sign(signed)).encode()


def _json_part(value: dict[str, Any]) -> str:
    return to_base64url(msgspec.json.encode(value))
