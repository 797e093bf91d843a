"""When the work on a case first came to each step: columns of the case, so that lists and figures read one table."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.domain.case_progress import STEPS, Step, last_step, later_than

STEP_COLUMNS: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.NOTIFIED: "notified_at",
        Step.TAKEN: "taken_at",
        Step.ITINERARY: "itinerary_at",
        Step.CONTACTS: "contacts_at",
        Step.WARRANT: "warrant_at",
        Step.NAMES: "names_at",
        Step.CLOSED: "closed_at",
    }
)


class CaseProgress(models.Model):
    """The moments of a case's steps; each is that of the first time. `closed_at` is the case's own."""

    notified_at = models.DateTimeField(null=True, editable=False)
    taken_at = models.DateTimeField(db_default=Now(), null=True, editable=False)
    itinerary_at = models.DateTimeField(null=True, editable=False)
    contacts_at = models.DateTimeField(null=True, editable=False)
    warrant_at = models.DateTimeField(null=True, editable=False)
    names_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def steps(self) -> dict[Step, datetime | None]:
        """Each step and when it was reached."""
        return {step: getattr(self, column) for step, column in STEP_COLUMNS.items()}

    @property
    def step(self) -> Step:
        """The furthest step."""
        return last_step(self.steps)


def standing_at(step: Step) -> Q:
    """Cases whose furthest step is this one."""
    later = {f"{STEP_COLUMNS[one]}__isnull": True for one in later_than(step)}
    if step in STEPS[: STEPS.index(Step.TAKEN) + 1]:
        return Q(**later)
    return Q(**later, **{f"{STEP_COLUMNS[step]}__isnull": False})
