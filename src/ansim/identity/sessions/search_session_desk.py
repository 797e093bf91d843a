"""Sessions, as the vault begins, tells and ends them (RIGHTS §2 to §4, ADR 38).

The console gets 16 bytes, the tracer what they stand for. Neither is stored: the table has their SHA-256, and keys and
people of cases are looked up when the tracer asks.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.patient_codes import BY_CODE
from ansim.domain.quantities import Handle
from ansim.domain.search_bounds import Bounds, bounds_of, of_patients_code
from ansim.domain.shift_grants import (
    MOST_CASES,
    SESSION_BYTES,
    CaseNotInSessionError,
    SessionNeededError,
    ShiftGrant,
    require_cases,
)
from ansim.domain.training import is_training
from ansim.identity.sessions.calls import BeginSession, CasesFor, EndSession, SessionBegun
from ansim.identity.sessions.own_cases import require_own
from ansim.identity.sessions.places_desk import signed_places
from ansim.identity.staff.accepting import (
    Acceptance,
    Connection,
    take_side,
    use_once,
)
from ansim.keys import CaseKeys
from ansim.keys.calls import (
    CaseInSession,
    KnownSession,
    SessionOf,
    StandingSession,
    StandingSessions,
)
from ansim.ledger import Book
from ansim.ledger.acts import Actor, SessionStarted

_SQL: Final = read_statements("ansim.identity.sessions")
_PROPOSED: Final = 4 * MOST_CASES


@dataclass(frozen=True, slots=True)
class SearchSessionDesk:
    """The vault's answers about sessions. `pool` is of the identity database."""

    acceptance: Acceptance
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    book: Book
    keys: CaseKeys

    def cases_for(self, request: CasesFor) -> list[str]:
        """The marks of open cases that a grant of this member of staff may name: those asked for first, then the newest."""
        values = {
            "staff": request.staff,
            "first": request.first,
            "limit": _PROPOSED,
            "now": self.acceptance.clock(),
        }
        with self.pool.connection() as connection:
            rows = connection.execute(_SQL["cases_for"], values).fetchall()
        return [ref for (ref,) in rows]

    def begin(self, request: BeginSession) -> SessionBegun:
        """Take in a grant. Raises GrantError, SignatureError, SignedTextError; nothing has begun then."""
        grant = self.acceptance.read(request.text, ShiftGrant)
        require_cases(grant)
        session = secrets.token_bytes(SESSION_BYTES)
        with self.pool.connection() as connection:
            signed = self.acceptance.signer(connection, request.text, request.signature, "asking")
            require_own(connection, self.keys, grant.cases, signed)
            for case in grant.cases:
                take_side(connection, case, signed)
            now = self.acceptance.clock()
            use_once(connection, grant, now)
            values = {
                "id": stored_session(session),
                "staff": signed.member.ref,
                "credential": signed.credential,
                "until": grant.until,
            }
            connection.execute(_SQL["forget_sessions"], {"now": now})
            connection.execute(_SQL["put_session"], values)
            rows = [{"id": stored_session(session), "case": case} for case in grant.cases]
            connection.cursor().executemany(_SQL["put_session_case"], rows)
            # Committed by its own connection before ours: an entry without a session does no harm.
            act = SessionStarted(len(grant.cases), grant.until, signed.kind)
            training = is_training(grant.cases[0])  # they are of one kind
            actor = Actor(signed.member.role, signed.member.ref)
            self.book.append(actor, "", act, training=training)
        return SessionBegun(session, grant.until)

    def end(self, request: EndSession) -> bool:
        """Forget a session: the tracer learns of it within a second or two."""
        with self.pool.connection() as connection:
            connection.execute(_SQL["end_session"], {"id": stored_session(request.session)})
        return True

    def tell(self, request: SessionOf) -> KnownSession:
        """What a session may, with the keys of its cases: for the tracer alone. Raises SessionNeededError."""
        values = {"id": stored_session(request.session), "now": self.acceptance.clock()}
        with self.pool.connection() as connection:
            rows = connection.execute(_SQL["reach_of"], values).fetchall()
            if not rows:
                raise SessionNeededError("no such session, or it has ended: sign a new grant")
            officer, role = rows[0][:2]
            until = max(
                row[2] for row in rows
            )  # a deputy's case ends with their days: `standing` tells
            places = signed_places(connection, [row[3] for row in rows])
        cases = {
            case: CaseInSession(
                key=self.keys.cipher(case).key,
                person=None if handle is None else Handle(bytes(handle)),
                bounds=_bounds(notified_by, *times),
                places=places[case],
            )
            for _officer, _role, _until, case, handle, notified_by, *times in rows
            if self.keys.has(case)
        }
        return KnownSession(officer, role, until, cases)

    def standing(self, request: StandingSessions) -> list[StandingSession]:
        """Which of these sessions stand, which cases each of them reaches, and which signed places count in them."""
        known = {stored_session(one): one for one in request.sessions}
        values = {"ids": list(known), "now": self.acceptance.clock()}
        with self.pool.connection() as connection:
            rows = connection.execute(_SQL["standing"], values).fetchall()
        return [
            StandingSession(
                known[bytes(session)], [one for one in cases if self.keys.has(one)], places
            )
            for session, cases, places in rows
        ]


def require_reaches(connection: Connection, session: bytes, case: str, now: float) -> None:
    """Refuse a session that has ended, or does not reach the case. Raises CaseNotInSessionError."""
    values = {"id": stored_session(session), "case": case, "now": now}
    if connection.execute(_SQL["reaches"], values).fetchone() is None:
        raise CaseNotInSessionError("no session that stands reaches this case: sign for it")


def _bounds(notified_by: str, *times: int | None) -> Bounds:
    found = bounds_of(times[0] or 0, *times[1:])
    return of_patients_code(found) if notified_by == BY_CODE else found


def stored_session(session: bytes) -> bytes:
    """What the vault keeps of a session: its SHA-256, under a word of its own."""
    return hashlib.sha256(b"ansim-session-v2\0" + session).digest()
