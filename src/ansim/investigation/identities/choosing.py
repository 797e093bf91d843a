"""Who was chosen to be named, under which warrant, and the text that the officer signs for it."""

import time
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from ansim.domain.quantities import Handle
from ansim.domain.search_results import people_digest
from ansim.domain.shift_grants import SHIFT
from ansim.domain.signed_texts import OpeningOfNames, new_ref, read_text
from ansim.domain.warrant import ResultMovedError, Warrant, warrant_digest
from ansim.domain.work_lists import LONGEST_LIST, WorkList, list_digest
from ansim.identity.staff.work_list_calls import Left
from ansim.investigation.contacts.forms import SearchForm
from ansim.investigation.contacts.freezing import signed_result
from ansim.investigation.lookups import Desk, site_name
from ansim.investigation.models import Case, WarrantRecord, handles_of, warrant_for
from ansim.investigation.refusals import refusal

_NUMBERS_TOLD: Final = 10
_SHORTEST_SHIFT: Final = 60  # s; a warrant that ends sooner is over before the first call


class NobodyChosenError(Exception):
    """Nothing is signed: its message says to the officer why not."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Contacts by their numbers in the case, and the warrant that fits the search."""

    case: Case
    form: SearchForm
    warrant: WarrantRecord
    numbers: tuple[int, ...]
    people: tuple[Handle, ...]
    """In the order of `numbers`."""

    @property
    def digest(self) -> bytes:
        """By which the vault knows the warrant."""
        return warrant_digest(bytes(self.warrant.text))

    def left(self, desk: Desk) -> Left:
        """What the caps leave. Raises CallError."""
        return desk.names_left(self.case, self.digest, self.people)

    def opening(self, now: float) -> OpeningOfNames:
        """All of them at once."""
        people = people_digest(self.people).hex()
        return OpeningOfNames(
            **self._fields(now, now + OpeningOfNames.VALIDITY), people=people, count=self.count
        )

    def work_list(self, now: float) -> WorkList:
        """One at a time, for a shift or as long as the warrant is good."""
        until = min(now + SHIFT, read_text(bytes(self.warrant.text), Warrant).until)
        people = list_digest(self.people).hex()
        return WorkList(**self._fields(now, until), people=people, count=self.count)

    def kept(self) -> dict[str, Any]:
        """What a text will need when it comes back signed."""
        search = {name: self.form[name].value() for name in self.form.fields}
        return {"numbers": list(self.numbers), "search": search, "warrant": self.warrant.ref}

    @property
    def count(self) -> int:
        """How many people."""
        return len(self.people)

    @property
    def fits_a_list(self) -> bool:
        """Whether one list may name so many."""
        return self.count <= LONGEST_LIST

    def _fields(self, now: float, until: float) -> dict[str, Any]:
        return {
            "ref": new_ref(),
            "at": int(now),
            "until": int(until),
            "site": site_name(),
            "case": self.case.ref,
            "warrant": self.digest.hex(),
        }


def choice_of(case: Case, form: SearchForm, numbers: set[int], desk: Desk) -> Choice:
    """The contacts of these numbers, riskiest first, as the warrant's result has them. Raises NobodyChosenError, CallError."""
    terms, now = form.terms(case), time.time()
    found = desk.contacts(case, terms)
    record = warrant_for(case, found.terms, now)
    if record is None or record.expires_at.timestamp() < now + _SHORTEST_SHIFT:
        raise NobodyChosenError(
            _(
                "No name is opened without a warrant for this search that two people signed. Please ask for one first."
            )
        )
    handles = handles_of(case, numbers)
    if not handles:
        raise NobodyChosenError(_("Please choose at least one contact."))
    try:
        signed = signed_result(desk, case, record)
    except ResultMovedError as error:
        raise NobodyChosenError(refusal(error)) from None
    places = {one.person: at for at, one in enumerate(signed.contacts)}
    if later := sorted(number for number, one in handles.items() if one not in places):
        raise NobodyChosenError(_not_signed_for(later))
    ordered = sorted(handles, key=lambda one: places[handles[one]])
    return Choice(case, form, record, tuple(ordered), tuple(handles[one] for one in ordered))


def _not_signed_for(numbers: list[int]) -> str:
    said = ", ".join(map(str, numbers[:_NUMBERS_TOLD]))
    return _(
        "Found after the warrant was signed: contacts %(numbers)s. Please choose without them, or ask for a new one."
    ) % {"numbers": f"{said} …" if len(numbers) > _NUMBERS_TOLD else said}
