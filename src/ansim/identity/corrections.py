"""Visitors' requests for correction, as the vault opens and answers them (DESIGN §3): words alone, never whose they are."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.quantities import PersonId
from ansim.identity.calls import (
    Correction,
    FinishCorrection,
    WaitingCorrections,
    WaitingCorrectionsFor,
)
from ansim.identity.sealing import SealBrokenError, unseal_correction
from ansim.identity.staff.staff_registry import require_role
from ansim.ledger import Book
from ansim.ledger.acts import Actor, CorrectionDone, CorrectionsRead

_SQL = read_statements("ansim.identity")
MOST = 500


@dataclass(frozen=True, slots=True)
class Corrections:
    """The vault's answers about requests for correction. Each act is in the ledger before its answer leaves."""

    private: X25519PrivateKey
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    book: Book

    def waiting(self, request: WaitingCorrectionsFor) -> WaitingCorrections:
        """The oldest requests that wait, at most MOST, in the visitors' words. Raises UnknownSignerError."""
        limit = {"limit": min(max(request.limit, 1), MOST)}
        with self.pool.connection() as connection:
            require_role(connection, request.officer, "officer")
            rows = connection.execute(_SQL["waiting_corrections"], limit).fetchall()
        self.book.append(Actor("officer", request.officer), "", CorrectionsRead(len(rows)))
        corrections = [
            Correction(number.bytes, asked_at, self._words(PersonId(bytes(person)), bytes(sealed)))
            for number, person, sealed, asked_at, _total in rows
        ]
        return WaitingCorrections(rows[0][-1] if rows else 0, corrections)

    def finish(self, request: FinishCorrection) -> bool:
        """Answer a request as done and destroy its words; False where none with that number waits.

        Raises UnknownSignerError.
        """
        with self.pool.connection() as connection:
            require_role(connection, request.officer, "officer")
            asked = {"id": UUID(bytes=request.correction)}
            if connection.execute(_SQL["finish_correction"], asked).fetchone() is None:
                return False
            # Committed by its own connection before ours: an entry without an answer does no harm.
            self.book.append(Actor("officer", request.officer), "", CorrectionDone())
        return True

    def _words(self, person: PersonId, sealed: bytes) -> str:
        try:
            return unseal_correction(self.private, person, sealed)
        except SealBrokenError:
            return ""  # one request that does not open hides no other
