"""The keys of cases, as the vault makes, lends and destroys them (ADR 34)."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.quantities import PersonId
from ansim.identity.calls import CaseHandles, EndCaseKey, OpenCase
from ansim.identity.emails import index_text, read_email
from ansim.identity.phones import phone_index, read_phone, unverified_text
from ansim.keys import CaseKeys, KeyPurpose
from ansim.keys.calls import KeyOfCase
from ansim.ledger import Book
from ansim.ledger.acts import Actor, CaseKeyDestroyed, PhoneLookedUp

_SQL = read_statements("ansim.identity")


@dataclass(frozen=True, slots=True)
class Cases:
    """The vault's answers about cases. `index_key` turns numbers into the indexes of identities."""

    keys: CaseKeys
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    book: Book
    index_key: bytes

    def open(self, request: OpenCase) -> CaseHandles | None:
        """The handles of who is behind a number or e-mail address, None where nobody signed up with it.

        Where nobody verified the number, whom staff or a telephone gave it for.
        Raises PhoneError, EmailError, CaseExistsError: a case is about one person, for good.
        """
        indexes = self._indexes(request)
        self.book.append(Actor("officer", request.officer), request.case, PhoneLookedUp())
        with self.pool.connection() as connection:
            row = connection.execute(_SQL["person_of_index"], {"indexes": indexes}).fetchone()
        if row is None:
            return None
        self.keys.create(request.case)
        person = PersonId(bytes(row[0]))
        work, register = (self.keys.cipher(request.case, purpose) for purpose in KeyPurpose)
        return CaseHandles(work.handle(person), register.handle(person))

    def lend(self, request: KeyOfCase) -> bytes:
        """The key of the work on a case. Raises CaseKeyMissingError once it is destroyed."""
        return self.keys.cipher(request.case).key

    def end(self, request: EndCaseKey) -> str:
        """Destroy a key for good, and enter it; says by which means."""
        if self.keys.has(request.case, request.purpose):
            act = CaseKeyDestroyed(request.purpose.value, self.keys.means)
            self.book.append(Actor("worker", ""), request.case, act)
        self.keys.destroy(request.case, request.purpose)
        return self.keys.means

    def _indexes(self, request: OpenCase) -> list[bytes]:
        mail = "@" in request.phone
        known = index_text(read_email(request.phone)) if mail else read_phone(request.phone)
        texts = [known] if mail else [known, unverified_text(known)]
        return [
            phone_index(self.index_key, text)
            for text in (texts[1:] if request.unverified else texts)
        ]
