"""Work lists, as the vault takes them in and names people from them, one at a time (ADR 45).

A signature names nobody. Each name is counted and in the ledger when it is shown; what was never shown was never opened.
"""

from dataclasses import dataclass
from typing import Final

from ansim.database.named_statements import read_statements
from ansim.domain.days import local_day
from ansim.domain.quantities import Handle
from ansim.domain.shift_grants import CaseNotYoursError
from ansim.domain.teams import AgencyTeam
from ansim.domain.training import is_training
from ansim.domain.warrant import LIMITS, OutOfScopeError
from ansim.domain.work_lists import LONGEST_LIST, WorkList, WorkListEndedError, require_list
from ansim.identity.calls import CaseHandles
from ansim.identity.sessions.search_session_desk import stored_session
from ansim.identity.staff.accepting import (
    Connection,
    require_works_on,
    take_side,
    use_once,
)
from ansim.identity.staff.signed_calls import Accepted
from ansim.identity.staff.staff_registry import any_works_on, officers_of
from ansim.identity.staff.training_cases import invented_identities
from ansim.identity.staff.warrant_desk import WarrantDesk
from ansim.identity.staff.work_list_calls import (
    BeginWorkList,
    Left,
    NameShown,
    NamesLeft,
    ShowName,
)
from ansim.identity.stored_identity import StoredIdentity
from ansim.keys import KeyPurpose
from ansim.ledger.acts import Act, Actor, NameOpened, NameReadAgain, WorkListSigned

_SQL: Final = read_statements("ansim.identity.staff") | read_statements("ansim.identity")


@dataclass(frozen=True, slots=True)
class _Reached:
    """A list that its officer's session reaches: the columns of `reached_work_list`."""

    case: str
    warrant: bytes
    officer: str
    role: str
    key: str


@dataclass(frozen=True, slots=True)
class WorkListDesk:
    """The vault's answers about work lists, under the rules of its warrants."""

    warrants: WarrantDesk

    def begin(self, request: BeginWorkList) -> Accepted:
        """Take in a list; `mark` is the reference by which names of it are asked for.

        Raises WorkListError, WarrantError, CaseNotYoursError, SignatureError, SignedTextError.
        """
        rules = self.warrants
        said = rules.acceptance.read(request.text, WorkList)
        require_list(said, request.people)
        now = rules.acceptance.clock()
        with rules.pool.connection() as connection:
            signed = rules.acceptance.signer(connection, request.text, request.signature, "asking")
            digest = bytes.fromhex(said.warrant)
            warrant, mark = rules.valid(connection, digest, said.case)
            require_works_on(connection, said.case, signed)
            rules.require_case(connection, said.case, request.subject)
            rules.require_rows(warrant, request, frozenset(request.people))
            take_side(connection, said.case, signed)
            use_once(connection, said, now)
            connection.execute(_SQL["forget_work_lists"], {"now": now})
            values = {
                "ref": bytes.fromhex(said.ref),
                "case": said.case,
                "warrant": digest,
                "staff": signed.member.ref,
                "credential": signed.credential,
                "until": said.until,
                "handles": request.people,
            }
            connection.execute(_SQL["put_work_list"], values)
            connection.execute(_SQL["put_work_list_people"], values)
            act = WorkListSigned(mark, said.count, said.until, signed.kind)
            rules.book.append(Actor(signed.member.role, signed.member.ref), said.case, act)
        return Accepted(said.ref)

    def show(self, request: ShowName) -> NameShown:
        """Name one person of a list: counted and entered at first, entered once a day when it is read again.

        Raises WorkListError, WarrantError, OpeningCapError.
        """
        rules = self.warrants
        now = rules.acceptance.clock()
        if not 1 <= request.number <= LONGEST_LIST:
            raise OutOfScopeError("nobody of that number stands on the list")
        with rules.pool.connection() as connection:
            found = self._reached(connection, request, now)
            warrant, mark = rules.valid(connection, found.warrant, found.case)
            values = {"ref": request.ref, "number": request.number, "day": local_day(now)}
            row = connection.execute(_SQL["person_on_work_list"], values).fetchone()
            if row is None:
                raise OutOfScopeError("nobody of that number stands on the list")
            handle, shown, read_today = Handle(bytes(row[0])), row[1], row[2]
            (person,) = rules.cases.cipher(found.case).people([handle])
            register = rules.cases.cipher(found.case, KeyPurpose.REGISTER)
            handles = CaseHandles(handle, register.handle(person))
            training = is_training(found.case)
            query = {"people": [] if training else [person]}
            rows = connection.execute(_SQL["sealed_of"], query).fetchall()
            if not rows and not training:
                return NameShown(None)
            if not shown:
                asked = frozenset({bytes(handle)})
                fresh = rules.count(connection, warrant, found.warrant, asked, found.officer)
                connection.execute(_SQL["note_shown"], values)
                self._enter(found, NameOpened(mark, fresh, found.key))
            elif not read_today:
                connection.execute(_SQL["note_read_again"], values)
                self._enter(found, NameReadAgain(mark, found.key))
            stored = [StoredIdentity(*one) for one in rows]
        known = {person: handles}
        (identity,) = invented_identities(known) if training else rules.identities(stored, known)
        return NameShown(identity)

    def left(self, request: NamesLeft) -> Left:
        """What the caps leave, told before somebody signs. Raises CaseNotYoursError, WarrantError, SignatureError."""
        rules = self.warrants
        with rules.pool.connection() as connection:
            hats = officers_of(connection, request.staff, rules.acceptance.clock())
            member = hats[0]
            warrant, _mark = rules.valid(connection, request.warrant, request.case)
            row = connection.execute(_SQL["whose_case"], {"case": request.case}).fetchone()
            if row is None or not any_works_on(hats, AgencyTeam(*row[:2])):
                raise CaseNotYoursError("the case is another team's, or was never opened here")
            rows = connection.execute(_SQL["opened_under"], {"warrant": request.warrant})
            opened = {bytes(row[0]) for row in rows.fetchall()}
            today = connection.execute(_SQL["opened_today"], {"staff": member.ref}).fetchone()
        return Left(
            warrant=max(0, warrant.cap - len(opened)),
            today=max(0, LIMITS.openings_a_day - (today[0] if today else 0)),
            fresh=len(set(request.people) - opened),
        )

    def _reached(self, connection: Connection, request: ShowName, now: float) -> _Reached:
        """The list, where its shift lasts and a session of who signed for it reaches its case."""
        values = {"ref": request.ref, "session": stored_session(request.session), "now": now}
        row = connection.execute(_SQL["reached_work_list"], values).fetchone()
        if row is None:
            raise WorkListEndedError("no such list in this session, or its shift is over")
        case, warrant, officer, role, key = row
        return _Reached(case, bytes(warrant), officer, role, key)

    def _enter(self, found: _Reached, act: Act) -> None:
        # Committed by its own connection before ours: an entry without an answer does no harm.
        self.warrants.book.append(Actor(found.role, found.officer), found.case, act)
