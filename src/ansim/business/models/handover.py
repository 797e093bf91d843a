"""One venue that goes from a business to another: offered by a link, taken by whoever opens it, once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.business.models.owner import Business, Owner
from ansim.business.models.venue import Venue


class VenueHandover(models.Model):
    """An offer, and what became of it; the link's token itself is stored nowhere. `ended_at`: it was taken back."""

    id = models.AutoField(primary_key=True)
    token_hash = models.BinaryField(unique=True)
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(Business, models.CASCADE, related_name="+")
    made_by = models.ForeignKey(Owner, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")
    taker = models.ForeignKey(Business, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None, taker=None)
                | Q(taken_at__isnull=False, taken_by__isnull=False, taker__isnull=False),
                name="handover_taken_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["venue"],
                condition=Q(taken_at=None, ended_at=None),
                name="one_open_handover_of_a_venue",
            ),
        ]

    def __str__(self) -> str:
        return f"handover {self.id}"
