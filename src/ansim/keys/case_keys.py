"""Case keys: `handle = AES-128(case key, person id)`, one block, a pseudorandom permutation (ADR 34).

Within a case a person has one handle; across cases nobody without the keys can link two. The vault alone stores the keys,
as files: a row of PostgreSQL that was deleted stands on in its write-ahead log and in every backup of it.
"""

import re
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ansim.domain.errors import AnsimError
from ansim.domain.quantities import Handle, PersonId
from ansim.keys.folder import KeyFolder, KeyMissingError

BLOCK: Final = 16
_DRAWS: Final = 32
_REF: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{0,11}")


class CaseKeyMissingError(KeyMissingError):
    """That case has no such key: it was never opened here, or its time is over."""

    code = "case-ended"


class CaseExistsError(AnsimError):
    """A case of that mark has, or had, a key: it gets no other."""

    code = "case-exists"


class NoHandleError(AnsimError):
    """These bytes are no handle of anybody."""

    code = "no-handle"


class KeyPurpose(Enum):
    """What a key is for: the work on a case, or the register that outlives it."""

    WORK = "work"
    REGISTER = "register"


@dataclass(frozen=True, slots=True, repr=False)
class CaseCipher:
    """People as handles of one case, and back."""

    key: bytes

    def handles(self, people: Sequence[PersonId]) -> list[Handle]:
        """The handle of each person, in order."""
        return [Handle(one) for one in self._blocks(people, back=False)]

    def people(self, handles: Sequence[Handle]) -> list[PersonId]:
        """The person behind each handle, in order; a handle of another case gives an id that nobody has."""
        return [PersonId(one) for one in self._blocks(handles, back=True)]

    def handle(self, person: PersonId) -> Handle:
        """One person's handle."""
        return self.handles([person])[0]

    def person(self, handle: Handle) -> PersonId:
        """The person behind one handle."""
        return self.people([handle])[0]

    def _blocks(self, blocks: Sequence[bytes], *, back: bool) -> list[bytes]:
        if wrong := {len(one) for one in blocks} - {BLOCK}:
            raise NoHandleError(f"a handle has {BLOCK} bytes, this one has {wrong.pop()}")
        cipher = Cipher(algorithms.AES(self.key), modes.ECB())  # noqa: S305 one block of a permutation, as designed
        context = cipher.decryptor() if back else cipher.encryptor()
        turned = context.update(b"".join(blocks))
        return [turned[at : at + BLOCK] for at in range(0, len(turned), BLOCK)]


class CaseKeys:
    """The case keys of the vault's key folder. Read afresh at each call, so that a death counts at once."""

    means: Final = "file"
    """How keys are destroyed: overwritten and removed. True on a plain disk, a hope on snapshots and flash."""

    def __init__(self, folder: KeyFolder) -> None:
        self._folder = folder

    def free_mark(self, draw: Callable[[], str]) -> str:
        """A mark that no case has or had a key under: the first such that `draw` gives. Raises CaseExistsError after 32."""
        for _ in range(_DRAWS):
            mark = draw()
            if not any(
                self._folder.has(file(mark, purpose))
                for purpose in KeyPurpose
                for file in (_name, _end)
            ):
                return mark
        raise CaseExistsError(f"{_DRAWS} marks in a row are taken")

    def create(self, case: str) -> None:
        """Make both keys of a new case. Raises CaseExistsError where it has or had one."""
        for purpose in KeyPurpose:
            if self._folder.has(_end(case, purpose)):
                raise CaseExistsError(
                    f"the keys of case {case} were destroyed and are not made again"
                )
            if self.has(case, purpose):
                raise CaseExistsError(f"there is a case {case} already")
        self.create_missing(case)

    def create_missing(self, case: str) -> None:
        """Make those of its keys that are not there, as for a case of before there were keys."""
        for purpose in KeyPurpose:
            if self._folder.has(_end(case, purpose)):
                continue
            with suppress(FileExistsError):
                self._folder.make(_name(case, purpose), secrets.token_bytes(BLOCK))

    def cipher(self, case: str, purpose: KeyPurpose = KeyPurpose.WORK) -> CaseCipher:
        """What turns people into handles of a case. Raises CaseKeyMissingError."""
        try:
            return CaseCipher(self._folder.read(_name(case, purpose)))
        except KeyMissingError:
            raise CaseKeyMissingError(
                "that case has no key here: it was never opened, or what it took from the log is destroyed"
            ) from None

    def has(self, case: str, purpose: KeyPurpose = KeyPurpose.WORK) -> bool:
        """Whether the key exists."""
        return self._folder.has(_name(case, purpose))

    def destroy(self, case: str, purpose: KeyPurpose) -> None:
        """Destroy one key for good: its handles are nobody's, and no key takes its place."""
        with suppress(FileExistsError):
            self._folder.make(_end(case, purpose), b"")
        self._folder.destroy(_name(case, purpose))


def _name(case: str, purpose: KeyPurpose) -> str:
    if not _REF.fullmatch(case):
        raise CaseKeyMissingError("that is no mark of a case")
    return f"case/{case}.{purpose.value}.key"


def _end(case: str, purpose: KeyPurpose) -> str:
    """An empty file that outlives the key."""
    return _name(case, purpose).removesuffix(".key") + ".destroyed"
