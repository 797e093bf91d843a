"""Signed places, as the vault takes them in (RIGHTS §5, ADR 38)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.search_bounds import bounds_of, require_window
from ansim.domain.signatures import NotTwoSignersError, StaffSignature
from ansim.domain.signed_places import (
    PlacesBudgetError,
    SignedPlaces,
    Stay,
    require_stays,
    within_budget,
)
from ansim.domain.signed_texts import read_text
from ansim.domain.training import require_venues
from ansim.identity.sessions.calls import SignPlaces
from ansim.identity.sessions.own_cases import require_own
from ansim.identity.staff.accepting import (
    Acceptance,
    Connection,
    Signatory,
    require_works_on,
    take_side,
    use_once,
)
from ansim.identity.staff.signed_calls import Accepted
from ansim.keys import CaseKeys
from ansim.ledger import Book
from ansim.ledger.acts import Actor, PlacesSigned

_SQL: Final = read_statements("ansim.identity.sessions")


@dataclass(frozen=True, slots=True)
class PlacesDesk:
    """The vault's answers about places. `pool` is of the identity database."""

    acceptance: Acceptance
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    book: Book
    keys: CaseKeys

    def sign(self, request: SignPlaces) -> Accepted:
        """Take in places. Raises PlacesError, GrantError, OutOfBoundsError, SignatureError, SignedTextError."""
        return self.take_in(request)

    def take_in(self, request: SignPlaces, *, kept: bool = False) -> Accepted:
        """The same; `kept`: the vault itself kept the first signature until the other side's came."""
        with self.pool.connection() as connection:
            said, signed = self.asked(connection, request.text, request.signature, kept=kept)
            agreed = self._agreed(connection, said.case, request, signed)
            connection.execute(_SQL["lock_places"], {"case": said.case})
            if agreed is None:
                _require_budget(connection, said)
            for signer in (signed, agreed):
                if signer is not None:
                    take_side(connection, said.case, signer)
            use_once(connection, said, self.acceptance.clock())
            values = {
                "ref": bytes.fromhex(said.ref),
                "case": said.case,
                "text": request.text,
                "staff": signed.member.ref,
                "credential": signed.credential,
                "signature": msgspec.msgpack.encode(request.signature),
                "agreed_by": agreed and agreed.member.ref,
                "agreed_credential": agreed and agreed.credential,
                "agreement": agreed and msgspec.msgpack.encode(request.agreed),
            }
            connection.execute(_SQL["put_places"], values)
            # With the same commit: what was taken in waits for nobody, wherever this breaks off.
            connection.execute(_SQL["drop_waiting_places"], values)
            act = PlacesSigned(
                venues=venues_of(said),
                stays=len(said.stays),
                sides=1 if agreed is None else 2,
                why=said.why,
                key=signed.kind,
            )
            self.book.append(Actor(signed.member.role, signed.member.ref), said.case, act)
        return Accepted(said.ref)

    def asked(
        self,
        connection: Connection,
        text: bytes,
        signature: StaffSignature,
        *,
        kept: bool = False,
    ) -> tuple[SignedPlaces, Signatory]:
        """The places of a text and the officer who signed it, of the case's team and within its bounds."""
        said = self.acceptance.read(text, SignedPlaces)
        require_stays(said.stays)
        require_venues(said.case, (venue for venue, *_ in said.stays))
        signed = self.acceptance.signer(connection, text, signature, "asking", kept=kept)
        require_own(connection, self.keys, [said.case], signed)
        self._require_window(connection, said)
        return said, signed

    def _agreed(
        self, connection: Connection, case: str, request: SignPlaces, signed: Signatory
    ) -> Signatory | None:
        """Who of the other side signed too."""
        if request.agreed is None:
            return None
        agreed = self.acceptance.signer(connection, request.text, request.agreed, "letting")
        if agreed.member.ref == signed.member.ref or agreed.credential == signed.credential:
            raise NotTwoSignersError("both sides are two different people with two keys")
        require_works_on(connection, case, agreed)
        return agreed

    @staticmethod
    def _require_window(connection: Connection, said: SignedPlaces) -> None:
        row = connection.execute(_SQL["bounds_of_case"], {"case": said.case}).fetchone()
        for _venue, start, end in said.stays:
            require_window(bounds_of(*row or (0,)), start, end, back=True)


def _require_budget(connection: Connection, said: SignedPlaces) -> None:
    """What one side alone signed for in this case, this text included, is no more than one side may."""
    if said.why == "order":
        raise PlacesBudgetError("a testing order is signed by both sides")
    rows = connection.execute(_SQL["signed_alone"], {"case": said.case}).fetchall()
    alone = [read_text(bytes(text), SignedPlaces).stays for (text,) in rows]
    if not within_budget(stay for stays in [*alone, said.stays] for stay in stays):
        raise PlacesBudgetError("more hours, venues or days than one side may sign for")


def venues_of(said: SignedPlaces) -> int:
    """How many venues the stays are of."""
    return len({venue for venue, *_ in said.stays})


def signed_places(connection: Connection, cases: Sequence[str]) -> dict[str, dict[str, list[Stay]]]:
    """The stays of each text of these cases whose signatures count, by case and reference."""
    rows = connection.execute(_SQL["standing_places"], {"cases": list(cases)}).fetchall()
    places: dict[str, dict[str, list[Stay]]] = defaultdict(dict)
    for case, text in rows:
        said = read_text(bytes(text), SignedPlaces)
        places[case][said.ref] = list(said.stays)
    return places
