"""A phone for tests: a device key, and the key-binding proofs that it signs."""

import hashlib
from base64 import urlsafe_b64encode
from typing import Any

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from ansim.visitor.session.device_keys import jwk_of
from ansim.visitor.session.wire import DeviceKey


def base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def jws(header: dict[str, Any], payload: dict[str, Any], key: ec.EllipticCurvePrivateKey) -> str:
    """ES256 after RFC 7515 and RFC 7518 §3.4, apart from the library that the gateway uses."""
    signed = ".".join(base64url(msgspec.json.encode(part)) for part in (header, payload))
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


class Device:
    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())

    @property
    def jwk(self) -> DeviceKey:
        return jwk_of(self.private.public_key())

    def present(
        self, credential: str, nonce: Any, audience: str, now: float, **changes: Any
    ) -> str:
        """The credential with a key-binding proof; `changes` spoil the proof's claims, `header` its header."""
        header = {"typ": "kb+jwt", "alg": "ES256", **changes.pop("header", {})}
        claims = {
            "iat": int(now),
            "aud": audience,
            "nonce": nonce,
            "sd_hash": base64url(hashlib.sha256(credential.encode()).digest()),
            **changes,
        }
        return credential + jws(header, claims, self.private)
