"""The key that signs venue directories, read from the key folder."""

from ansim.keys import KeyFolder
from ansim.visitor.api.signed_files import signing_key
from ansim.visitor.venues.directory import DirectorySigner


def directory_signer(keys: KeyFolder) -> DirectorySigner:
    """The signer of venue directories. Raises KeyMissingError, WrongKeyError."""
    return DirectorySigner(signing_key(keys, "directory"))
