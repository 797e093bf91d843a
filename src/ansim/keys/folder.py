"""The key folder: one file a key, readable by its owner alone.

A process is given only the files it needs (production: one folder a process). Keys are never in a database.
"""

import os
import secrets
from pathlib import Path
from typing import Final

from ansim.domain.errors import AnsimError
from ansim.settings.environment import data_folder

SECRET_BYTES: Final = 32


class KeyMissingError(AnsimError):
    """A key file that this process needs is not in its key folder."""


class KeyDamagedError(AnsimError):
    """A key file does not hold a key: it was cut, emptied or replaced."""


class WrongKeyError(AnsimError):
    """A key file holds a key of another kind than the one it is for."""


def folder() -> "KeyFolder":
    """The key folder of this process: `keys` in the data folder."""
    return KeyFolder(data_folder() / "keys")


class KeyFolder:
    """Reads and makes key files below one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes:
        """The bytes of a key. Raises KeyMissingError with the way to make it."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            raise KeyMissingError(
                f"no key {name!r} in {self.path}: run `ansim keys init`"
            ) from None

    def make(self, name: str, content: bytes) -> None:
        """Write a new key file, whole or not at all, and for good: whatever it is used for is stored after it.

        Raises FileExistsError where the key exists already.
        """
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            # Unlike a rename, a link never replaces a key that somebody else just made.
            os.link(draft, target)
        finally:
            draft.unlink()
        _keep_names(target.parent)

    def secret(self, name: str) -> bytes:
        """A symmetric key of 32 bytes. Raises KeyMissingError, KeyDamagedError.

        It is read and never made: a process that made the key it lacks would go on as if nobody had ever signed up.
        """
        key = self.read(f"{name}.key")
        if len(key) != SECRET_BYTES:
            raise KeyDamagedError(
                f"key '{name}.key' in {self.path} has {len(key)} bytes, not {SECRET_BYTES}: "
                "put it back from where the ceremony stored it"
            )
        return key

    def has(self, name: str) -> bool:
        """Whether there is such a key file."""
        return (self.path / name).is_file()

    def destroy(self, name: str) -> None:
        """Overwrite and remove a key file; nothing happens where it is gone already."""
        target = self.path / name
        try:
            length = target.stat().st_size
            with target.open("r+b") as file:
                file.write(secrets.token_bytes(length))
                file.flush()
                os.fsync(file.fileno())
            target.unlink()
        except FileNotFoundError:
            return
        _keep_names(target.parent)


def _keep_names(folder: Path) -> None:
    """Have the names in a folder outlive a power cut: a file's own fsync says nothing of them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
