"""Whose signatures the vault believes: one small file a signer in the vault's own key folder (ADR 0005)."""

import msgspec

from ansim.domain.errors import AnsimError
from ansim.domain.signatures import Signer
from ansim.keys import KeyFolder

_FOLDER = "staff"


class SignerFileError(AnsimError):
    """A file in the folder of signers cannot be read."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ref: str
    role: str
    public: bytes


def trust(keys: KeyFolder, signer: Signer) -> None:
    """Put a signer's public key into the vault's folder: from then on the vault accepts their signature."""
    keys.make(
        f"{_FOLDER}/{signer.ref}.json",
        msgspec.json.encode(_File(signer.ref, signer.role, signer.public)),
    )


def distrust(keys: KeyFolder, ref: str) -> None:
    """Take a signer's key away: from then on their signature counts for nothing, also under older warrants."""
    keys.destroy(f"{_FOLDER}/{ref}.json")


def read_signers(keys: KeyFolder) -> dict[str, Signer]:
    """All signers by staff mark, read afresh: an enrolment or a removal counts at once."""
    signers = {}
    for path in sorted((keys.path / _FOLDER).glob("*.json")):
        try:
            file = msgspec.json.decode(path.read_bytes(), type=_File)
        except msgspec.DecodeError as error:
            raise SignerFileError(
                f"{path.name} in {_FOLDER}/ is damaged ({error}): enrol that person again"
            ) from None
        signers[file.ref] = Signer(file.ref, file.role, file.public)
    return signers
