"""The vault process: the only one that reads names (DESIGN §3).

It believes nothing that the console says. A number is turned into a person only for a case; a name is opened only under
signatures that `staff/` checks. Each is in the ledger before the answer leaves.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Any, Literal

import psycopg
from psycopg_pool import ConnectionPool

from ansim import rpc
from ansim.database.named_statements import read_statements
from ansim.identity.calls import (
    ContactOfOwner,
    FinishCorrection,
    PersonOfPhone,
    WaitingCorrectionsFor,
)
from ansim.identity.corrections import Corrections
from ansim.identity.emails import index_text, read_email
from ansim.identity.owner_contacts import Owners
from ansim.identity.phones import phone_index, read_phone, unverified_text
from ansim.identity.sealing import load_private_key
from ansim.identity.staff.accepting import Acceptance
from ansim.identity.staff.assertions import SigningSite
from ansim.identity.staff.key_desk import KeyDesk
from ansim.identity.staff.signed_calls import (
    ApproveWarrant,
    EnrolKey,
    KeysOf,
    OpenNames,
    RequestWarrant,
)
from ansim.identity.staff.warrant_desk import WarrantDesk
from ansim.keys import KeyFolder, folder
from ansim.ledger import Book
from ansim.ledger.acts import Actor, PhoneLookedUp
from ansim.notices.calls import NumberForMessage
from ansim.settings.environment import device_keys_serve, dsn, signing_host, socket_path

_SQL = read_statements("ansim.identity")
Pool = ConnectionPool[psycopg.Connection[tuple[Any, ...]]]


@dataclass
class VaultProcess:
    """What the vault knows of numbers."""

    keys: KeyFolder
    pool: Pool
    book: Book
    _index_key: bytes = field(init=False)

    def __post_init__(self) -> None:
        self._index_key = self.keys.secret("phone-index")

    def person_of_phone(self, request: PersonOfPhone) -> bytes:
        """The person id behind a number or e-mail address, empty where nobody signed up with it.

        Where nobody verified the number, whom staff or a telephone gave it for. Raises PhoneError, EmailError.
        """
        mail = "@" in request.phone
        known = index_text(read_email(request.phone)) if mail else read_phone(request.phone)
        texts = [known] if mail else [known, unverified_text(known)]
        asked = texts[1:] if request.unverified else texts
        indexes = [phone_index(self._index_key, text) for text in asked]
        self.book.append(Actor("officer", request.officer), request.case, PhoneLookedUp())
        with self.pool.connection() as connection:
            row = connection.execute(_SQL["person_of_index"], {"indexes": indexes}).fetchone()
        return bytes(row[0]) if row else b""


def serve() -> None:
    """Run the vault on its sockets until it is told to end: one for each kind of caller, with a key of its own."""
    keys = folder()
    with (
        ConnectionPool(dsn("vault", "identity"), min_size=1, max_size=4, open=False) as pool,
        ConnectionPool(dsn("vault", "main"), min_size=1, max_size=2, open=False) as main,
    ):
        pool.wait()
        main.wait()
        vault = VaultProcess(keys, pool, Book(lambda: dsn("vault", "main")))
        acceptance = Acceptance(SigningSite.at(signing_host()), device_keys_serve(), time.time)
        staff_keys = KeyDesk(acceptance, pool, vault.book)
        warrants = WarrantDesk(
            acceptance,
            pool,
            vault.book,
            load_private_key(keys.read("identity/private.pem")),
            keys.secret("scope"),
        )

        def person_of_case(request: PersonOfPhone) -> bytes:
            if person := vault.person_of_phone(request):
                warrants.know_case(request.case, person)
            return person

        corrections = Corrections(
            load_private_key(keys.read("identity/private.pem")), pool, vault.book
        )
        owners = Owners(load_private_key(keys.read("owners/private.pem")), main, vault.book)
        _beside("owner", keys.secret("owner-calls"), {ContactOfOwner: owners.contact})
        _beside("outbox", keys.secret("outbox-calls"), {NumberForMessage: owners.number})
        handlers: rpc.Handlers = {
            PersonOfPhone: person_of_case,
            EnrolKey: staff_keys.enrol,
            KeysOf: staff_keys.known,
            RequestWarrant: warrants.request,
            ApproveWarrant: warrants.approve,
            OpenNames: warrants.open,
            WaitingCorrectionsFor: corrections.waiting,
            FinishCorrection: corrections.finish,
        }
        rpc.serve(socket_path("vault"), keys.secret("vault-calls"), handlers)


def _beside(name: Literal["owner", "outbox"], key: bytes, handlers: rpc.Handlers) -> None:
    threading.Thread(target=rpc.serve, args=(socket_path(name), key, handlers), daemon=True).start()
