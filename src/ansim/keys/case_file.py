"""The file of a case: what its officers write, sealed under the case's key and gone with it (RIGHTS §4)."""

import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ansim.domain.errors import AnsimError

_NONCE: Final = 12


class CaseFileError(AnsimError):
    """These bytes were not sealed for this field of this case, or were changed."""

    code = "case-file"


@dataclass(frozen=True, slots=True, repr=False)
class CaseFile:
    """Seals what belongs to a field of one case: AES-256-GCM, a fresh nonce of 12 bytes before it.

    The key is HKDF-SHA-256 of the case's key; `case` and the field's name are authenticated with each text, so that none
    is put into another field or case.
    """

    case: str
    case_key: bytes

    def seal(self, field: str, text: bytes) -> bytes:
        """Seal one text."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._aead().encrypt(nonce, text, self._belongs_to(field))

    def unseal(self, field: str, sealed: bytes) -> bytes:
        """Open one text. Raises CaseFileError."""
        try:
            return self._aead().decrypt(sealed[:_NONCE], sealed[_NONCE:], self._belongs_to(field))
        except (InvalidTag, ValueError):
            raise CaseFileError("this was not sealed for that field of the case") from None

    def _aead(self) -> AESGCM:
        info = b"ansim case file v1"
        return AESGCM(HKDF(SHA256(), 32, salt=None, info=info).derive(self.case_key))

    def _belongs_to(self, field: str) -> bytes:
        return self.case.encode() + b"\0" + field.encode()
