"""Cases as the vault makes them: out of a signed notification, for an officer of its team to take up (ADR 37).

The number stands in the signed text alone: it is turned into a handle of the new case at once, and kept nowhere.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from ansim.database.named_statements import read_statements
from ansim.domain.days import local_day
from ansim.domain.invented_world import patient_of
from ansim.domain.marks import new_mark
from ansim.domain.notification import (
    NOBODY,
    NOTIFICATION_LIMITS,
    CaseBounds,
    CaseTakenError,
    NobodySignedUpError,
    Notification,
    NotificationCapError,
    NotificationTermsError,
    bounds_of,
    disease_of,
    require_anchor,
    require_nobody_in_training,
)
from ansim.domain.pathogens import Anchor, Preset
from ansim.domain.quantities import Handle, PersonId
from ansim.domain.search_results import subject_mark
from ansim.domain.signatures import SIDES
from ansim.domain.training import new_training_mark
from ansim.domain.warrant import CaseUnknownError
from ansim.identity.calls import EndCaseKey
from ansim.identity.emails import EmailError, index_text, read_email
from ansim.identity.phones import PhoneError, phone_index, read_phone, unverified_text
from ansim.identity.staff.accepting import Acceptance, Connection, put_on_side, use_once
from ansim.identity.staff.notified_calls import (
    CaseBegun,
    CasesToTakeUp,
    NotifyCase,
    TakenCase,
    TakeUpCase,
    WaitingCase,
)
from ansim.identity.staff.same_person_desk import SamePersonDesk
from ansim.identity.staff.staff_registry import hats_of, officers_of, teams_of
from ansim.identity.staff.training_cases import require_room
from ansim.keys import CaseKeys, KeyPurpose
from ansim.ledger import Book
from ansim.ledger.acts import Actor, CaseNotified, CaseOpened, PhoneLookedUp

_SQL: Final = read_statements("ansim.identity.staff") | read_statements("ansim.identity")


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is known of a case before it is made: of whom it is, by whom notified, and the disease with its day."""

    ref: str
    notified_by: str
    agency: str
    team: str
    preset: Preset
    anchor: date
    anchor_kind: Anchor

    @property
    def bounds(self) -> CaseBounds:
        """The period that the notification opens."""
        return bounds_of(self.preset, self.anchor)


@dataclass(frozen=True, slots=True)
class NotificationDesk:
    """The vault's answers about notifications. `index_key` turns numbers into the indexes of identities.

    `end_key` destroys a key of a case, and what the vault keeps of it.
    """

    acceptance: Acceptance
    pool: "ConnectionPool[psycopg.Connection[tuple[Any, ...]]]"
    book: Book
    keys: CaseKeys
    scope: bytes
    index_key: bytes
    end_key: Callable[[EndCaseKey], str]

    @property
    def others(self) -> SamePersonDesk:
        """What finds the other cases of a person."""
        return SamePersonDesk(self.pool, self.keys, self.acceptance.clock)

    def notify(self, request: NotifyCase) -> CaseBegun:
        """Make a case. Raises NotificationError, SignatureError, SignedTextError; where nobody signed up, the text is used."""
        self.lapse()
        text = self.acceptance.read(request.text, Notification)
        preset = disease_of(text.disease, text.anchor_kind)
        require_anchor(text.anchor, local_day(self.acceptance.clock()))
        require_nobody_in_training(text)
        indexes = self.indexes(text.subject, unverified=text.unverified)
        with self.pool.connection() as connection:
            signed = self.acceptance.signer(connection, request.text, request.signature, "letting")
            fitting = [
                one for one in signed.hats if (one.agency, one.team) == (text.agency, text.team)
            ]
            if not fitting:
                raise NotificationTermsError(
                    "a notification is of its signer's own agency and team"
                )
            member = fitting[0]
            count = require_room if text.training else self._count
            count(connection, member.ref)
            use_once(connection, text, self.acceptance.clock())
        new = NewCase(
            ref=self.keys.free_mark(new_training_mark) if text.training else self.new_ref(),
            notified_by=member.ref,
            agency=text.agency,
            team=text.team,
            preset=preset,
            anchor=text.anchor,
            anchor_kind=text.anchor_kind,
        )
        actor = Actor(member.role, member.ref)
        person = self.find(actor, new.ref, indexes) if indexes else None
        standing = self.others.of_person(signed.hats, new.preset.key, person) if person else []
        if text.training:
            person = patient_of(new.ref)
        self.begin(new, actor, person, signed.kind)
        return CaseBegun(new.ref, standing)

    def new_ref(self) -> str:
        """A case mark that is free: of five random signs a busy month draws some twice."""
        month = local_day(self.acceptance.clock()).strftime("%y%m")
        return self.keys.free_mark(lambda: new_mark(month, 5))

    def find(self, actor: Actor, case: str, indexes: list[bytes]) -> PersonId:
        """Who signed up under one of these; the ledger has the look-up first. Raises NobodySignedUpError."""
        self.book.append(actor, case, PhoneLookedUp())
        with self.pool.connection() as connection:
            row = connection.execute(_SQL["person_of_index"], {"indexes": indexes}).fetchone()
        if row is None:
            raise NobodySignedUpError("nobody signed up with that number or address")
        return PersonId(bytes(row[0]))

    def begin(
        self,
        new: NewCase,
        actor: Actor,
        person: PersonId | None,
        key: str,
        within: Connection | None = None,
    ) -> None:
        """Make the keys and the row of a case. `key`: by what it was signed. A crash leaves keys that serve nobody.

        `within` a transaction of the caller's, where something else stands or falls with the case.
        """
        self.keys.create(new.ref)
        handle, register = (
            self.keys.cipher(new.ref, purpose).handle(person) if person else None
            for purpose in KeyPurpose
        )
        subject = subject_mark(self.scope, new.ref, handle) if handle else None
        with nullcontext(within) if within else self.pool.connection() as connection:
            values = {
                "ref": new.ref,
                "subject": subject,
                "handle": handle,
                "register": register,
                "disease": new.preset.key,
                "anchor": new.anchor,
                "anchor_kind": new.anchor_kind.value,
                "agency": new.agency,
                "team": new.team,
                "start": datetime.fromtimestamp(new.bounds.start, UTC),
                "end": datetime.fromtimestamp(new.bounds.end, UTC),
                "notified_by": new.notified_by,
            }
            connection.execute(_SQL["begin_case"], values)
            if SIDES.get(actor.role) == "letting":
                put_on_side(connection, new.ref, actor.ref, "letting")
            act = CaseNotified(
                preset=new.preset.key,
                preset_version=new.preset.version,
                start=new.bounds.start,
                end=new.bounds.end,
                people=int(person is not None),
                key=key,
            )
            self.book.append(actor, new.ref, act)

    def waiting(self, request: CasesToTakeUp) -> list[WaitingCase]:
        """Open cases of the member's team that nobody who works in it took up, and the member's own; oldest first."""
        self.lapse()
        with self.pool.connection() as connection:
            now = self.acceptance.clock()
            hats = hats_of(connection, request.staff, now)
            values = {"staff": request.staff, "now": now} | teams_of(hats)
            rows = connection.execute(_SQL["waiting_cases"], values).fetchall()
        return [
            WaitingCase(ref, disease, anchor, Anchor(kind), notified_by, notified_at, somebody)
            for ref, disease, anchor, kind, notified_by, notified_at, somebody in rows
        ]

    def take_up(self, request: TakeUpCase) -> TakenCase:
        """Give a case to an officer of its team; to the same officer also again, where the answer was lost.

        To another officer where whoever took it up works in the team no more.

        Raises CaseUnknownError, CaseTakenError, NotTwoSignersError, BothSidesError, UnknownSignerError.
        """
        with self.pool.connection() as connection:
            now = self.acceptance.clock()
            hats = officers_of(connection, request.officer, now)
            member = hats[0]
            values = {
                "case": request.case,
                "days": NOTIFICATION_LIMITS.waiting_days,
                "now": now,
            } | teams_of(hats)
            row = connection.execute(_SQL["case_to_take"], values).fetchone()
            if row is None:
                raise CaseUnknownError("no case of that mark waits for this team")
            (
                disease,
                anchor,
                kind,
                notified_by,
                at,
                start,
                end,
                handle,
                register,
                taken_by,
                agency,
                team,
            ) = row
            if taken_by not in {None, member.ref}:
                raise CaseTakenError("another officer took the case up")
            put_on_side(connection, request.case, member.ref, "asking")
            preset = disease_of(disease, Anchor(kind))
            if taken_by is None:
                connection.execute(_SQL["take_case"], values | {"staff": member.ref})
                act = CaseOpened(preset.key, preset.version, start, end)
                self.book.append(Actor(member.role, member.ref), request.case, act)
        return TakenCase(
            disease,
            anchor,
            Anchor(kind),
            notified_by,
            agency,
            team,
            start,
            end,
            Handle(bytes(handle)) if handle else None,
            Handle(bytes(register)) if register else None,
            at,
        )

    def indexes(self, subject: str, *, unverified: bool) -> list[bytes]:
        """Under what the person may have signed up; none for nobody. Raises NotificationTermsError for another form."""
        if subject == NOBODY:
            return []
        mail = "@" in subject
        try:
            known = read_email(subject) if mail else read_phone(subject)
        except (PhoneError, EmailError):
            known = ""
        if known != subject or (mail and unverified):
            raise NotificationTermsError("the number or address is not in its one written form")
        texts = [index_text(known)] if mail else [known, unverified_text(known)]
        asked = texts[1:] if unverified else texts
        return [phone_index(self.index_key, one) for one in asked]

    def _count(self, connection: Connection, staff: str) -> None:
        """Each notification of a person counts, also one that finds nobody. Raises NotificationCapError."""
        values = {"staff": staff}
        connection.execute(_SQL["lock_notifier"], values)
        row = connection.execute(_SQL["notified_today"], values).fetchone()
        if row and row[0] >= NOTIFICATION_LIMITS.a_day:
            raise NotificationCapError(
                f"at most {NOTIFICATION_LIMITS.a_day} notifications a person and day"
            )
        connection.execute(_SQL["note_notification"], values)
        connection.execute(_SQL["forget_notifications"])

    def lapse(self) -> int:
        """End the cases that nobody took up in time, and say how many: no page of the console has them, nor a clock."""
        with self.pool.connection() as connection:
            values = {"days": NOTIFICATION_LIMITS.waiting_days}
            rows = connection.execute(_SQL["lapsed_cases"], values).fetchall()
        for (case,) in rows:
            for purpose in (KeyPurpose.REGISTER, KeyPurpose.WORK):
                self.end_key(EndCaseKey(case, purpose))
        return len(rows)
