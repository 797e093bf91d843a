"""Make the keys of a new province, here and nowhere else: docs/key-ceremony.md."""

import secrets
from contextlib import suppress

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519

from ansim.keys.folder import SECRET_BYTES, KeyFolder, folder
from ansim.keys.needs import SECRETS

Private = x25519.X25519PrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def make_missing_keys() -> None:
    """Make every named key that does not exist; existing keys are never touched."""
    keys = folder()
    for name in SECRETS:
        with suppress(FileExistsError):
            keys.make(f"{name}.key", secrets.token_bytes(SECRET_BYTES))
    _make_pair(keys, "identity", x25519.X25519PrivateKey.generate())  # HPKE of names and numbers
    _make_pair(keys, "owners", x25519.X25519PrivateKey.generate())  # HPKE of owners' numbers
    _make_pair(keys, "webhooks", x25519.X25519PrivateKey.generate())  # HPKE of webhooks' secrets
    _make_pair(keys, "staff-codes", ec.generate_private_key(ec.SECP256R1()))  # registration codes
    _make_pair(keys, "issuer", ec.generate_private_key(ec.SECP256R1()))  # signs credentials (ES256)
    _make_pair(keys, "directory", ed25519.Ed25519PrivateKey.generate())  # signs venue directories
    _make_pair(keys, "exposures", ed25519.Ed25519PrivateKey.generate())  # signs the exposure feed


def _make_pair(keys: KeyFolder, name: str, fresh: Private) -> None:
    """Make a pair, or the public half alone of a private one that an interrupted ceremony left without it."""
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    with suppress(FileExistsError):
        content = fresh.private_bytes(pem, pkcs8, serialization.NoEncryption())
        keys.make(f"{name}/private.pem", content)
    stored = serialization.load_pem_private_key(keys.read(f"{name}/private.pem"), None)
    public = stored.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    with suppress(FileExistsError):
        keys.make(f"{name}/public.pem", public)
