"""The officer's desk: the one way from the console to the tracer and the vault.

Each method commits its ledger entry before it asks (DESIGN §3.4). What the vault tells, the vault itself enters.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ansim.accounts.models import Staff
from ansim.domain.codes import ALPHABET
from ansim.domain.days import local_day
from ansim.domain.infectious import infectious_window
from ansim.domain.warrant import Warrant, covers, read_warrant
from ansim.identity.calls import FoundPerson, Identity, OpenIdentities, PersonOfPhone, Signature
from ansim.identity.client import Vault
from ansim.investigation.models import Case, WarrantRecord
from ansim.investigation.numbering import number_contacts
from ansim.investigation.presets import Preset, as_stored
from ansim.ledger import Actor, Book
from ansim.ledger.acts import (
    CaseOpened,
    ContactsSearched,
    ItineraryRead,
    SourcesSearched,
    WindowChanged,
)
from ansim.tracing.process.calls import Contact, ContactsOf, ItineraryOf, ItineraryStay, Window
from ansim.tracing.process.client import Tracer


@dataclass(frozen=True, slots=True)
class Terms:
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
class NumberedContact:
    """A contact under its number in the case; `via` is the number it hangs on, None for the case itself."""

    number: int
    via: int | None
    contact: Contact


@dataclass(frozen=True, slots=True)
class Contacts:
    """The outcome of a search: how many of each degree, the best of them, and the seconds it took."""

    totals: list[int]
    rows: list[NumberedContact]
    seconds: float


@dataclass(frozen=True, slots=True)
class Opened:
    """A contact with a name: `identity` is None where the person has erased it. Shown, never stored."""

    row: NumberedContact
    identity: Identity | None


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

    def open_case(self, phone: str, preset: Preset, anchor: date, now: float) -> Case | None:
        """A new case for whoever signed up with the number; None where nobody did. Raises CallError."""
        ref = new_case_ref(now)
        person = self.vault.person_of_phone(PersonOfPhone(ref, self.staff.ref, phone))
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
        return self.tracer.itinerary(ItineraryOf(case.ref, bytes(case.person_id), window))

    def contacts(self, case: Case, terms: Terms) -> Contacts:
        """The case's contacts, each under its number in the case."""
        kind = SourcesSearched if terms.backward else ContactsSearched
        act = kind(terms.start, terms.end, terms.minimum_overlap, terms.degrees)
        self.book.append(self.actor, case.ref, act)
        window = Window(terms.start, terms.end)
        found = self.tracer.contacts(
            ContactsOf(
                case.ref,
                bytes(case.person_id),
                None if terms.backward else window,
                minimum_overlap=terms.minimum_overlap,
                degrees=terms.degrees,
                residual=terms.residual,
                back=window if terms.backward else None,
                close=terms.close,
            )
        )
        found = found.back or found
        numbers = number_contacts(case, found.contacts)
        rows = [
            NumberedContact(numbers[one.person], numbers.get(one.via), one)
            for one in found.contacts
        ]
        return Contacts(found.totals, rows, found.seconds)

    def identities(
        self, case: Case, record: WarrantRecord, terms: Terms, chosen: frozenset[int]
    ) -> list[Opened]:
        """Names and numbers of the chosen contacts that the warrant covers, as the vault opens them.

        The search is made again, so that the tracer's proofs are fresh and nothing of them is kept.
        Raises CallError with the vault's reason.
        """
        warrant = read_warrant(bytes(record.text))
        rows = [row for row in self.contacts(case, terms).rows if row.number in chosen]
        rows = covered(warrant, rows)
        if not rows:
            return []
        people = [
            FoundPerson(
                one.contact.person,
                one.contact.first_exposed,
                one.contact.last_exposed,
                one.contact.proof,
            )
            for one in rows
        ]
        signatures = [
            Signature(one.signer.ref, bytes(one.signature))
            for one in record.signatures.select_related("signer").order_by("id")[:2]
        ]
        answer = self.vault.open(OpenIdentities(bytes(record.text), signatures, people))
        known = {identity.person: identity for identity in answer}
        return [Opened(row, known.get(row.contact.person)) for row in rows]


def covered(warrant: Warrant, rows: Sequence[NumberedContact]) -> list[NumberedContact]:
    """Those whose exposure touches the warrant's window."""
    return [
        row for row in rows if covers(warrant, row.contact.first_exposed, row.contact.last_exposed)
    ]


def window_of(case: Case) -> Window:
    """The case's infectious window in epoch seconds."""
    return Window(int(case.window_start.timestamp()), int(case.window_end.timestamp()))


def new_case_ref(now: float) -> str:
    """A mark for a case: year and month, then five random signs, so that numbers tell nothing of how many there are."""
    month = local_day(now).strftime("%y%m")
    return f"{month}-{''.join(secrets.choice(ALPHABET) for _ in range(5))}"
