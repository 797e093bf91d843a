"""Cases that a laboratory's signature makes: verified by the vault alone, with nobody at the console (ADR 42)."""

from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.days import local_day
from ansim.domain.laboratory_notifications import (
    LABORATORY_LIMITS,
    IdentifierUsedError,
    LaboratoryCapError,
    LaboratoryKeyUnknownError,
    LaboratoryNotification,
    TeamUnknownError,
    keyed,
    read_claims,
    require_for_here,
    require_fresh,
)
from ansim.domain.notification import disease_of, require_anchor
from ansim.domain.quantities import PersonId
from ansim.domain.signed_texts import SKEW
from ansim.identity.laboratories.calls import (
    KnownLaboratories,
    LaboratoryName,
    NotifyByLaboratory,
)
from ansim.identity.laboratories.notification_tokens import (
    LaboratoryKey,
    header_of,
    signed_content,
)
from ansim.identity.staff.accepting import Connection
from ansim.identity.staff.notification_desk import NewCase, NotificationDesk
from ansim.identity.staff.notified_calls import CaseBegun
from ansim.ledger.acts import Actor, PhoneLookedUp

_SQL: Final = read_statements("ansim.identity.laboratories") | read_statements("ansim.identity")


@dataclass(frozen=True, slots=True)
class LaboratoryDesk:
    """The vault's answers about laboratories. `pool` is of the identity database."""

    notifications: NotificationDesk
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"

    def notify(self, request: NotifyByLaboratory) -> CaseBegun:
        """Make a case; for what made one before, that case again. Raises NotificationError.

        Whether anybody signed up with the number the answer does not tell: where nobody did, the case is about nobody.
        """
        now = self.notifications.acceptance.clock()
        header = header_of(request.token)
        with self.pool.connection() as connection:
            row = connection.execute(_SQL["laboratory_key"], {"kid": header.kid}).fetchone()
            if row is None:
                raise LaboratoryKeyUnknownError("no key of that kid counts here")
            key = LaboratoryKey(row[0], row[1], row[2], bytes(row[3]))
            content = signed_content(request.token, header, key)
            claims = read_claims(content)
            require_for_here(claims, key.laboratory, self.notifications.acceptance.site.name)
            require_fresh(claims.iat, now)
            # What was noted of it and its case stand or fall together: a lost answer is given again, never a lost case.
            connection.execute(_SQL["lock_laboratory"], {"laboratory": key.laboratory})
            noted = self._noted(claims, content)
            if before := self._before(connection, noted):
                return CaseBegun(before)
            self._count(connection, key, now)
            return self._begin(connection, claims, noted, now)

    def names(self, request: KnownLaboratories) -> list[LaboratoryName]:
        """The laboratories with these marks, barred ones too: what they notified stands."""
        with self.pool.connection() as connection:
            rows = connection.execute(_SQL["laboratory_names"], {"refs": request.refs}).fetchall()
        return [LaboratoryName(*row) for row in rows]

    def _noted(self, claims: LaboratoryNotification, content: bytes) -> dict[str, Any]:
        secret, laboratory = self.notifications.index_key, claims.iss
        return {
            "laboratory": laboratory,
            "jti": keyed(secret, laboratory, "jti", claims.jti.encode()),
            "content": keyed(secret, laboratory, "content", content),
        }

    def _before(self, connection: Connection, noted: dict[str, Any]) -> str:
        """The case that the same claims made. Raises IdentifierUsedError where it was others."""
        row = connection.execute(_SQL["notified_as"], noted).fetchone()
        if row is None:
            return ""
        if bytes(row[0]) != noted["content"]:
            raise IdentifierUsedError("jti was used for another notification")
        return str(row[1])

    def _count(self, connection: Connection, key: LaboratoryKey, now: float) -> None:
        values = {"laboratory": key.laboratory, "now": now}
        row = connection.execute(_SQL["notified_by_laboratory"], values).fetchone()
        if row and row[0] >= key.a_day:
            raise LaboratoryCapError(f"at most {key.a_day} notifications of this laboratory a day")

    def _begin(
        self,
        connection: Connection,
        claims: LaboratoryNotification,
        noted: dict[str, Any],
        now: float,
    ) -> CaseBegun:
        preset = disease_of(claims.disease, claims.anchor_kind)
        require_anchor(claims.anchor, local_day(now))
        indexes = self.notifications.indexes(claims.subject, unverified=False)
        works = {"agency": claims.agency, "team": claims.team, "now": now}
        row = connection.execute(_SQL["somebody_takes_up"], works).fetchone()
        if not (row and row[0]):
            raise TeamUnknownError("no officer works in that team of that agency")
        new = NewCase(
            ref=self.notifications.new_ref(),
            notified_by=claims.iss,
            agency=claims.agency,
            team=claims.team,
            preset=preset,
            anchor=claims.anchor,
            anchor_kind=claims.anchor_kind,
        )
        kept = max(claims.iat + LABORATORY_LIMITS.oldest + SKEW, now + 2 * 86400)
        # Forgotten in the worker's round alone, which asks two clocks: by one wrong clock the same claims made two cases.
        values = noted | {"case": new.ref, "now": now, "until": kept}
        connection.execute(_SQL["note_laboratory_notification"], values)
        actor = Actor("laboratory", claims.iss)
        person = self._find(connection, actor, new.ref, indexes) if indexes else None
        self.notifications.begin(new, actor, person, "laboratory", connection)
        return CaseBegun(new.ref)

    def _find(
        self, connection: Connection, actor: Actor, case: str, indexes: list[bytes]
    ) -> PersonId | None:
        """Who signed up under one of these; the ledger has the look-up first."""
        self.notifications.book.append(actor, case, PhoneLookedUp())
        row = connection.execute(_SQL["person_of_index"], {"indexes": indexes}).fetchone()
        return PersonId(bytes(row[0])) if row else None
