"""The key that signs venue directories, read from the key folder."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ansim.keys import KeyFolder, WrongKeyError
from ansim.visitor.venues.directory import DirectorySigner


def directory_signer(keys: KeyFolder) -> DirectorySigner:
    """The signer of venue directories. Raises KeyMissingError, WrongKeyError."""
    private = load_pem_private_key(keys.read("directory/private.pem"), None)
    if not isinstance(private, Ed25519PrivateKey):
        raise WrongKeyError(
            "directory/private.pem is not an Ed25519 key: make one with `ansim keys init`"
        )
    return DirectorySigner(private)
