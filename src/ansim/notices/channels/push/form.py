"""The form of a push: encrypted to the browser (RFC 8291, in the coding of RFC 8188), signed by our key (RFC 8292).

Variables are named as in the RFCs.
"""

import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.jwk import ECKey

_RECORD: Final = 4096
_GOOD_FOR: Final = 12 * 3600  # seconds; a push service takes no day or more
_POINT: Final = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def encrypt(
    plaintext: bytes,
    ua_public: bytes,
    auth_secret: bytes,
    *,
    as_private: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push. Key and salt are made anew for each; tests give those of RFC 8291, section 5."""
    as_private = as_private or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(16)
    as_public = as_private.public_key().public_bytes(*_POINT)
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ua_public)
    ecdh_secret = as_private.exchange(ec.ECDH(), receiver)
    key_info = b"WebPush: info\0" + ua_public + as_public
    ikm = _hkdf(auth_secret, ecdh_secret, key_info, 32)
    cek = _hkdf(salt, ikm, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, ikm, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(cek).encrypt(nonce, plaintext + b"\x02", None)
    return salt + struct.pack("!IB", _RECORD, len(as_public)) + as_public + sealed


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


class Vapid:
    """Our key towards push services, by which a browser's subscription is ours alone."""

    def __init__(self, private: bytes, contact: str) -> None:
        """`private` is a P-256 key in PEM; `contact` a `mailto:` or `https:` address. Raises ValueError."""
        key = serialization.load_pem_private_key(private, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
            raise ValueError("wanted a key of the curve P-256")
        if not contact.startswith(("mailto:", "https://")):
            raise ValueError("wanted a contact as mailto:… or https://…")
        self.public: Final = url64(key.public_key().public_bytes(*_POINT))
        """What the visitor app subscribes with (`applicationServerKey`)."""
        self._key = ECKey.import_key(private.decode("ascii"))
        self._contact = contact

    def authorization(self, origin: str, now: float) -> str:
        """The header for a push service at `origin`, at `now` in seconds."""
        claims = {"aud": origin, "exp": int(now) + _GOOD_FOR, "sub": self._contact}
        token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, self._key)
        return f"vapid t={token}, k={self.public}"


def url64(data: bytes) -> str:
    """Base64 for addresses, without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_url64(text: str) -> bytes:
    """The bytes of such a text, padded or not. Raises ValueError."""
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
