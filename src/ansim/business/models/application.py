"""Applications of owners for a venue's code, what became of them step by step, and tries at a business number.

The representative's name and the opening date, which show control, are compared and never stored.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.business.models.owner import Business, Owner
from ansim.business.models.partner import ApiKey
from ansim.business.models.venue import Venue
from ansim.domain.application_refs import new_ref


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


DECIDED = (ApplicationState.APPROVED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN)
OPEN_TO_ITS_OWNER = (ApplicationState.DRAFT, ApplicationState.RETURNED)


class VenueApplication(models.Model):
    """One application. `form` is what the owner entered, `checks` what was seen of it as it was handed in.

    `decided_by` is None where it was approved without a clerk. `api_key`: a partner's system handed it in, for its business.
    """

    State = ApplicationState

    id = models.AutoField(primary_key=True)
    ref = models.CharField(max_length=8, unique=True, default=new_ref, editable=False)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="applications")
    business = models.ForeignKey(Business, models.PROTECT, null=True, related_name="applications")
    venue = models.ForeignKey(Venue, models.SET_NULL, null=True, related_name="applications")
    api_key = models.ForeignKey(ApiKey, models.PROTECT, null=True, related_name="applications")
    form = models.JSONField(default=dict)
    checks = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=ApplicationState.choices, db_default=ApplicationState.DRAFT
    )
    reason = models.CharField(max_length=20, blank=True, db_default="")
    words = models.CharField(max_length=500, blank=True, db_default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=ApplicationState.SUBMITTED),
                name="application_waiting",
            ),
            models.Index(fields=["owner", "submitted_at"], name="application_by_owner"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ref__regex=r"^R[0-9A-HJKMNP-TV-Z]{7}$"), name="application_ref_shape"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values), name="application_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.APPROVED) | Q(business__isnull=False),
                name="application_approved_for_a_business",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def entered(self, name: str) -> Any:
        """What the owner entered in a field, or an empty text."""
        return self.form.get(name) or ""

    @property
    def place(self) -> tuple[float, float] | None:
        """The pin in degrees, where it is set."""
        latitude, longitude = self.form.get("latitude"), self.form.get("longitude")
        return None if latitude is None or longitude is None else (latitude, longitude)

    @property
    def is_open_to_its_owner(self) -> bool:
        """Whether the owner may change it."""
        return self.state in OPEN_TO_ITS_OWNER


class ApplicationStep(models.Model):
    """One change of an application's state: who (None: the owner, or no clerk was needed), when and why."""

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(VenueApplication, models.CASCADE, related_name="steps")
    at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=ApplicationState.choices)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=20, blank=True, db_default="")
    words = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"


class NumberTry(models.Model):
    """A try of opening date and representative at a business number, so that nobody guesses on."""

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=10)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["number", "at"], name="number_try_by_number")]

    def __str__(self) -> str:
        return f"try {self.id}"
