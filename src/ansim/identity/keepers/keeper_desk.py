"""Staff records as the vault keeps them: one keeper proposes, another signs the same bytes, and it is done (ADR 43)."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import psycopg
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from psycopg_pool import ConnectionPool

from ansim import rpc
from ansim.database.named_statements import read_statements
from ansim.domain.days import local_day
from ansim.domain.signatures import NotTwoSignersError, StaffSignature
from ansim.domain.signed_texts import TextUsedError, write_text
from ansim.domain.staff_records import (
    KEEPER,
    KEEPERS,
    KnownRecord,
    LastKeepersError,
    LoginTakenError,
    ProposalCapError,
    ProposalUnknownError,
    StaffTermsError,
    StaffText,
    as_proposed,
    require_follows,
    require_second_half,
    require_text,
)
from ansim.identity.keepers.calls import (
    AgreeToRecord,
    Proposal,
    ProposalsFor,
    ProposeRecord,
    ReturnRecord,
    StaffRecord,
    StaffRecordsFor,
)
from ansim.identity.keepers.everybody import all_records
from ansim.identity.keepers.keeping import days_of, keep
from ansim.identity.keepers.sealed_codes import open_half, read_private
from ansim.identity.staff.accepting import Acceptance, Connection, Signatory, use_once
from ansim.identity.staff.staff_registry import key_of_halves, require_role
from ansim.ledger import Book
from ansim.ledger.acts import Actor, DeputyNamed, StaffRecordKept

_SQL: Final = read_statements("ansim.identity.keepers")
_SHOWN: Final = 200
WAITING: Final = 50
"""How many proposals of one keeper wait at a time."""
Pool = ConnectionPool[psycopg.Connection[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class KeeperDesk:
    """The vault's answers to keepers. `main` is of the main database, where accounts and names lie.

    `codes` opens the halves of registration codes that signing pages seal.
    """

    acceptance: Acceptance
    pool: Pool
    main: Pool
    book: Book
    codes: EllipticCurvePrivateKey

    def records(self, request: StaffRecordsFor) -> list[StaffRecord]:
        """Who is enrolled. Raises UnknownSignerError for anybody but a keeper."""
        with self.pool.connection() as connection, self.main.connection() as main:
            require_role(connection, request.keeper, KEEPER)
            return all_records(connection, main, self.acceptance.clock())

    def proposals(self, request: ProposalsFor) -> list[Proposal]:
        """Those that wait first, then the newest. Raises UnknownSignerError for anybody but a keeper."""
        values = {"now": self.acceptance.clock(), "limit": _SHOWN}
        with self.pool.connection() as connection:
            require_role(connection, request.keeper, KEEPER)
            rows = connection.execute(_SQL["proposals"], values).fetchall()
        return [Proposal(bytes(text), *rest) for text, *rest in rows]

    def propose(self, request: ProposeRecord) -> bool:
        """Take in a text with its first signature. Raises StaffRecordError, SignatureError, SignedTextError."""
        text, now = self._read(request.text, agreed=False), self.acceptance.clock()
        self._first_half(text)  # one that cannot be opened is refused before it waits
        with self.pool.connection() as connection, self.main.connection() as main:
            signed = self._keeper(connection, request.text, request.signature)
            if signed.member.ref != text.keeper:
                raise NotTwoSignersError("a staff record is signed first by the keeper it names")
            connection.execute(_SQL["lock_records"])
            waiting = {"keeper": text.keeper, "now": now}
            row = connection.execute(_SQL["waiting_of"], waiting).fetchone()
            if row and row[0] >= WAITING:
                raise ProposalCapError(f"at most {WAITING} proposals of a keeper wait at a time")
            self._require_follows(connection, main, text)
            use_once(connection, text, now)
            values = {
                "digest": _digest(request.text),
                "ref": bytes.fromhex(text.ref),
                "text": request.text,
                "staff": text.staff,
                "keeper": signed.member.ref,
                "key": signed.credential,
                "signature": msgspec.msgpack.encode(request.signature),
                "until": text.until,
            }
            if connection.execute(_SQL["put_proposal"], values).fetchone() is None:
                raise TextUsedError("the text was used before: ask for a new one")
        return True

    def agree(self, request: AgreeToRecord) -> bool:
        """Take in the second signature, and do what both signed; with a code, its second half comes in the same text.

        Accounts are written before the vault's own tables are committed: a try that breaks off is finished by another.
        Raises StaffRecordError, SignatureError, SignedTextError; nothing has changed at the vault then.
        """
        text, now = self._read(request.text, agreed=True), self.acceptance.clock()
        word_key = self._word_key(text)
        digest = _digest(write_text(as_proposed(text)))
        with self.pool.connection() as connection, self.main.connection() as main:
            signed = self._keeper(connection, request.text, request.signature)
            connection.execute(_SQL["lock_records"])
            row = connection.execute(
                _SQL["waiting_proposal"], {"digest": digest, "now": now}
            ).fetchone()
            if row is None:
                raise ProposalUnknownError(
                    "no such proposal waits, or its keeper's key counts no more"
                )
            first, first_key, first_kind = row
            if signed.member.ref == first or signed.credential == bytes(first_key):
                raise NotTwoSignersError("two keepers are two people with two keys")
            self._require_follows(connection, main, text, waited=True)
            self._require_keepers_left(connection, text)
            values = {
                "digest": digest,
                "keeper": signed.member.ref,
                "key": signed.credential,
                "signature": msgspec.msgpack.encode(request.signature),
                "agreed": request.text if word_key else None,
            }
            connection.execute(_SQL["keep_proposal"], values)
            # Committed by its own connection before ours: an entry without a change does no harm.
            self.book.append(
                Actor(KEEPER, signed.member.ref), "", _entry(text, digest, first_kind, signed)
            )
            try:
                keep(connection, main, text, word_key, now)
            except psycopg.errors.UniqueViolation:
                raise LoginTakenError("somebody else is enrolled under that login") from None
        return True

    def give_back(self, request: ReturnRecord) -> bool:
        """A keeper signs no such thing, or takes their own back. Raises ProposalUnknownError, UnknownSignerError."""
        values = {
            "keeper": request.keeper,
            "ref": bytes.fromhex(request.ref),
            "reason": request.reason,
            "now": self.acceptance.clock(),
        }
        with self.pool.connection() as connection:
            require_role(connection, request.keeper, KEEPER)
            if connection.execute(_SQL["return_proposal"], values).fetchone() is None:
                raise ProposalUnknownError("no such proposal waits for that")
        return True

    def _read(self, written: bytes, *, agreed: bool) -> StaffText:
        text = self.acceptance.read(written, StaffText)
        require_text(text, local_day(self.acceptance.clock()))
        require_second_half(text, agreed=agreed)
        return text

    def _first_half(self, text: StaffText) -> bytes:
        if not text.code:
            return b""
        return open_half(self.codes, text.code, text.staff, text.ref, "first")

    def _word_key(self, text: StaffText) -> bytes:
        if text.second is msgspec.UNSET:
            return b""
        first = self._first_half(text)
        second = open_half(self.codes, text.second, text.staff, text.ref, "second")
        if first == second:
            raise StaffTermsError("each keeper's page draws a half of its own")
        return key_of_halves(first, second)

    def _keeper(
        self, connection: Connection, written: bytes, signature: StaffSignature
    ) -> Signatory:
        signed = self.acceptance.signatory(connection, written, signature)
        if signed.member.role != KEEPER:
            raise NotTwoSignersError("staff records are for keepers to sign")
        return signed

    @staticmethod
    def _require_follows(
        connection: Connection, main: Connection, text: StaffText, *, waited: bool = False
    ) -> None:
        row = connection.execute(_SQL["record_of"], {"staff": text.staff}).fetchone()
        named = {ref: (login, name) for ref, login, name, _day in main.execute(_SQL["named_staff"])}
        if text.deed == "add" and text.login in {login for login, _name in named.values()}:
            mine = named.get(text.staff)
            if row is not None or mine is None or mine[0] != text.login:
                raise LoginTakenError("somebody else is enrolled under that login")
        known = None
        if row is not None:
            version, role, agency, team, barred = row
            login, name = named.get(text.staff, ("", ""))
            known = KnownRecord(version, login, name, role, agency, team, barred)
        require_follows(text, known, waited=waited)

    def _require_keepers_left(self, connection: Connection, text: StaffText) -> None:
        if text.deed != "bar" or text.role != KEEPER:
            return
        values = {"without": text.staff, "device_keys": self.acceptance.device_keys}
        row = connection.execute(_SQL["usable_keepers"], values).fetchone()
        if not row or row[0] < KEEPERS:
            raise LastKeepersError("fewer than two keepers with a key would be left")


def keepers_of(
    acceptance: Acceptance, pool: Pool, main: Pool, book: Book, codes: bytes
) -> rpc.Handlers:
    """What the vault answers keepers; `codes` is its half of the pair by which codes are sealed, as PEM."""
    desk = KeeperDesk(acceptance, pool, main, book, read_private(codes))
    return {
        StaffRecordsFor: desk.records,
        ProposalsFor: desk.proposals,
        ProposeRecord: desk.propose,
        AgreeToRecord: desk.agree,
        ReturnRecord: desk.give_back,
    }


def _digest(written: bytes) -> bytes:
    return hashlib.sha256(written).digest()


def _entry(
    text: StaffText, digest: bytes, first_kind: str, signed: Signatory
) -> StaffRecordKept | DeputyNamed:
    if text.deed == "deputy":
        start, end = days_of(text)
        return DeputyNamed(
            staff=text.staff,
            role=text.as_role,
            start=start,
            end=end,
            first=text.keeper,
            digest=digest.hex(),
            first_key=first_kind,
            key=signed.kind,
        )
    return StaffRecordKept(
        deed=text.deed,
        staff=text.staff,
        role=text.role,
        first=text.keeper,
        digest=digest.hex(),
        first_key=first_kind,
        key=signed.kind,
    )
