"""The vault process: the only one that reads names (DESIGN §3).

It believes nothing that the console says. A number is turned into a handle of a new case and nothing else, a name is
opened only under a warrant that two people signed, for people whom a search of that case found, within the row cap and the
time; and each is in the ledger before the answer leaves.
"""

import hashlib
import hmac
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from psycopg_pool import ConnectionPool

from ansim import rpc
from ansim.database.named_statements import read_statements
from ansim.domain.quantities import Handle, PersonId
from ansim.domain.scope import proof_of
from ansim.domain.signatures import require_valid
from ansim.domain.warrant import OutOfScopeError, Warrant, covers, require_rows
from ansim.identity.calls import (
    CaseHandles,
    ContactOfOwner,
    EndCaseKey,
    FinishCorrection,
    FoundPerson,
    Identity,
    OpenCase,
    OpenIdentities,
    WaitingCorrectionsFor,
)
from ansim.identity.cases import Cases
from ansim.identity.corrections import Corrections
from ansim.identity.owner_contacts import Owners
from ansim.identity.sealing import load_private_key
from ansim.identity.signers import read_signers
from ansim.identity.stored_identity import StoredIdentity, identity_of
from ansim.keys import CaseKeys, KeyFolder, KeyPurpose, folder
from ansim.keys.calls import KeyOfCase
from ansim.ledger import Book
from ansim.ledger.acts import Actor, IdentitiesOpened
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
    _scope_key: bytes = field(init=False)
    _cases: CaseKeys = field(init=False)

    def __post_init__(self) -> None:
        self._private = load_private_key(self.keys.read("identity/private.pem"))
        self._scope_key = self.keys.secret("scope")
        self._cases = CaseKeys(self.keys)

    def open(self, request: OpenIdentities) -> list[Identity]:
        """Names and numbers behind these handles. Raises WarrantError; then nobody is opened and nothing counted.

        Raises CaseKeyMissingError where the work on the case is over.
        """
        signatures = [(one.signer, one.signature) for one in request.signatures]
        warrant = require_valid(request.warrant, signatures, read_signers(self.keys), self.clock())
        self._require_proofs(warrant, request.people)
        asked = frozenset(found.person for found in request.people)
        handles = sorted(asked)
        people = self._cases.cipher(warrant.case).people(handles)
        with self.pool.connection() as connection:
            self._count(connection, warrant, request.warrant, asked)
            rows = connection.execute(_SQL["sealed_of"], {"people": people}).fetchall()
        register = self._cases.cipher(warrant.case, KeyPurpose.REGISTER).handles(people)
        known = dict(zip(people, map(CaseHandles, handles, register), strict=True))
        return self._identities([StoredIdentity(*row) for row in rows], known)

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
        asked: frozenset[Handle],
    ) -> None:
        digest = hashlib.sha256(text).digest()
        connection.execute(_SQL["lock_warrant"], {"warrant": digest})
        rows = connection.execute(_SQL["opened_under"], {"warrant": digest}).fetchall()
        fresh = require_rows(warrant, asked, frozenset(bytes(row[0]) for row in rows))
        values = {
            "warrant": digest,
            "case": warrant.case,
            "handles": sorted(fresh),
            "expires_at": datetime.fromtimestamp(warrant.expires_at, UTC),
        }
        connection.execute(_SQL["note_opened"], values)
        # Committed by its own connection before ours: an entry without an answer does no harm.
        self.book.append(
            Actor("officer", warrant.requester),
            warrant.case,
            IdentitiesOpened(warrant.ref, len(asked), len(fresh)),
        )

    def _identities(
        self, stored: Sequence[StoredIdentity], handles: Mapping[PersonId, CaseHandles]
    ) -> list[Identity]:
        opened = [identity_of(self._private, one, handles[one.person]) for one in stored]
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
        cases = Cases(CaseKeys(keys), pool, vault.book, keys.secret("phone-index"))
        _beside("owner", keys.secret("owner-calls"), {ContactOfOwner: owners.contact})
        worker: rpc.Handlers = {NumberForMessage: owners.number, EndCaseKey: cases.end}
        _beside("outbox", keys.secret("outbox-calls"), worker)
        _beside("cases", keys.secret("case-calls"), {KeyOfCase: cases.lend})
        handlers: rpc.Handlers = {
            OpenCase: cases.open,
            OpenIdentities: vault.open,
            WaitingCorrectionsFor: corrections.waiting,
            FinishCorrection: corrections.finish,
        }
        rpc.serve(socket_path("vault"), keys.secret("vault-calls"), handlers)


def _beside(name: Literal["owner", "outbox", "cases"], key: bytes, handlers: rpc.Handlers) -> None:
    threading.Thread(target=rpc.serve, args=(socket_path(name), key, handlers), daemon=True).start()
