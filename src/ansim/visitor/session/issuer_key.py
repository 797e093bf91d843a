"""The key that signs credentials, and the keys of issuers before it, read from the key folder."""

from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from ansim.keys import KeyFolder, WrongKeyError
from ansim.visitor.session.credential import Issuer


def issuer(keys: KeyFolder, host: str, master: bytes) -> Issuer:
    """The issuer of credentials for a public host; `issuer/retired/*.pem` are public keys still accepted.

    Raises KeyMissingError, WrongKeyError.
    """
    private = load_pem_private_key(keys.read("issuer/private.pem"), None)
    if not isinstance(private, EllipticCurvePrivateKey) or private.curve.name != "secp256r1":
        raise WrongKeyError(
            "issuer/private.pem is not a P-256 key: make one with `ansim keys init`"
        )
    retired = [
        _retired(keys, path.name) for path in sorted((keys.path / "issuer/retired").glob("*.pem"))
    ]
    return Issuer(host, urlsplit(host).netloc, private, master, retired)


def _retired(keys: KeyFolder, name: str) -> EllipticCurvePublicKey:
    key = load_pem_public_key(keys.read(f"issuer/retired/{name}"))
    if not isinstance(key, EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise WrongKeyError(f"issuer/retired/{name} is not a public P-256 key")
    return key
