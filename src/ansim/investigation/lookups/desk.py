"""The officer's desk: the one way from the console to the tracer and the vault.

Each method commits its ledger entry before it asks (DESIGN §3.4). What the vault tells, the vault itself enters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ansim.accounts.models import Staff
from ansim.domain.days import local_day
from ansim.domain.infectious import infectious_window
from ansim.domain.marks import new_mark
from ansim.domain.quantities import EpochSeconds, PersonId
from ansim.domain.search_results import ResultTerms
from ansim.identity.calls import (
    FinishCorrection,
    Identity,
    PersonOfPhone,
    WaitingCorrections,
    WaitingCorrectionsFor,
)
from ansim.identity.client import Vault
from ansim.identity.staff.signed_calls import OpenNames
from ansim.investigation.lookups.handing_over import SignedAnswer
from ansim.investigation.models import Case
from ansim.investigation.pathogens import Preset, as_stored
from ansim.ledger import Actor, Book
from ansim.ledger.acts import (
    CaseOpened,
    ContactsSearched,
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
        person = self.vault.person_of_phone(PersonOfPhone(ref, self.staff.ref, phone, unverified))
        if person is None:
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
            person_id=person,
            preset=as_stored(preset),
            anchor_date=anchor,
            window_start=datetime.fromtimestamp(start, UTC),
            window_end=datetime.fromtimestamp(end, UTC),
            opened_by=self.staff,
        )

    def change_window(self, case: Case, start: int, end: int) -> None:
        """Set another infectious window."""
        self.book.append(self.actor, case.ref, WindowChanged(start, end))
        case.window_start, case.window_end = (
            datetime.fromtimestamp(start, UTC),
            datetime.fromtimestamp(end, UTC),
        )
        case.save(update_fields=["window_start", "window_end"])

    def itinerary(self, case: Case) -> list[ItineraryStay]:
        """The case's stays within its window, oldest first."""
        window = window_of(case)
        self.book.append(self.actor, case.ref, ItineraryRead(window.start, window.end))
        return self.tracer.itinerary(ItineraryOf(case.ref, PersonId(bytes(case.person_id)), window))

    def contacts(self, case: Case, terms: SearchTerms) -> ContactsFound:
        """The case's contacts; backward, those who may have infected the case."""
        kind = SourcesSearched if terms.backward else ContactsSearched
        act = kind(terms.start, terms.end, terms.minimum_overlap, terms.degrees)
        self.book.append(self.actor, case.ref, act)
        found = self.tracer.contacts(_question(case, terms))
        return found.back or found

    def open_names(
        self, case: Case, signed: SignedAnswer, found: ContactsFound, people: Iterable[bytes]
    ) -> list[Identity]:
        """Names and numbers of people whom a search just found, as the vault opens them; erased people are left out.

        The vault enters it in the ledger. Raises CallError with the vault's reason.
        """
        return self.vault.open(
            OpenNames(
                signed.text,
                signed.signature,
                bytes(case.person_id),
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
        PersonId(bytes(case.person_id)),
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
