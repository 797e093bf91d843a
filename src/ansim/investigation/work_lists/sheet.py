"""The sheet that an officer calls from: everybody on a list, what is known without a name, and what became of calls."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.utils.functional import Promise

from ansim.identity.sessions.case_file_calls import FieldText
from ansim.investigation.contacts.forms import SearchForm
from ansim.investigation.contacts.listing import terms_query
from ansim.investigation.contacts.rows import ContactRow, contact_rows
from ansim.investigation.lookups import Desk
from ansim.investigation.models import (
    CallOutcome,
    Case,
    ContactCall,
    WorkListEntry,
    WorkListRecord,
)
from ansim.investigation.time_fields import moment
from ansim.investigation.work_lists.words import OUTCOMES, TO_CALL
from ansim.keys import CaseFileError
from ansim.rpc import CallError

DONE = {CallOutcome.REACHED.value, CallOutcome.REFUSED.value, CallOutcome.WRONG_NUMBER.value}
_NOTES = 20  # of one person, the newest


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody on the list. `row` is what the search found of them; None where it finds them no more."""

    entry: WorkListEntry
    row: ContactRow | None
    calls: Sequence[ContactCall]
    """To this contact, from whichever list of the case, oldest first."""

    @property
    def status(self) -> tuple[str | Promise, str]:
        """What became of the last call, and its tone."""
        return OUTCOMES[CallOutcome(self.calls[-1].outcome)] if self.calls else TO_CALL

    @property
    def called_at(self) -> datetime | None:
        """When that was, in Korean time."""
        return moment(self.calls[-1].at.timestamp()) if self.calls else None

    @property
    def is_open(self) -> bool:
        """Whether somebody has yet to call, or to call again."""
        return not self.calls or self.calls[-1].outcome not in DONE


@dataclass(frozen=True, slots=True)
class CallSheet:
    """A list with all its lines in the order of their numbers."""

    record: WorkListRecord
    lines: Sequence[ListedPerson]
    search: dict[str, str]
    """The fields of the warrant's search, by which the open ones may be signed for anew."""

    @property
    def query(self) -> str:
        """The same as an address asks for it."""
        return urlencode(self.search)

    def following(self) -> ListedPerson | None:
        """Whom to call next: who was never shown first, then who did not answer, the longest ago first."""
        for line in self.lines:
            if line.entry.shown_at is None and line.is_open:
                return line
        again = [line for line in self.lines if line.is_open]
        return min(
            again,
            key=lambda line: line.calls[-1].at.timestamp() if line.calls else 0.0,
            default=None,
        )

    def line(self, number: int) -> ListedPerson | None:
        """The line of a number."""
        return next((one for one in self.lines if one.entry.number == number), None)

    @property
    def open_contacts(self) -> list[int]:
        """Numbers in the case of those who have yet to be called."""
        return [one.entry.contact.number for one in self.lines if one.is_open]

    @property
    def shown(self) -> int:
        """How many were named."""
        return sum(one.entry.shown_at is not None for one in self.lines)

    @property
    def done(self) -> int:
        """How many calls came to an end."""
        return sum(not one.is_open for one in self.lines)


def sheet_of(desk: Desk, case: Case, record: WorkListRecord) -> CallSheet:
    """The list as it stands; what is known of its people comes from the search that the session keeps.

    Raises SessionWantedError, CaseClosedError, CallError.
    """
    search = dict(parse_qsl(terms_query(record.warrant)))
    form = SearchForm(search)
    found = desk.contacts(case, form.terms(case)).contacts if form.is_valid() else []
    rows = {one.number: one for one in contact_rows(desk, case, found)}
    entries = list(record.entries.select_related("contact").order_by("number"))
    calls: dict[int, list[ContactCall]] = defaultdict(list)
    contacts = [one.contact_id for one in entries]
    made = ContactCall.objects.filter(entry__contact__in=contacts).select_related("entry", "by")
    for one in made.order_by("at", "id"):
        calls[one.entry.contact_id].append(one)
    lines = [
        ListedPerson(one, rows.get(one.contact.number), calls[one.contact_id]) for one in entries
    ]
    return CallSheet(record, lines, search)


def notes_of(desk: Desk, case: Case, line: ListedPerson) -> list[tuple[ContactCall, str]]:
    """What was noted after calls to somebody, newest first; empty where a seal does not open, which hides no name.

    Raises SessionWantedError, CallError.
    """
    noted = [one for one in reversed(line.calls) if one.note is not None][:_NOTES]
    texts = [FieldText(field_of(str(one.ref)), bytes(one.note or b"")) for one in noted]
    try:
        opened = [one.decode() for one in desk.unseal(case, texts)]
    except CallError as error:
        if error.code != CaseFileError.code:
            raise
        return [(one, "") for one in noted]
    return list(zip(noted, opened, strict=True))


def field_of(ref: str) -> str:
    """What the case's file calls the note of a call."""
    return f"call/{ref}"
