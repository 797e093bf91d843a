"""Owners' contacts, as the vault opens them: one for a clerk's reason, and a number for a message that waits.

The portal that asks for a clerk faces the internet and is not believed: whatever clerks it names, it gets no more than
their caps, each is of a registrar who works here, in the ledger and shown to the owner. The worker gets the number of a
message and of nothing else.
"""

import logging
from dataclasses import dataclass
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.contact import CONTACTS_A_DAY, CONTACTS_OF_ALL_A_DAY
from ansim.domain.errors import AnsimError
from ansim.identity.calls import ContactOfOwner, OwnerContact
from ansim.identity.owner_sealing import open_name, open_number
from ansim.identity.phones import show_phone
from ansim.identity.sealing import SealBrokenError
from ansim.identity.staff.staff_registry import require_role
from ansim.ledger import Book
from ansim.ledger.acts import Actor, OwnerContactRead
from ansim.notices.calls import NumberForMessage

_SQL = read_statements("ansim.identity")
log = logging.getLogger(__name__)


class NoNumberError(AnsimError):
    """There is no number: the message does not wait, the owner is erased, or the seal does not open."""

    code = "no-number"


class ContactCapError(AnsimError):
    """So many contacts were seen today that no more are opened."""

    code = "contact-cap"


@dataclass(frozen=True, slots=True)
class Owners:
    """The vault's answers about owners. `pool` is of the main database, `staff` of the vault's own."""

    private: X25519PrivateKey
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    staff: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    book: Book
    a_day: int = CONTACTS_A_DAY
    of_all_a_day: int = CONTACTS_OF_ALL_A_DAY

    def contact(self, request: ContactOfOwner) -> OwnerContact:
        """Name and number of one owner, for a clerk's reason. Raises UnknownSignerError, NoNumberError, ContactCapError."""
        with self.staff.connection() as connection:
            require_role(connection, request.clerk, "registrar")
        values = {"owner": request.owner, "clerk": request.clerk, "reason": request.reason.value}
        with self.pool.connection() as connection:
            row = connection.execute(_SQL["owner_of_id"], values).fetchone()
            if row is None:
                raise NoNumberError("there is no such owner, or they are erased")
            self._count(connection, values)
        index, sealed, sealed_name = row
        name = open_name(self.private, request.owner, bytes(sealed_name)) if sealed_name else ""
        return OwnerContact(
            name, show_phone(open_number(self.private, bytes(index), bytes(sealed)))
        )

    def number(self, request: NumberForMessage) -> str:
        """Where a waiting message goes, in E.164. Raises NoNumberError."""
        with self.pool.connection() as connection:
            row = connection.execute(
                _SQL["number_of_message"], {"message": request.message}
            ).fetchone()
        if row is None:
            raise NoNumberError("that message does not wait, or its owner is erased")
        index, sealed = row
        try:
            return open_number(self.private, bytes(index), bytes(sealed))
        except SealBrokenError:
            log.warning("the number of a message does not open")
            raise NoNumberError("the number of that message does not open") from None

    def _count(
        self, connection: "psycopg.Connection[tuple[Any, ...]]", values: dict[str, Any]
    ) -> None:
        connection.execute(_SQL["lock_contacts"])
        row = connection.execute(_SQL["contacts_today"], values).fetchone()
        by_clerk, by_all = row or (0, 0)
        if by_clerk >= self.a_day or by_all >= self.of_all_a_day:
            log.warning("contacts of owners: the cap of the day is reached")
            raise ContactCapError(
                f"{self.a_day} contacts a day for each clerk and {self.of_all_a_day} for all: no more today"
            )
        connection.execute(_SQL["note_contact"], values)
        # Committed by its own connection before ours: an entry without an answer does no harm.
        self.book.append(
            Actor("registrar", values["clerk"]), "", OwnerContactRead(values["reason"])
        )
