"""The officer's desk: the one way from the console to the tracer and the vault.

Each method commits its ledger entry before it asks (DESIGN §3.4). What the vault tells, the vault itself enters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ansim.accounts.models import Staff
from ansim.domain.days import local_day
from ansim.domain.errors import AnsimError
from ansim.domain.infectious import infectious_window
from ansim.domain.marks import new_mark
from ansim.domain.quantities import EpochSeconds, Handle
from ansim.domain.search_results import ResultTerms
from ansim.identity.calls import (
    FinishCorrection,
    Identity,
    OpenCase,
    WaitingCorrections,
    WaitingCorrectionsFor,
)
from ansim.identity.client import Vault
from ansim.identity.staff.signed_calls import OpenNames
from ansim.investigation.lookups.to_sign import SignedAnswer
from ansim.investigation.models import Case, close_case, reopen_case
from ansim.investigation.pathogens import Preset, as_stored
from ansim.ledger import Actor, Book
from ansim.ledger.acts import (
    CaseClosed,
    CaseOpened,
    CaseReopened,
    ContactsSearched,
    ContactsTaken,
    ItineraryRead,
    SourcesSearched,
    WindowChanged,
)
from ansim.tracing.process.calls import (
    ContactsFound,
    ContactsOf,
    ItineraryOf,
    ItineraryStay,
    Window,
    result_terms,
    rows_of,
)
from ansim.tracing.process.client import Tracer


class CaseClosedError(AnsimError):
    """The case is closed: nothing more is looked up in it. `case` is its mark."""

    code = "case-closed"

    def __init__(self, case: str) -> None:
        super().__init__("the case is closed: nothing more is looked up in it")
        self.case = case


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

    @property
    def actor(self) -> Actor:
        """Who the ledger says it was."""
        return Actor(self.staff.role, self.staff.ref)

    def open_case(
        self, phone: str, preset: Preset, anchor: date, now: float, *, unverified: bool = False
    ) -> Case | None:
        """A new case for whoever signed up with the number, or for whom it was given unverified; None where nobody.

        Raises CallError.
        """
        ref = new_case_ref(now)
        known = self.vault.open_case(OpenCase(ref, self.staff.ref, phone, unverified))
        if known is None:
            return None
        start, end = infectious_window(
            anchor,
            preset.infectious_start_h.value or 0,
            preset.infectious_end_h.value,
            local_day(now),
        )
        self.book.append(self.actor, ref, CaseOpened(preset.key, preset.version, start, end))
        return Case.objects.create(
            ref=ref,
            handle=known.handle,
            register_handle=known.register,
            preset=as_stored(preset),
            anchor_date=anchor,
            window_start=datetime.fromtimestamp(start, UTC),
            window_end=datetime.fromtimestamp(end, UTC),
            opened_by=self.staff,
        )

    def change_window(self, case: Case, start: int, end: int) -> None:
        """Set another infectious window. Raises CaseClosedError."""
        patient(case)
        self.book.append(self.actor, case.ref, WindowChanged(start, end))
        case.window_start, case.window_end = (
            datetime.fromtimestamp(start, UTC),
            datetime.fromtimestamp(end, UTC),
        )
        case.save(update_fields=["window_start", "window_end"])

    def itinerary(self, case: Case) -> list[ItineraryStay]:
        """The case's stays within its window, oldest first. Raises CaseClosedError."""
        person, window = patient(case), window_of(case)
        self.book.append(self.actor, case.ref, ItineraryRead(window.start, window.end))
        return self.tracer.itinerary(ItineraryOf(case.ref, person, window))

    def contacts(self, case: Case, terms: SearchTerms) -> ContactsFound:
        """The case's contacts; backward, those who may have infected the case. Raises CaseClosedError."""
        question = _question(case, terms)
        kind = SourcesSearched if terms.backward else ContactsSearched
        act = kind(terms.start, terms.end, terms.minimum_overlap, terms.degrees)
        self.book.append(self.actor, case.ref, act)
        found = self.tracer.contacts(question)
        return found.back or found

    def take_contacts(self, case: Case, count: int) -> None:
        """Enter that so many people become contacts of the case."""
        self.book.append(self.actor, case.ref, ContactsTaken(count))

    def close(self, case: Case, now: float) -> None:
        """Say that the work on the case is over; nothing happens where it was said before."""
        if case.closed_at is None:
            open_days = int(now - case.opened_at.timestamp()) // 86400
            self.book.append(self.actor, case.ref, CaseClosed(max(0, open_days)))
            close_case(case.ref, self.staff)

    def reopen(self, case: Case) -> bool:
        """Take the closing back; False where what the case took from the log is destroyed already."""
        if case.closed_at is None or case.handle is None:
            return case.handle is not None
        self.book.append(self.actor, case.ref, CaseReopened())
        return reopen_case(case.ref)

    def open_names(
        self, case: Case, signed: SignedAnswer, found: ContactsFound, people: Iterable[Handle]
    ) -> list[Identity]:
        """Names and numbers of people whom a search just found, as the vault opens them; erased people are left out.

        The vault enters it in the ledger. Raises CallError with the vault's reason.
        """
        return self.vault.open(
            OpenNames(
                signed.text,
                signed.signature,
                patient(case),
                rows_of(found.contacts),
                found.vouched.mac if found.vouched else b"",
                sorted(people),
            )
        )

    def corrections(self) -> WaitingCorrections:
        """Visitors' requests for correction, as the vault opens them. The vault enters it in the ledger."""
        return self.vault.waiting_corrections(WaitingCorrectionsFor(self.staff.ref))

    def finish_correction(self, correction: bytes) -> None:
        """Answer a request as done; nothing happens where that was done before. The vault enters it in the ledger."""
        self.vault.finish_correction(FinishCorrection(self.staff.ref, correction))


def patient(case: Case) -> Handle:
    """Whom the case is about. Raises CaseClosedError."""
    if case.closed_at is not None or case.handle is None:
        raise CaseClosedError(case.ref)
    return Handle(bytes(case.handle))


def window_of(case: Case) -> Window:
    """The case's infectious window in epoch seconds."""
    start, end = (int(moment.timestamp()) for moment in (case.window_start, case.window_end))
    return Window(EpochSeconds(start), EpochSeconds(end))


def asked_terms(case: Case, terms: SearchTerms) -> ResultTerms:
    """The terms of a search as a warrant names them."""
    asked = _question(case, terms)
    window = asked.back or asked.window
    if window is None:
        raise ValueError("a search has a window")
    return result_terms(asked, window, back=terms.backward)


def _question(case: Case, terms: SearchTerms) -> ContactsOf:
    window = Window(EpochSeconds(terms.start), EpochSeconds(terms.end))
    return ContactsOf(
        case.ref,
        patient(case),
        None if terms.backward else window,
        minimum_overlap=terms.minimum_overlap,
        degrees=terms.degrees,
        residual=terms.residual,
        back=window if terms.backward else None,
        close=terms.close,
    )


def new_case_ref(now: float) -> str:
    """A mark for a case: year and month, then five random signs."""
    return new_mark(local_day(now).strftime("%y%m"), 5)
