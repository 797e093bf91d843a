"""Warrants and what they open, as the vault decides it (RIGHTS §1 to §4, ADR 35).

It believes two signatures over one text, and the tracer's word on what a search of that case found. What the console says
is carried here and checked; request, approval and opening are in the ledger before their answers leave.
"""

import hmac
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.found_summary import FoundSummary, summary_mac
from ansim.domain.notification import CaseBounds
from ansim.domain.quantities import Handle, PersonId
from ansim.domain.search_results import (
    people_digest,
    people_in,
    result_digest,
    result_mac,
    subject_mark,
)
from ansim.domain.signatures import NotTwoSignersError
from ansim.domain.signed_texts import OpeningOfNames, read_text
from ansim.domain.training import is_training
from ansim.domain.warrant import (
    LIMITS,
    CaseUnknownError,
    OpeningCapError,
    OutOfScopeError,
    ResultMovedError,
    Warrant,
    WarrantTermsError,
    WarrantTimeError,
    WarrantUnknownError,
    require_rows,
    require_terms,
    warrant_digest,
    warrant_mark,
)
from ansim.identity.calls import CaseHandles, Identity
from ansim.identity.staff.accepting import (
    Acceptance,
    Connection,
    Signatory,
    require_works_on,
    take_side,
    use_once,
)
from ansim.identity.staff.signed_calls import (
    Accepted,
    ApproveWarrant,
    OpenNames,
    RequestWarrant,
)
from ansim.identity.staff.training_cases import invented_identities
from ansim.identity.staff.work_list_calls import BeginWorkList
from ansim.identity.stored_identity import StoredIdentity, identity_of
from ansim.keys import CaseKeys, KeyPurpose
from ansim.ledger import Book
from ansim.ledger.acts import Act, Actor, IdentitiesOpened, WarrantApproved, WarrantRequested

log = logging.getLogger(__name__)
_SQL: Final = read_statements("ansim.identity.staff") | read_statements("ansim.identity")


@dataclass(frozen=True, slots=True)
class WarrantDesk:
    """The vault's answers about warrants. `pool` is of the identity database, `scope` the key of vault and tracer."""

    acceptance: Acceptance
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    book: Book
    private: X25519PrivateKey
    scope: bytes
    cases: CaseKeys

    def forget_case(self, case: str) -> None:
        """The work on a case is over: its warrants, sides and whose it was go. It gets no other key, so nobody comes after."""
        with self.pool.connection() as connection:
            for statement in ("forget_warrants", "forget_sides", "forget_case"):
                connection.execute(_SQL[statement], {"case": case})

    def request(self, request: RequestWarrant) -> Accepted:
        """Take in a warrant with its officer's signature.

        Raises WarrantError, CaseNotYoursError, SignatureError, SignedTextError.
        """
        warrant = self.acceptance.read(request.text, Warrant)
        require_terms(warrant)
        digest = warrant_digest(request.text)
        with self.pool.connection() as connection:
            signed = self.acceptance.signer(connection, request.text, request.signature, "asking")
            if signed.member.ref != warrant.requester:
                raise NotTwoSignersError("a warrant is signed first by the officer it names")
            self.require_case(connection, warrant.case, request.subject)
            require_works_on(connection, warrant.case, signed)
            _require_bounds(connection, warrant)
            self._require_found(warrant, request)
            take_side(connection, warrant.case, signed)
            use_once(connection, warrant, self.acceptance.clock())
            values = self._signature(digest, signed, request.signature) | {
                "ref": bytes.fromhex(warrant.ref),
                "case": warrant.case,
                "text": request.text,
            }
            connection.execute(_SQL["put_warrant"], values)
            mark = warrant_mark(request.text)
            act = WarrantRequested(
                warrant=mark,
                digest=digest.hex(),
                legal_basis=warrant.article.value,
                purpose=warrant.purpose.value,
                start=warrant.terms.start,
                end=warrant.terms.end,
                row_cap=warrant.cap,
                expires_at=warrant.until,
                key=signed.kind,
            )
            self._enter(signed, warrant.case, act)
        return Accepted(mark)

    def approve(self, request: ApproveWarrant) -> Accepted:
        """Take in the second signature, over the same bytes; from the same person also again.

        Raises WarrantError, CaseNotYoursError, SignatureError, SignedTextError.
        """
        warrant = self.acceptance.read(request.text, Warrant)
        _counted(warrant)
        digest = warrant_digest(request.text)
        with self.pool.connection() as connection:
            row = connection.execute(_SQL["asked_warrant"], {"digest": digest}).fetchone()
            if row is None:
                raise WarrantUnknownError("nobody asked for this warrant")
            signed = self.acceptance.signer(connection, request.text, request.signature, "letting")
            requester, requester_key = row
            if signed.member.ref == requester or signed.credential == bytes(requester_key):
                raise NotTwoSignersError("a warrant needs two different people with two keys")
            require_works_on(connection, warrant.case, signed)
            take_side(connection, warrant.case, signed)
            values = self._signature(digest, signed, request.signature)
            if connection.execute(_SQL["approve_warrant"], values).fetchone() is None:
                raise NotTwoSignersError(
                    "the warrant has another person's second signature already"
                )
            mark = warrant_mark(request.text)
            self._enter(signed, warrant.case, WarrantApproved(mark, digest.hex(), signed.kind))
        return Accepted(mark)

    def open(self, request: OpenNames) -> list[Identity]:
        """Names and numbers of these people: of all, or of nobody.

        Raises WarrantError, CaseNotYoursError, SignatureError, SignedTextError.
        """
        text = self.acceptance.read(request.text, OpeningOfNames)
        asked = frozenset(request.people)
        if people_digest(asked).hex() != text.people or not 0 < len(asked) == text.count:
            raise OutOfScopeError("the people are not those that the signature is for")
        with self.pool.connection() as connection:
            signed = self.acceptance.signer(connection, request.text, request.signature, "asking")
            digest = bytes.fromhex(text.warrant)
            warrant, mark = self.valid(connection, digest, text.case)
            require_works_on(connection, warrant.case, signed)
            self.require_case(connection, warrant.case, request.subject)
            self.require_rows(warrant, request, asked)
            take_side(connection, warrant.case, signed)
            use_once(connection, text, self.acceptance.clock())
            handles = [Handle(one) for one in sorted(asked)]
            people = self.cases.cipher(warrant.case).people(handles)
            register = self.cases.cipher(warrant.case, KeyPurpose.REGISTER).handles(people)
            fresh = self.count(connection, warrant, digest, asked, signed.member.ref)
            training = is_training(warrant.case)
            rows = (
                []
                if training
                else connection.execute(_SQL["sealed_of"], {"people": people}).fetchall()
            )
            # Committed by its own connection before ours: an entry without an answer does no harm.
            act = IdentitiesOpened(mark, len(asked), fresh, signed.kind)
            self._enter(signed, warrant.case, act)
        known = dict(zip(people, map(CaseHandles, handles, register), strict=True))
        if training:
            return invented_identities(known)
        return self.identities([StoredIdentity(*row) for row in rows], known)

    def valid(self, connection: Connection, digest: bytes, case: str) -> tuple[Warrant, str]:
        """The warrant of a digest, once both signatures count and it is of that case, and its mark. Raises WarrantError."""
        row = connection.execute(_SQL["valid_warrant"], {"digest": digest}).fetchone()
        if row is None:
            raise WarrantUnknownError("no warrant of two signatures that count")
        (written,) = row
        warrant = read_text(bytes(written), Warrant)
        if warrant.case != case:
            raise OutOfScopeError("the warrant is another case's")
        if self.acceptance.clock() >= warrant.until:
            raise WarrantTimeError("the warrant has expired: ask for a new one")
        return warrant, warrant_mark(bytes(written))

    def require_case(self, connection: Connection, case: str, subject: Handle) -> None:
        """The case is about that person. Raises CaseUnknownError."""
        row = connection.execute(_SQL["subject_of"], {"case": case}).fetchone()
        if row is None:
            raise CaseUnknownError("no case of that mark was opened here")
        if row[0] is None and subject == b"":
            return  # about nobody who signed up: its contacts are of stays that were signed for
        if row[0] is None:
            raise CaseUnknownError("the case is about nobody who signed up")
        if not hmac.compare_digest(bytes(row[0]), subject_mark(self.scope, case, subject)):
            raise CaseUnknownError("the case is about somebody else")

    def _require_found(self, warrant: Warrant, request: RequestWarrant) -> None:
        """The result is the tracer's: so many people, of this case, under these terms; by class and venue as the text says."""
        subject, mac = request.subject, request.mac
        digest = bytes.fromhex(warrant.result)
        known = result_mac(self.scope, warrant.case, subject, warrant.terms, warrant.people, digest)
        if not hmac.compare_digest(known, mac):
            raise OutOfScopeError("the tracer found no such result under these terms")
        found = _counted(warrant)
        counted = summary_mac(self.scope, warrant.case, subject, warrant.terms, digest, found)
        if not hmac.compare_digest(counted, request.found_mac):
            raise OutOfScopeError("the tracer counted the result otherwise by class and venue")

    def require_rows(
        self, warrant: Warrant, request: OpenNames | BeginWorkList, asked: frozenset[bytes]
    ) -> None:
        """Each of those asked for stands in the very result that two people signed. Raises OutOfScopeError.

        With its terms alone it would be whoever a later search finds, and check-ins that come late move that.
        """
        found = people_in(request.rows)
        if found is None:
            raise OutOfScopeError("the rows are not in their one written form")
        digest = result_digest(
            self.scope, warrant.case, request.subject, warrant.terms, request.rows
        )
        known = result_mac(
            self.scope, warrant.case, request.subject, warrant.terms, len(found), digest
        )
        if not hmac.compare_digest(known, request.mac):
            raise OutOfScopeError("the tracer found no such result under the warrant's terms")
        if not hmac.compare_digest(digest, bytes.fromhex(warrant.result)):
            raise ResultMovedError("the rows are another result than the warrant was signed for")
        if not asked <= found:
            raise OutOfScopeError(
                f"{len(asked - found)} of {len(asked)} people were not found by that search"
            )

    @staticmethod
    def count(
        connection: Connection,
        warrant: Warrant,
        digest: bytes,
        asked: frozenset[bytes],
        officer: str,
    ) -> int:
        """How many of those asked for are opened for the first time. Raises RowCapError, OpeningCapError."""
        connection.execute(_SQL["lock_warrant"], {"warrant": digest})
        rows = connection.execute(_SQL["opened_under"], {"warrant": digest}).fetchall()
        fresh = require_rows(warrant, asked, frozenset(bytes(row[0]) for row in rows))
        if not is_training(warrant.case):
            _count_of_day(connection, officer, len(asked))
        values = {
            "warrant": digest,
            "case": warrant.case,
            "handles": sorted(fresh),
            "expires_at": datetime.fromtimestamp(warrant.until, UTC),
        }
        connection.execute(_SQL["note_opened"], values)
        return len(fresh)

    def _enter(self, signed: Signatory, case: str, act: Act) -> None:
        self.book.append(Actor(signed.member.role, signed.member.ref), case, act)

    @staticmethod
    def _signature(digest: bytes, signed: Signatory, signature: msgspec.Struct) -> dict[str, Any]:
        return {
            "digest": digest,
            "staff": signed.member.ref,
            "credential": signed.credential,
            "signature": msgspec.msgpack.encode(signature),
        }

    def identities(
        self, stored: Sequence[StoredIdentity], handles: Mapping[PersonId, CaseHandles]
    ) -> list[Identity]:
        """The identities of these rows; what does not open is told."""
        opened = [identity_of(self.private, one, handles[one.person]) for one in stored]
        damaged = sum(one.damaged for one in opened)
        if damaged:
            log.error(
                "%d of %d sealed identities do not open: another key, or damage",
                damaged,
                len(opened),
            )
        return opened


def _counted(warrant: Warrant) -> FoundSummary:
    """What both signers see of the result, which a text of the release before need not say. Raises WarrantTermsError."""
    if warrant.found is None:
        raise WarrantTermsError("a warrant says by class and venue what its search found")
    return warrant.found


def _count_of_day(connection: Connection, staff: str, people: int) -> None:
    """Note that an officer opens so many names, within their cap of a day. Raises OpeningCapError."""
    values = {"staff": staff, "people": people}
    connection.execute(_SQL["lock_officer"], values)
    today = connection.execute(_SQL["opened_today"], values).fetchone()
    if today and today[0] + people > LIMITS.openings_a_day:
        raise OpeningCapError(f"at most {LIMITS.openings_a_day} names an officer and day")
    connection.execute(_SQL["note_opening"], values)
    connection.execute(_SQL["forget_openings"])


def _require_bounds(connection: Connection, warrant: Warrant) -> None:
    """A warrant is for a period that the notification of its case opened. Raises BeyondBoundsError."""
    row = connection.execute(_SQL["bounds_of"], {"case": warrant.case}).fetchone()
    if row is None:
        raise CaseUnknownError("no period was opened for that case here")
    terms = warrant.terms
    CaseBounds(*row).require(terms.start, terms.end, back=terms.direction == "backward")
