"""The officer's desk: the one way from the console to the tracer and the vault.

What officers decide is in the ledger before it is done (DESIGN §3.4). Look-ups are entered by who answers them: the tracer,
within a session that the officer signed for, and the vault (ADR 38).
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from msgspec.structs import replace

from ansim.accounts.models import Staff
from ansim.accounts.signing_page import SignedAnswer
from ansim.domain.case_progress import Step
from ansim.domain.contact_duties import duties_as_stored
from ansim.domain.days import day_bounds, local_day
from ansim.domain.notification import bounds_of, disease_of
from ansim.domain.pathogens import as_stored, from_stored
from ansim.domain.quantities import EpochSeconds, Handle
from ansim.domain.taking_over import TakeOverReason
from ansim.identity.calls import (
    FinishCorrection,
    Identity,
    WaitingCorrections,
    WaitingCorrectionsFor,
)
from ansim.identity.client import Vault
from ansim.identity.sessions.calls import PlacesToAgree, WaitingPlaces
from ansim.identity.sessions.case_file_calls import FieldText
from ansim.identity.staff.closing_calls import CloseCase, ReopenCase
from ansim.identity.staff.desk_calls import (
    CorrectionsThatWait,
    SamePersonCases,
    TakeOverCase,
)
from ansim.identity.staff.notified_calls import (
    CasesToTakeUp,
    StandingCase,
    TakeUpCase,
    WaitingCase,
)
from ansim.identity.staff.signed_calls import OpenNames
from ansim.identity.staff.work_list_calls import BeginWorkList, Left, NamesLeft, ShowName
from ansim.investigation.lookups.closed_to_looking import (
    CaseClosedError,
    NobodysCaseError,
    SessionWantedError,
)
from ansim.investigation.lookups.stays import HandStay, StayBook
from ansim.investigation.models import Case, cases_of, close_case, reach, reopen_case, work_is_over
from ansim.ledger import Actor, Book
from ansim.ledger.acts import (
    CaseClosed,
    CaseReopened,
    ContactsTaken,
    WarrantReturned,
    WindowChanged,
)
from ansim.tracing.process.calls import (
    ContactsFound,
    ContactsOf,
    ItineraryFound,
    ItineraryOf,
    PresentDuring,
    Translate,
    Window,
    rows_of,
)
from ansim.tracing.process.client import Tracer


@dataclass(frozen=True, slots=True)
class SearchSession:
    """What the console keeps of a session, in the officer's sign-in: the tracer judges it for itself."""

    id: bytes
    until: int
    cases: tuple[str, ...]

    def reaches(self, case: str, now: float) -> bool:
        """Whether it is worth asking about the case."""
        return now < self.until and case in self.cases


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """What an officer asks of a contact search. Window in epoch seconds, overlap and residual air in seconds.

    Backward asks who may have infected the case within the window, instead of whom the case may have infected.
    `close` are the seconds from which a contact is close, None where any are.
    """

    start: int
    end: int
    minimum_overlap: int
    degrees: int
    residual: int
    backward: bool = False
    close: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What one member of staff may ask, with the ledger in between."""

    staff: Staff
    book: Book
    tracer: Tracer
    vault: Vault
    session: SearchSession | None = None

    @property
    def actor(self) -> Actor:
        """Who the ledger says it was."""
        return Actor(self.staff.role, self.staff.ref)

    def waiting_cases(self) -> list[WaitingCase]:
        """Cases of one's team that were notified and that no page of the console has yet. Raises CallError."""
        waiting = self.vault.cases_to_take_up(CasesToTakeUp(self.staff.ref))
        here = Case.objects.filter(ref__in=[one.case for one in waiting])
        known = set(here.values_list("ref", flat=True))
        return [one for one in waiting if one.case not in known]

    def take_up(self, case_ref: str, now: float) -> Case:
        """Work on a case that was notified; to whoever took it up already, the case as it stands.

        The vault enters it in the ledger. Raises CallError.
        """
        if found := cases_of(self.staff).filter(ref=case_ref).first():
            return found
        taken = self.vault.take_up(TakeUpCase(case_ref, self.staff.ref))
        preset = disease_of(taken.disease, taken.anchor_kind)
        end = preset.infectious_end_h.value
        until = day_bounds(local_day(now))[1] if end is None else taken.end
        case, _new = Case.objects.get_or_create(
            ref=case_ref,
            defaults={
                "handle": taken.handle,
                "register_handle": taken.register,
                "preset": as_stored(preset),
                "anchor_date": taken.anchor,
                "anchor_kind": taken.anchor_kind.value,
                "notified_by": taken.notified_by,
                "agency": taken.agency,
                "team": taken.team,
                "window_start": datetime.fromtimestamp(taken.start, UTC),
                "window_end": datetime.fromtimestamp(min(until, taken.end), UTC),
                "opened_by": self.staff,
                "notified_at": datetime.fromtimestamp(taken.notified_at, UTC),
                "contact_duties": duties_as_stored(taken.disease, local_day(now)),
            },
        )
        return case

    def take_over(self, case: Case, reason: TakeOverReason) -> None:
        """Go on with a colleague's case. The vault decides and enters it. Raises CallError."""
        self.vault.take_over(TakeOverCase(case.ref, self.staff.ref, reason))
        Case.objects.filter(pk=case.pk).update(owner=self.staff)

    def change_window(self, case: Case, start: int, end: int) -> None:
        """Set another window, within what the notification opened. Raises CaseClosedError, BeyondBoundsError."""
        patient(case)
        bounds_of(from_stored(case.preset), case.anchor_date).require(start, end)
        self.book.append(self.actor, case.ref, WindowChanged(start, end))
        case.window_start, case.window_end = (
            datetime.fromtimestamp(start, UTC),
            datetime.fromtimestamp(end, UTC),
        )
        case.save(update_fields=["window_start", "window_end"])

    def stays(self, case: Case) -> StayBook:
        """The stays of a case that officers typed in."""
        return StayBook(case, self.staff, self.vault, lambda: self.session_for(case))

    def same_person(self, case: Case) -> list[StandingCase]:
        """The other open cases of the case's own person and disease. Raises CallError."""
        return self.vault.same_person(SamePersonCases(case.ref, self.staff.ref))

    def itinerary(self, case: Case, *, anew: bool = False) -> ItineraryFound:
        """The case's stays of the log within its window, oldest first.

        Raises CaseClosedError, NobodysCaseError, SessionWantedError, CallError.
        """
        if not patient(case):
            raise NobodysCaseError(case.ref)
        session = self.session_for(case)
        asked = ItineraryOf(session=session, case=case.ref, window=window_of(case), anew=anew)
        found = self.tracer.itinerary(asked)
        reach(case, Step.ITINERARY)
        return found

    def contacts(self, case: Case, terms: SearchTerms, *, anew: bool = False) -> ContactsFound:
        """The case's contacts; backward, those who may have infected the case. Stays typed in and signed for count too.

        Raises CaseClosedError, NobodysCaseError where there is no stay at all, SessionWantedError, CallError.
        """
        asked = self._question(case, terms, anew=anew)
        if not patient(case) and not asked.stays:
            raise NobodysCaseError(case.ref)
        found = self.tracer.contacts(replace(asked, session=self.session_for(case)))
        reach(case, Step.CONTACTS)
        return found.back or found

    def present(self, case: Case, stay: HandStay, minimum: int) -> ContactsFound:
        """Who else was at a stay that was signed for, for so many seconds. Raises SessionWantedError, CallError."""
        asked = PresentDuring(
            session=self.session_for(case),
            case=case.ref,
            stays=[stay.said.stay],
            minimum_overlap=minimum,
        )
        return self.tracer.present_during(asked)

    def same_people_in(self, case: Case, into: str, people: list[Handle]) -> list[Handle]:
        """The same people as handles of another case of the session, in order; the tracer enters it in the ledger.

        Raises CaseClosedError, SessionWantedError, CallError.
        """
        session = self.session_for(case)
        return self.tracer.translate(
            Translate(session=session, case=case.ref, into=into, people=people)
        )

    def seal(self, case: Case, texts: list[FieldText]) -> list[bytes]:
        """Texts sealed for the case's file, in order. Raises CaseClosedError, SessionWantedError, CallError."""
        session = self.session_for(
            case
        )  # also where nothing is left to seal: who takes a text away signed too
        return self.vault.seal_for_case(session, case.ref, texts) if texts else []

    def unseal(self, case: Case, texts: list[FieldText]) -> list[bytes]:
        """Texts of the case's file in clear, in order. Raises CaseClosedError, SessionWantedError, CallError."""
        if not texts:
            return []
        return self.vault.unseal_for_case(self.session_for(case), case.ref, texts)

    def session_for(self, case: Case) -> bytes:
        """The session that reaches a case. Raises CaseClosedError; SessionWantedError where the officer has yet to sign."""
        patient(case)
        if self.session is None or not self.session.reaches(case.ref, time.time()):
            raise SessionWantedError(case.ref)
        return self.session.id

    def _question(self, case: Case, terms: SearchTerms, *, anew: bool = False) -> ContactsOf:
        """A contact search as the tracer is asked, yet without its session. Raises CaseClosedError, SessionWantedError."""
        patient(case)
        window = Window(EpochSeconds(terms.start), EpochSeconds(terms.end))
        return ContactsOf(
            session=b"",
            case=case.ref,
            anew=anew,
            window=None if terms.backward else window,
            minimum_overlap=terms.minimum_overlap,
            degrees=terms.degrees,
            residual=terms.residual,
            back=window if terms.backward else None,
            close=terms.close,
            stays=self.stays(case).signed(),
        )

    def take_contacts(self, case: Case, count: int) -> None:
        """Enter that so many people become contacts of the case."""
        self.book.append(self.actor, case.ref, ContactsTaken(count))

    def close(self, case: Case, now: float) -> None:
        """Say that the work on the case is over; nothing happens where it was said before. Raises CallError.

        The vault closes it first: a case that is closed there alone is closed once more.
        """
        if case.closed_at is None:
            open_days = int(now - case.opened_at.timestamp()) // 86400
            self.book.append(self.actor, case.ref, CaseClosed(max(0, open_days)))
            self.vault.close_case(CloseCase(case.ref, self.staff.ref))
            close_case(case.ref, self.staff)

    def reopen(self, case: Case) -> bool:
        """Take the closing back; False where what the case took from the log is destroyed already. Raises CallError.

        The vault opens it first: the page of a case that is open there alone offers it once more.
        """
        if case.closed_at is None or work_is_over(case):
            return case.closed_at is None
        self.book.append(self.actor, case.ref, CaseReopened())
        self.vault.reopen_case(ReopenCase(case.ref, self.staff.ref))
        return reopen_case(case.ref)

    def open_names(
        self, case: Case, signed: SignedAnswer, found: ContactsFound, people: Iterable[Handle]
    ) -> list[Identity]:
        """Names and numbers of people of the result that was signed, as the vault opens them; erased people are left out.

        The vault enters it in the ledger. Raises CallError with the vault's reason.
        """
        opened = self.vault.open(
            OpenNames(
                signed.text,
                signed.signature,
                patient(case),
                rows_of(found.contacts),
                found.vouched.mac if found.vouched else b"",
                sorted(people),
            )
        )
        reach(case, Step.NAMES)
        return opened

    def corrections_that_wait(self) -> int:
        """How many requests for correction wait; none is read."""
        return self.vault.corrections_that_wait(CorrectionsThatWait(self.staff.ref))

    def return_warrant(self, case: Case, warrant: str, reason: str) -> None:
        """Enter that a warrant goes back unsigned."""
        self.book.append(self.actor, case.ref, WarrantReturned(warrant, reason))

    def names_left(self, case: Case, warrant: bytes, people: Sequence[Handle]) -> Left:
        """What the caps of a warrant (its digest) leave before these people are named. Raises CallError."""
        return self.vault.names_left(
            NamesLeft(self.staff.ref, case.ref, warrant, [Handle(bytes(one)) for one in people])
        )

    def begin_list(
        self, case: Case, signed: SignedAnswer, found: ContactsFound, people: Sequence[Handle]
    ) -> str:
        """Have a work list of people of the result that was signed taken in; returns its reference. Raises CallError."""
        asked = BeginWorkList(
            signed.text,
            signed.signature,
            patient(case),
            rows_of(found.contacts),
            found.vouched.mac if found.vouched else b"",
            [Handle(bytes(one)) for one in people],
        )
        return self.vault.begin_work_list(asked).mark

    def show_name(self, case: Case, ref: str, number: int) -> Identity | None:
        """One name of a work list; None where it was destroyed. The vault enters it in the ledger.

        Raises CaseClosedError, SessionWantedError, CallError.
        """
        asked = ShowName(self.session_for(case), bytes.fromhex(ref), number)
        identity = self.vault.show_name(asked).identity
        if identity is not None:
            reach(case, Step.NAMES)
        return identity

    def places_to_agree(self) -> list[WaitingPlaces]:
        """Places that wait for one's signature as the other side. Raises CallError."""
        return self.vault.places_to_agree(PlacesToAgree(self.staff.ref))

    def corrections(self) -> WaitingCorrections:
        """Visitors' requests for correction, as the vault opens them. The vault enters it in the ledger."""
        return self.vault.waiting_corrections(WaitingCorrectionsFor(self.staff.ref))

    def finish_correction(self, correction: bytes) -> None:
        """Answer a request as done; nothing happens where that was done before. The vault enters it in the ledger."""
        self.vault.finish_correction(FinishCorrection(self.staff.ref, correction))


def require_open(case: Case) -> None:
    """Refuse a case on which the work is over. Raises CaseClosedError."""
    if case.closed_at is not None:
        raise CaseClosedError(case.ref)


def patient(case: Case) -> Handle:
    """Whom the case is about; empty where that is nobody who signed up. Raises CaseClosedError."""
    require_open(case)
    return Handle(bytes(case.handle or b""))


def window_of(case: Case) -> Window:
    """The case's infectious window in epoch seconds."""
    start, end = (int(moment.timestamp()) for moment in (case.window_start, case.window_end))
    return Window(EpochSeconds(start), EpochSeconds(end))
