"""Public P-256 keys as browsers take them."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def point_of(public: ec.EllipticCurvePublicKey) -> bytes:
    """The uncompressed point, 65 bytes (SEC 1, §2.3.3)."""
    return public.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def public_point(pem: bytes) -> bytes:
    """The point of a public key as the ceremony keeps it. Raises TypeError for a key of another kind."""
    key = serialization.load_pem_public_key(pem)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("that is no public P-256 key")
    return point_of(key)
