"""Places that wait for the other side's signature, and which places of a case stand (RIGHTS §5, ADR 47)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.signatures import SIDES, StaffSignature
from ansim.domain.signed_places import (
    MOST_WAITING,
    PlacesUnknownError,
    PlacesWaitError,
    SignedPlaces,
)
from ansim.domain.signed_texts import TextUsedError, read_text
from ansim.identity.sessions.calls import (
    AgreePlaces,
    AskPlaces,
    KnownPlaces,
    PlacesIn,
    PlacesOfCase,
    PlacesToAgree,
    SignPlaces,
    WaitingPlaces,
)
from ansim.identity.sessions.places_desk import PlacesDesk, signed_places, venues_of
from ansim.identity.sessions.search_session_desk import require_reaches
from ansim.identity.staff.signed_calls import Accepted
from ansim.identity.staff.staff_registry import hats_of, teams_of
from ansim.ledger.acts import Actor, PlacesAsked

_SQL: Final = read_statements("ansim.identity.sessions")


@dataclass(frozen=True, slots=True)
class WaitingPlacesDesk:
    """The vault's answers about places that wait. `places` takes them in once both sides have signed."""

    places: PlacesDesk
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"

    def ask(self, request: AskPlaces) -> Accepted:
        """Keep places for the other side to sign. Raises what `PlacesDesk.sign` does, but for the budget; PlacesWaitError."""
        with self.pool.connection() as connection:
            said, signed = self.places.asked(connection, request.text, request.signature)
            now = self.places.acceptance.clock()
            connection.execute(_SQL["forget_waiting_places"], {"now": now})
            staff = signed.member.ref
            connection.execute(_SQL["lock_places"], {"case": staff})
            row = connection.execute(_SQL["count_waiting"], {"staff": staff}).fetchone()
            if row and row[0] >= MOST_WAITING:
                raise PlacesWaitError(f"at most {MOST_WAITING} texts of an officer wait at a time")
            values = {
                "ref": bytes.fromhex(said.ref),
                "case": said.case,
                "text": request.text,
                "staff": staff,
                "credential": signed.credential,
                "signature": msgspec.msgpack.encode(request.signature),
                "until": datetime.fromtimestamp(said.until, UTC),
            }
            if connection.execute(_SQL["put_waiting_places"], values).fetchone() is None:
                raise TextUsedError("the text was used before: ask for a new one")
            act = PlacesAsked(venues_of(said), len(said.stays), said.why, signed.kind)
            self.places.book.append(Actor(signed.member.role, staff), said.case, act)
        return Accepted(said.ref)

    def waiting(self, request: PlacesToAgree) -> list[WaitingPlaces]:
        """What a member of staff may sign as the other side, oldest first; nothing for who only asks."""
        with self.pool.connection() as connection:
            now = self.places.acceptance.clock()
            hats = hats_of(connection, request.staff, now)
            letting = [one for one in hats if SIDES.get(one.role) == "letting"]
            if not letting:
                return []
            own = [one.agency for one in letting if not one.deputy]
            deputy = [one for one in letting if one.deputy]
            values = {"own": own, "now": now} | teams_of(deputy)
            rows = connection.execute(_SQL["waiting_places"], values).fetchall()
        return [WaitingPlaces(case, bytes(text), staff, at) for case, text, staff, at in rows]

    def agree(self, request: AgreePlaces) -> Accepted:
        """Take in what waited, signed by the other side. Raises PlacesUnknownError, and what `PlacesDesk.sign` does."""
        said = self.places.acceptance.read(request.text, SignedPlaces)
        values = {"ref": bytes.fromhex(said.ref), "text": request.text}
        with self.pool.connection() as connection:
            row = connection.execute(_SQL["waiting_signature"], values).fetchone()
        if row is None:
            raise PlacesUnknownError("no such places wait for a signature")
        first = msgspec.msgpack.decode(bytes(row[0]), type=StaffSignature)
        return self.places.take_in(SignPlaces(request.text, first, request.agreed), kept=True)

    def of_case(self, request: PlacesIn) -> PlacesOfCase:
        """Which places of a case stand and which wait, to whoever has a session for it. Raises CaseNotInSessionError."""
        now = self.places.acceptance.clock()
        values = {"case": request.case, "now": now}
        with self.pool.connection() as connection:
            require_reaches(connection, request.session, request.case, now)
            standing = signed_places(connection, [request.case])[request.case]
            rows = connection.execute(_SQL["waiting_of_case"], values).fetchall()
        waiting = [read_text(bytes(text), SignedPlaces) for (text,) in rows]
        return PlacesOfCase(
            [KnownPlaces(ref, stays) for ref, stays in standing.items()],
            [KnownPlaces(one.ref, list(one.stays)) for one in waiting],
        )
