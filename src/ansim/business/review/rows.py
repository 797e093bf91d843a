"""The queue as its page shows it: applications that wait, with what was found about each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise

from ansim.business.admission.findings import FoundOne, adoptable, findings_of_waiting
from ansim.business.admission.kinds import KIND_LABELS
from ansim.business.admission.words import FINDINGS
from ansim.business.models import Venue, VenueApplication
from ansim.domain.business_numbers import written
from ansim.domain.registration import Finding


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words, whom it meets, and the page of that venue."""

    words: Promise | str
    found: FoundOne
    page: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An application that waits. `adopts` is the venue of the register that an approval hands over.

    `called`: a code came back from that venue's number in the register. Where none did, a clerk calls it: `call`.
    """

    application: VenueApplication
    pk: str  # as text: a number would be written anew in the language's form at each place
    form: dict[str, Any]
    decision: str
    contact: str
    number: str
    kind: Promise | str
    findings: list[FindingLine]
    adopts: int | None
    called: bool
    call: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """All that wait, by id: those with findings, oldest first, and those without; what was found, by application."""

    found: list[int]
    plain: list[int]
    findings: dict[int, list[FoundOne]]

    @property
    def unasked(self) -> int:
        """About how many the tax office said nothing."""
        unreachable = Finding.TAX_UNREACHABLE
        return sum(any(one.kind is unreachable for one in few) for few in self.findings.values())

    @property
    def total(self) -> int:
        """How many wait."""
        return len(self.findings)

    def rows(self, shown: Iterable[int]) -> list[QueueRow]:
        """Applications as the page shows them; these alone are read whole."""
        ids = list(shown)
        whole = VenueApplication.objects.only("ref", "owner", "form", "submitted_at")
        asked = whole.annotate(called=Q(checks__register_code=True)).in_bulk(ids)
        rows = [_row(asked[pk], self.findings[pk]) for pk in ids if pk in asked]
        adopted = {row.adopts for row in rows if row.adopts is not None and not row.called}
        if not adopted:
            return rows
        phones = dict(Venue.objects.filter(pk__in=adopted).values_list("pk", "phone"))
        return [
            row
            if row.adopts is None or row.called
            else replace(row, call=phones.get(row.adopts) or "")
            for row in rows
        ]


def queue() -> Queue:
    """The queue of this moment. Five statements, however many wait; at most two more for rows of a page."""
    findings = findings_of_waiting()
    return Queue(
        [pk for pk, found in findings.items() if found],
        [pk for pk, found in findings.items() if not found],
        findings,
    )


def _row(one: VenueApplication, found: list[FoundOne]) -> QueueRow:
    number, kind = one.entered("number"), one.entered("kind")
    return QueueRow(
        one,
        str(one.pk),
        one.form,
        _address("review:decide", one.pk),
        _address("owners:contact", one.owner_id),
        written(number) if number else "",
        KIND_LABELS.get(kind, ""),
        [_line(one) for one in found],
        adoptable(found),
        bool(getattr(one, "called", False)),
    )


def _line(found: FoundOne) -> FindingLine:
    page = _address("venues:one", found.venue) if found.venue else ""
    return FindingLine(FINDINGS[found.kind], found, page)


@lru_cache(10_000)
def _address(route: str, number: int) -> str:
    """The address of a page; a queue asks for the same 150 each time, and making them takes as long as the database."""
    return reverse(route, args=[number])
