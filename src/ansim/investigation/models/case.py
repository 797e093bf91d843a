"""Cases: handles and what officers decided, never person ids, names, numbers or free text about people."""

from typing import Any, ClassVar, Final

from django.db import connection, models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ansim.accounts.models import Staff
from ansim.accounts.permissions import Permission
from ansim.domain.case_progress import Step
from ansim.domain.patient_codes import BY_CODE
from ansim.domain.signatures import SIDES, Side
from ansim.domain.teams import Hat
from ansim.domain.training import is_training
from ansim.investigation.models.end import CaseEnd
from ansim.investigation.models.progress import STEP_COLUMNS, CaseProgress

AGE_BANDS: Final = tuple(range(0, 90, 10))
"""The first year of each band of ten; the last is open."""


class Case(CaseProgress):
    """A confirmed patient under investigation. `ref` is what screens, addresses and the ledger call the case.

    `handle` is the patient while the case is worked on, `register_handle` in the register that outlives the work; each is
    None once its time is over, and from the start where the patient never signed up. `notified_by`: who notified the case.
    `nickname` is sealed by the vault under the case's key; it and the facts beside it go when the work is over.
    """

    id = models.AutoField(primary_key=True)
    ref = models.CharField(max_length=12, unique=True, editable=False)
    handle = models.BinaryField(max_length=16, editable=False, null=True)
    register_handle = models.BinaryField(max_length=16, editable=False, null=True)
    preset = models.JSONField()  # the pathogen preset as it stood when the case was opened
    anchor_date = models.DateField(_("anchor date"))
    anchor_kind = models.CharField(max_length=20, db_default="")
    notified_by = models.CharField(max_length=20, db_default="")
    window_start = models.DateTimeField(_("infectious from"))
    window_end = models.DateTimeField(_("infectious until"))
    agency = models.CharField(max_length=60, blank=True, db_default="", default="", editable=False)
    team = models.CharField(max_length=60, blank=True, db_default="", default="", editable=False)
    """Whose case it is: of the team of whoever opened it, also when they leave it."""
    opened_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Staff, models.PROTECT, related_name="+", null=True)
    """Who works on it, where that is not who took it up."""
    nickname = models.BinaryField(null=True)
    age_band = models.SmallIntegerField(null=True)
    district = models.CharField(max_length=20, blank=True, db_default="", default="")
    onset_date = models.DateField(null=True)
    """Onset of symptoms that came after a case was notified by its specimen."""
    contact_duties = models.JSONField(null=True)
    """What is asked of contacts, as it stood when the case was taken up; None where nothing was known."""
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    """Without `closed_by`: nobody closed it in time."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-opened_at"], name="case_by_opening"),
            models.Index(fields=["closed_at"], name="case_by_closing"),
            models.Index(fields=["agency", "team"], name="case_by_team"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(window_start__lt=F("window_end")), name="case_window_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(age_band=None) | Q(age_band__in=AGE_BANDS), name="case_age_is_a_band"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A case that is opened without saying whose it is, is its opener's team's."""
        if self._state.adding and not (self.agency or self.team):
            self.agency, self.team = self.opened_by.agency, self.opened_by.team
        super().save(*args, **kwargs)

    @property
    def training(self) -> bool:
        """Whether it is a training case, whose people and venues are invented."""
        return is_training(self.ref)

    @property
    def worked_by(self) -> Staff:
        """Who works on it."""
        return self.owner or self.opened_by

    @property
    def is_of_nobody(self) -> bool:
        """Whether it is worked on and about nobody who signed up."""
        return self.closed_at is None and self.handle is None

    @property
    def is_by_code(self) -> bool:
        """Whether a code to the patient's number began it, and no second person."""
        return bool(self.notified_by == BY_CODE)


def owned_by(staff: Staff) -> Q:
    """Cases that somebody works on: those that they took up and handed to nobody, and those that they took over."""
    return Q(owner=staff) | Q(owner=None, opened_by=staff)


def cases_of(
    staff: Staff, side: Side | None = None, permission: Permission | None = None
) -> "QuerySet[Case]":
    """The cases that somebody sees, on one side or any.

    With a permission those in which they may do that: a deputy does for one team what they may not do for their own.
    """
    seen = Q(pk__in=[])
    for hat in staff.hats if permission is None else staff.hats_for(permission):
        stands = SIDES.get(hat.role)
        if stands and side in {None, stands}:
            seen |= covered_by(hat)
    return Case.objects.filter(seen)


def covered_by(hat: Hat) -> Q:
    """Rows whose agency and team a hat covers; the rule is `domain.teams.works_on`, here in a query."""
    of_agency = Q(agency=hat.works.agency)
    whole = SIDES.get(hat.role) == "letting" and not hat.deputy
    return of_agency if whole else of_agency & Q(team=hat.works.team)


def reach(case: Case, step: Step) -> None:
    """Note that a case came to a step, unless it had before: by the database's clock."""
    column = STEP_COLUMNS[step]
    if getattr(case, column) is None:
        Case.objects.filter(pk=case.pk, **{column: None}).update(**{column: Now()})


def close_case(ref: str, staff: Staff) -> bool:
    """Close a case by the database's clock; False where it was closed before."""
    return _called("SELECT investigation_close_case(%s, %s)", ref, staff.pk)


def reopen_case(ref: str) -> bool:
    """Open a closed case again; False where what it took from the log is destroyed."""
    return _called("SELECT investigation_reopen_case(%s)", ref)


def work_is_over(case: Case) -> bool:
    """Whether what the case took from the log is destroyed."""
    return CaseEnd.objects.filter(
        case_ref=case.ref, purpose="work", dropped_at__isnull=False
    ).exists()


def _called(statement: str, *values: str | int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (done,) = cursor.fetchone()
    return bool(done)
