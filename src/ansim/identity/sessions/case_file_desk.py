"""The file of a case at the vault: sealed and opened within a session alone, and gone with the case's key (RIGHTS §4)."""

from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.shift_grants import CaseNotInSessionError
from ansim.identity.sessions.case_file_calls import SealForCase, UnsealForCase
from ansim.identity.sessions.search_session_desk import stored_session
from ansim.identity.staff.accepting import Acceptance
from ansim.keys import CaseFile, CaseKeys

_SQL: Final = read_statements("ansim.identity.sessions")


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
        values = {"id": stored_session(session), "case": case, "now": self.acceptance.clock()}
        with self.pool.connection() as connection:
            if connection.execute(_SQL["reaches"], values).fetchone() is None:
                raise CaseNotInSessionError("no session that stands reaches this case: sign for it")
        return CaseFile(case, self.keys.cipher(case).key)
