"""The key folder: one file a key, readable by its owner alone.

A process is given only the files it needs (production: one folder a process). Keys are never in a database.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from ansim.domain.errors import AnsimError


class KeyMissingError(AnsimError):
    """A key file that this process needs is not in its key folder."""


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
        """Write a new key file, whole or not at all. Raises FileExistsError where the key exists already."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.link(
                draft, target
            )  # unlike a rename, a link never replaces a key that somebody else just made
        finally:
            draft.unlink()

    def secret(self, name: str, length: int = 32) -> bytes:
        """A symmetric key of that many bytes, made from the system's random source at first use."""
        with suppress(FileExistsError):
            self.make(f"{name}.key", secrets.token_bytes(length))
        return self.read(f"{name}.key")

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
