"""The vault process: the only one that reads names (DESIGN §3).

It believes nothing that the console says. A number is turned into a person only for a case, a name is opened only under
a warrant that two people signed, for people whom a search of that case found, within the row cap and the time; and each
is in the ledger before the answer leaves.
"""

import hashlib
import hmac
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from psycopg_pool import ConnectionPool

from ansim import rpc
from ansim.database.named_statements import read_statements
from ansim.domain.scope import proof_of
from ansim.domain.signatures import require_valid
from ansim.domain.warrant import OutOfScopeError, Warrant, covers, require_rows
from ansim.identity.calls import (
    ContactOfOwner,
    FinishCorrection,
    FoundPerson,
    Identity,
    OpenIdentities,
    PersonOfPhone,
    WaitingCorrectionsFor,
)
from ansim.identity.corrections import Corrections
from ansim.identity.emails import index_text, read_email
from ansim.identity.owner_contacts import Owners
from ansim.identity.phones import phone_index, read_phone, unverified_text
from ansim.identity.sealing import load_private_key
from ansim.identity.signers import read_signers
from ansim.identity.stored_identity import StoredIdentity, identity_of
from ansim.keys import KeyFolder, folder
from ansim.ledger import Book
from ansim.ledger.acts import Actor, IdentitiesOpened, PhoneLookedUp
from ansim.notices.calls import NumberForMessage
from ansim.settings.environment import dsn, socket_path

log = logging.getLogger(__name__)

_SQL = read_statements("ansim.identity")
Pool = ConnectionPool[psycopg.Connection[tuple[Any, ...]]]


@dataclass
class VaultProcess:
    """What the vault can do. `clock` gives epoch seconds."""

    keys: KeyFolder
    pool: Pool
    book: Book
    clock: Callable[[], float] = time.time
    _private: X25519PrivateKey = field(init=False)
    _index_key: bytes = field(init=False)
    _scope_key: bytes = field(init=False)

    def __post_init__(self) -> None:
        self._private = load_private_key(self.keys.read("identity/private.pem"))
        self._index_key = self.keys.secret("phone-index")
        self._scope_key = self.keys.secret("scope")

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

    def open(self, request: OpenIdentities) -> list[Identity]:
        """Names and numbers of these people. Raises WarrantError; then nobody is opened and nothing counted."""
        signatures = [(one.signer, one.signature) for one in request.signatures]
        warrant = require_valid(request.warrant, signatures, read_signers(self.keys), self.clock())
        self._require_proofs(warrant, request.people)
        asked = frozenset(found.person for found in request.people)
        with self.pool.connection() as connection:
            self._count(connection, warrant, request.warrant, asked)
            rows = connection.execute(_SQL["sealed_of"], {"people": sorted(asked)}).fetchall()
        return self._identities([StoredIdentity(*row) for row in rows])

    def _require_proofs(self, warrant: Warrant, people: Sequence[FoundPerson]) -> None:
        strangers = sum(not self._is_proven(warrant, found) for found in people)
        if strangers:
            raise OutOfScopeError(
                f"{strangers} of {len(people)} people were not found by a search of case {warrant.case}"
            )
        outside = sum(
            not covers(warrant, found.first_exposed, found.last_exposed) for found in people
        )
        if outside:
            raise OutOfScopeError(
                f"{outside} of {len(people)} exposures lie outside the window of warrant {warrant.ref}"
            )

    def _is_proven(self, warrant: Warrant, found: FoundPerson) -> bool:
        proof = proof_of(
            self._scope_key, warrant.case, found.person, found.first_exposed, found.last_exposed
        )
        return hmac.compare_digest(found.proof, proof)

    def _count(
        self,
        connection: psycopg.Connection[tuple[Any, ...]],
        warrant: Warrant,
        text: bytes,
        asked: frozenset[bytes],
    ) -> None:
        digest = hashlib.sha256(text).digest()
        connection.execute(_SQL["lock_warrant"], {"warrant": digest})
        rows = connection.execute(_SQL["opened_under"], {"warrant": digest}).fetchall()
        fresh = require_rows(warrant, asked, frozenset(bytes(row[0]) for row in rows))
        values = {
            "warrant": digest,
            "people": sorted(fresh),
            "expires_at": datetime.fromtimestamp(warrant.expires_at, UTC),
        }
        connection.execute(_SQL["forget_expired"])
        connection.execute(_SQL["note_opened"], values)
        # Committed by its own connection before ours: an entry without an answer does no harm.
        self.book.append(
            Actor("officer", warrant.requester),
            warrant.case,
            IdentitiesOpened(warrant.ref, len(asked), len(fresh)),
        )

    def _identities(self, stored: Sequence[StoredIdentity]) -> list[Identity]:
        opened = [identity_of(self._private, one) for one in stored]
        damaged = sum(one.damaged for one in opened)
        if damaged:
            log.error(
                "%d of %d sealed identities do not open: another key, or damage",
                damaged,
                len(opened),
            )
        return opened


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
        corrections = Corrections(
            load_private_key(keys.read("identity/private.pem")), pool, vault.book
        )
        owners = Owners(load_private_key(keys.read("owners/private.pem")), main, vault.book)
        _beside("owner", keys.secret("owner-calls"), {ContactOfOwner: owners.contact})
        _beside("outbox", keys.secret("outbox-calls"), {NumberForMessage: owners.number})
        handlers: rpc.Handlers = {
            PersonOfPhone: vault.person_of_phone,
            OpenIdentities: vault.open,
            WaitingCorrectionsFor: corrections.waiting,
            FinishCorrection: corrections.finish,
        }
        rpc.serve(socket_path("vault"), keys.secret("vault-calls"), handlers)


def _beside(name: Literal["owner", "outbox"], key: bytes, handlers: rpc.Handlers) -> None:
    threading.Thread(target=rpc.serve, args=(socket_path(name), key, handlers), daemon=True).start()
