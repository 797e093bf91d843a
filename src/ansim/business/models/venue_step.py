"""What became of a venue, step by step: its owner, a clerk and the proof of duty read it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.business.models.owner import Owner
from ansim.business.models.partner import ApiKey
from ansim.business.models.venue import Venue


class VenueStep(models.Model):
    """One change in a venue's life: what, from when, why, and who decided it (nobody named: an import did).

    `changed` holds what stood before and after, by column; a phone's numbers are left out, as they may be a person's.
    `words` is what a clerk wrote about it, `api_key` the partner's key that did it for whoever made it.
    """

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="steps")
    what = models.CharField(max_length=20)  # ansim.domain.venue_life.VenueChange
    at = models.DateTimeField()
    why = models.CharField(max_length=20, blank=True, db_default="")
    made_at = models.DateTimeField(db_default=Now())
    owner = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    api_key = models.ForeignKey(ApiKey, models.PROTECT, null=True, related_name="+")
    changed = models.JSONField(default=dict, db_default={})
    words = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owner=None) | Q(staff=None), name="venue_step_by_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.what}"
