"""The queue as its page shows it: applications that wait, with what was found about each."""

from dataclasses import dataclass

from django.utils.functional import Promise

from ansim.business.admission.findings import FoundOne, adoptable, findings_of_all
from ansim.business.admission.kinds import KIND_LABELS
from ansim.business.admission.words import FINDINGS
from ansim.business.models import ApplicationState, VenueApplication
from ansim.domain.business_numbers import written
from ansim.domain.facilities import Facility


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words, and whom it meets."""

    words: Promise | str
    found: FoundOne


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An application that waits. `adopts` is the venue of the register that an approval hands over."""

    application: VenueApplication
    number: str
    kind: Promise | str
    findings: list[FindingLine]
    adopts: int | None


@dataclass(frozen=True, slots=True)
class Queue:
    """All that wait: those with findings, oldest first, and the ids of those without."""

    found: list[QueueRow]
    plain: list[QueueRow]

    @property
    def total(self) -> int:
        """How many wait."""
        return len(self.found) + len(self.plain)


def queue() -> Queue:
    """The queue of this moment. Five statements, however many wait."""
    waiting = list(
        VenueApplication.objects.filter(state=ApplicationState.SUBMITTED).order_by(
            "submitted_at", "id"
        )
    )
    found = findings_of_all(waiting)
    rows = [_row(one, found[one.pk]) for one in waiting]
    return Queue([row for row in rows if row.findings], [row for row in rows if not row.findings])


def _row(one: VenueApplication, found: list[FoundOne]) -> QueueRow:
    number, kind = one.entered("number"), one.entered("kind")
    return QueueRow(
        one,
        written(number) if number else "",
        KIND_LABELS[Facility(kind)] if kind in set(Facility) else "",
        [FindingLine(FINDINGS[line.kind], line) for line in found],
        adoptable(found),
    )
