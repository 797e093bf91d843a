"""What owners ask clerks to change of a place."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ansim.business.models.owner import Owner
from ansim.business.models.venue import Venue


class VenueWish(models.Model):
    """One wish that waits, one a place at the most; it goes as it is decided, its steps in the venue's history stay.

    `wanted` holds columns of the venue, `reasons` words of `WishReason`, `about` what a clerk can see it by.
    """

    id = models.AutoField(primary_key=True)
    venue = models.OneToOneField(Venue, models.CASCADE, related_name="wish")
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="wishes")
    neighbour = models.ForeignKey(Venue, models.SET_NULL, null=True, related_name="+")
    wanted = models.JSONField()
    reasons = models.JSONField(default=list)
    about = models.CharField(max_length=300)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_at"], name="venue_wish_by_age")]

    def __str__(self) -> str:
        return f"wish {self.pk}"
