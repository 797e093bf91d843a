"""The figures of work on the first screen: computed from event times, or honestly absent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ansim.accounts.models import Staff
from ansim.database.named_statements import read_statements
from ansim.domain.team_capacity import Load
from ansim.domain.training import TRAINING_PREFIX

_SQL: Final = read_statements("ansim.investigation.first_screen")
DAYS: Final = 7
_MOST: Final = 5000  # cases of a week that are looked at
_MOST_A_DAY: Final = 50_000


@dataclass(frozen=True, slots=True)
class FigureOfWork:
    """One line: a median and a 90th percentile over so many cases, or why there is none."""

    name: Promise
    cases: int = 0
    median: float | None = None
    late: float | None = None
    hours: bool = False
    why_none: Promise | None = None


_NOT_TOLD: Final = _(
    "No data yet: calls are written down on work lists and are not counted here yet."
)
_NOT_TESTED: Final = _(
    "No data yet: Ansim does not record yet who isolates and who tested positive."
)


def figures_of(staff: Staff, team: str | None, now: datetime) -> list[FigureOfWork]:
    """The figures of a team, or of the whole agency where it is None, over the last seven days."""
    values = {
        "agency": staff.agency,
        "team": team,
        "since": now - timedelta(days=DAYS),
        "most": _MOST,
        "training": TRAINING_PREFIX,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL["figures"], values)
        found = {figure: (cases, median, late) for figure, cases, median, late in cursor.fetchall()}

    def of(figure: str, name: Promise, *, hours: bool = True) -> FigureOfWork:
        cases, median, late = found.get(figure, (0, None, None))
        return FigureOfWork(name, cases, median, late, hours)

    return [
        of("people", _("Contacts of a case"), hours=False),
        FigureOfWork(_("Share of contacts reached"), why_none=_NOT_TOLD),
        FigureOfWork(_("Share reached within 24 hours of the notification"), why_none=_NOT_TOLD),
        of("taken", _("Notified until taken up")),
        of("contacts", _("Notified until contacts were searched")),
        of("names", _("Notified until names were opened")),
        FigureOfWork(_("Days from exposure to isolation"), why_none=_NOT_TESTED),
        FigureOfWork(_("Overdue checks"), why_none=_NOT_TESTED),
        FigureOfWork(_("Share of patients who were known contacts"), why_none=_NOT_TESTED),
    ]


def load_of(staff: Staff, team: str | None, now: datetime) -> Load:
    """What came up within a day, against what the officers of the team, or of the agency, do in one."""
    values = {
        "agency": staff.agency,
        "team": team,
        "since": now - timedelta(days=1),
        "most": _MOST_A_DAY,
        "training": TRAINING_PREFIX,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL["load"], values)
        cases, contacts, officers = cursor.fetchone()
    return Load(officers, cases, contacts)
