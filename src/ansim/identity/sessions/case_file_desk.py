"""The file of a case at the vault: sealed and opened within a session alone, and gone with the case's key (RIGHTS §4)."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from ansim.identity.sessions.case_file_calls import SealForCase, UnsealForCase
from ansim.identity.sessions.search_session_desk import require_reaches
from ansim.identity.staff.accepting import Acceptance
from ansim.keys import CaseFile, CaseKeys


@dataclass(frozen=True, slots=True)
class CaseFileDesk:
    """The vault's answers about the file of a case. `pool` is of the identity database."""

    acceptance: Acceptance
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    keys: CaseKeys

    def seal(self, request: SealForCase) -> list[bytes]:
        """Each text sealed, in order. Raises CaseNotInSessionError, CaseKeyMissingError."""
        file = self._file(request.session, request.case)
        return [file.seal(one.field, one.text) for one in request.texts]

    def unseal(self, request: UnsealForCase) -> list[bytes]:
        """Each text in clear, in order. Raises CaseFileError, CaseNotInSessionError, CaseKeyMissingError."""
        file = self._file(request.session, request.case)
        return [file.unseal(one.field, one.text) for one in request.texts]

    def _file(self, session: bytes, case: str) -> CaseFile:
        with self.pool.connection() as connection:
            require_reaches(connection, session, case, self.acceptance.clock())
        return CaseFile(case, self.keys.cipher(case).key)
