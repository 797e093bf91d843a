"""The queue as its page shows it: applications that wait, with what was found about each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise

from ansim.business.admission.findings import FoundOne, adoptable, findings_of_all
from ansim.business.admission.kinds import KIND_LABELS
from ansim.business.admission.words import FINDINGS
from ansim.business.models import ApplicationState, Venue, VenueApplication
from ansim.domain.business_numbers import written
from ansim.domain.facilities import Facility

_KINDS = frozenset(Facility)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words, and whom it meets."""

    words: Promise | str
    found: FoundOne


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An application that waits. `adopts` is the venue of the register that an approval hands over.

    `call` is that venue's number in the register, which a clerk calls; empty where a code came back from it.
    """

    application: VenueApplication
    number: str
    kind: Promise | str
    findings: list[FindingLine]
    adopts: int | None
    call: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """All that wait: those with findings, oldest first, and those without; what was found, by application."""

    found: list[VenueApplication]
    plain: list[VenueApplication]
    findings: dict[int, list[FoundOne]]

    @property
    def total(self) -> int:
        """How many wait."""
        return len(self.found) + len(self.plain)

    def rows(self, shown: Iterable[VenueApplication]) -> list[QueueRow]:
        """Applications as the page shows them."""
        rows = [_row(one, self.findings[one.pk]) for one in shown]
        adopted = {row.adopts for row in rows if row.adopts is not None}
        if not adopted:
            return rows
        phones = dict(Venue.objects.filter(pk__in=adopted).values_list("pk", "phone"))
        return [replace(row, call=_to_call(row, phones)) for row in rows]


def queue() -> Queue:
    """The queue of this moment. Five statements, however many wait."""
    waiting = list(
        VenueApplication.objects.filter(state=ApplicationState.SUBMITTED)
        .only("ref", "owner", "form", "checks", "submitted_at")
        .order_by("submitted_at", "id")
    )
    findings = findings_of_all(waiting)
    return Queue(
        [one for one in waiting if findings[one.pk]],
        [one for one in waiting if not findings[one.pk]],
        findings,
    )


def _to_call(row: QueueRow, phones: dict[int, str | None]) -> str:
    if row.adopts is None or row.application.checks.get("register_code"):
        return ""
    return phones.get(row.adopts) or ""


def _row(one: VenueApplication, found: list[FoundOne]) -> QueueRow:
    number, kind = one.entered("number"), one.entered("kind")
    return QueueRow(
        one,
        written(number) if number else "",
        KIND_LABELS[Facility(kind)] if kind in _KINDS else "",
        [FindingLine(FINDINGS[line.kind], line) for line in found],
        adoptable(found),
    )
