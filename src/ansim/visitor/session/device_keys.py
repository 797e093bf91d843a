"""The public P-256 keys of phones: as a JWK, as a did:key, on the curve or not."""

import hashlib
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ansim.visitor.api.problems import Problem
from ansim.visitor.api.sealed_texts import SealedTextError, from_base64url, to_base64url
from ansim.visitor.session.problems import BAD_DEVICE_KEY
from ansim.visitor.session.wire import DeviceKey

_P256_PUBLIC: Final = b"\x80\x24"  # multicodec p256-pub (0x1200) as a varint
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def public_key(key: DeviceKey) -> EllipticCurvePublicKey:
    """The key itself. Raises Problem (bad-device-key) where the point is not on P-256."""
    try:
        x, y = (int.from_bytes(from_base64url(part), "big") for part in (key.x, key.y))
        return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
    except (SealedTextError, ValueError):
        raise Problem(BAD_DEVICE_KEY) from None


def did_key(key: DeviceKey) -> str:
    """The key as a decentralised identifier: `did:key:zDn…` (W3C did:key method, P-256). Raises Problem."""
    point = public_key(key).public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return "did:key:z" + _base58(_P256_PUBLIC + point)


def jwk_of(key: EllipticCurvePublicKey) -> DeviceKey:
    """The JWK of a P-256 key."""
    numbers = key.public_numbers()
    x, y = (to_base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return DeviceKey("EC", "P-256", x, y)


def thumbprint(key: DeviceKey) -> str:
    """RFC 7638: the name of a key, from nothing but the key."""
    members = {"crv": key.crv, "kty": key.kty, "x": key.x, "y": key.y}
    return to_base64url(hashlib.sha256(msgspec.json.encode(members)).digest())


def _base58(value: bytes) -> str:
    number, letters = int.from_bytes(value, "big"), ""
    while number:
        number, place = divmod(number, 58)
        letters = _BASE58[place] + letters
    return "1" * (len(value) - len(value.lstrip(b"\0"))) + letters
