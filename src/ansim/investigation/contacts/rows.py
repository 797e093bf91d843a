"""Contacts as the pages show them: numbered in their case, in words and with the venues' names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ansim.domain.classification import Classification
from ansim.investigation.contacts.numbering import number_contacts
from ansim.investigation.contacts.words import CLASSES
from ansim.investigation.lookups import Desk, ToldVenue, venues_told
from ansim.investigation.models import Case
from ansim.investigation.time_fields import moment
from ansim.tracing.process.calls import Contact


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact under its number in the case; `via` is the number it hangs on, None for the case itself."""

    number: int
    via: int | None
    contact: Contact
    venue: ToldVenue | None
    """Where the first exposure happened; None where the venue is gone."""
    classification: str | Promise
    """In words; empty where the log proposes none."""
    tone: str

    @property
    def together(self) -> str:
        """The time together in words, rounded down; "≈" where an end was recorded by nobody."""
        minutes, seconds = divmod(self.contact.overlap, 60)
        words = _("%(seconds)s s") % {"seconds": seconds}
        if minutes:
            words = _("%(minutes)s min") % {"minutes": minutes}
        return f"≈ {words}" if 0 < self.contact.probability < 1 else words

    @property
    def hangs_on(self) -> str:
        """Whom the contact was met through: another contact, or the case itself."""
        return _("Contact %(number)s") % {"number": self.via} if self.via else _("the case")

    @property
    def percent(self) -> int:
        """The probability in percent."""
        return round(self.contact.probability * 100)

    @property
    def first(self) -> datetime:
        """When the first exposure began, in Korean time."""
        return moment(self.contact.first_exposed)

    @property
    def last(self) -> datetime:
        """When the last exposure ended, in Korean time."""
        return moment(self.contact.last_exposed)


def contact_rows(desk: Desk, case: Case, contacts: Sequence[Contact]) -> list[ContactRow]:
    """Rows in the order given; contacts seen for the first time get the next numbers of the case."""
    numbers = number_contacts(desk, case, contacts)
    venues = venues_told(one.venue for one in contacts)
    return [
        ContactRow(
            number=numbers[one.person],
            via=numbers.get(one.via),
            contact=one,
            venue=venues.get(one.venue),
            classification=words,
            tone=tone,
        )
        for one in contacts
        for words, tone in [_class_of(one)]
    ]


def _class_of(contact: Contact) -> tuple[str | Promise, str]:
    proposed = contact.classification
    return CLASSES[Classification(proposed)] if proposed else ("", "")
