"""Signing secrets of webhooks, sealed by the portal to the worker, which alone signs (HPKE, RFC 9180)."""

from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from ansim.domain.errors import AnsimError

SECRET_MARK: Final = "whsec_"  # noqa: S105 the mark of the Standard Webhooks specification
SECRET_BYTES: Final = 32
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_LABEL: Final = b"ansim-webhook-secret-v1\0"


class SecretSealedError(AnsimError):
    """A sealed secret does not open: another key, another webhook, or damage."""


def seal_secret(public: X25519PublicKey, ref: UUID, secret: bytes) -> bytes:
    """Seal a secret to the worker, bound to the webhook's `ref`: moved to another webhook it does not open."""
    return _SUITE.encrypt(secret, public, info=_LABEL + ref.bytes)


def open_secret(private: X25519PrivateKey, ref: UUID, sealed: bytes) -> bytes:
    """The secret. Raises SecretSealedError."""
    try:
        return _SUITE.decrypt(sealed, private, info=_LABEL + ref.bytes)
    except (InvalidTag, ValueError):
        raise SecretSealedError(
            "a webhook's secret does not open: another key, another webhook, or damage"
        ) from None
