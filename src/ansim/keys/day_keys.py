"""Day keys: `tag = AES-128(day key, person id)`, one block, a pseudorandom permutation (DESIGN §3.1).

Within a day a person has one tag; across days nobody without the keys can link two tags. The holder of a
day's key turns tags back into person ids; once the key is destroyed nobody can.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Final, cast

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from numpy.typing import NDArray

from ansim.domain.errors import AnsimError
from ansim.domain.quantities import PersonId, Tag
from ansim.keys.folder import KeyFolder, KeyMissingError


class DayKeyMissingError(KeyMissingError):
    """The key of that day was never made, is destroyed, or is not this process's to hold."""


class DayEndedError(AnsimError):
    """The key of that day was destroyed; a day has one key, ever."""


class DayKeys:
    """The day keys of a key folder; ciphers are kept, since making one costs more than using it."""

    means: Final = "file"
    """How keys are destroyed: overwritten and removed. True on a plain disk, a hope on snapshots and flash."""

    def __init__(self, folder: KeyFolder) -> None:
        self._folder = folder
        self._encryptors: dict[date, CipherContext] = {}

    def days(self) -> list[date]:
        """The days whose keys exist, oldest first."""
        files = (self._folder.path / "day").glob("????-??-??.key")
        return sorted(date.fromisoformat(file.stem) for file in files)

    def has(self, day: date) -> bool:
        """Whether the key of a day exists."""
        return self._folder.has(_name(day))

    def create(self, day: date) -> bool:
        """Make the key of a day; False where it exists already. Raises DayEndedError where it was destroyed."""
        if self._folder.has(_end(day)):
            raise DayEndedError(
                f"the key of {day} was destroyed and is never made again: is the clock right?"
            )
        try:
            self._folder.make(_name(day), secrets.token_bytes(16))
        except FileExistsError:
            return False
        return True

    def destroy(self, day: date) -> None:
        """Destroy the key of a day: its tags can never again be linked to anyone, and no key takes its place."""
        self._encryptors.pop(day, None)
        with suppress(FileExistsError):
            self._folder.make(_end(day), b"")
        self._folder.destroy(_name(day))

    def tagger(self, day: date) -> Callable[[PersonId], Tag]:
        """The function from person id (16 bytes) to that day's tag. Raises DayKeyMissingError."""
        encryptor = self._encryptors.get(day)
        if encryptor is None:
            encryptor = self._encryptors[day] = self._cipher(day).encryptor()
        return cast(
            "Callable[[PersonId], Tag]", encryptor.update
        )  # the cipher itself: no call more a check-in

    def secret(self, day: date, purpose: bytes) -> bytes:
        """32 bytes of a day for one purpose (HKDF, RFC 5869): gone with the day's key. Raises DayKeyMissingError."""
        return HKDF(SHA256(), 32, salt=None, info=b"ansim day v1 " + purpose).derive(self._key(day))

    def forget(self, day: date) -> None:
        """Drop the kept cipher of a day, as the gateway does with days it may no longer write."""
        self._encryptors.pop(day, None)

    def tags(self, day: date, people: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Tags of many person ids: arrays of shape (n, 16), uint8."""
        return self._many(self._cipher(day).encryptor(), people)

    def people(self, day: date, tags: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Person ids of many tags: arrays of shape (n, 16), uint8."""
        return self._many(self._cipher(day).decryptor(), tags)

    def _cipher(self, day: date) -> "Cipher[modes.ECB]":
        return Cipher(algorithms.AES(self._key(day)), modes.ECB())  # noqa: S305 one block of a permutation, as designed

    def _key(self, day: date) -> bytes:
        try:
            return self._folder.read(_name(day))
        except KeyMissingError:
            raise DayKeyMissingError(
                f"no day key for {day}: `ansim retention run` makes those of the days ahead and destroys expired ones"
            ) from None

    @staticmethod
    def _many(context: CipherContext, blocks: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if blocks.ndim != 2 or blocks.shape[1] != 16 or blocks.dtype != np.uint8:
            raise ValueError(f"wanted shape (n, 16) of uint8, got {blocks.shape} of {blocks.dtype}")
        return np.frombuffer(context.update(blocks.tobytes()), np.uint8).reshape(-1, 16)


def _name(day: date) -> str:
    return f"day/{day.isoformat()}.key"


def _end(day: date) -> str:
    """An empty file that outlives the key."""
    return f"day/{day.isoformat()}.destroyed"
