"""Codes to the number that the register holds for a place, by which an applicant shows control of it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.business.models.application import VenueApplication
from ansim.business.models.venue import Venue


class PlaceCode(models.Model):
    """A code to a place's number, for one application. The number stands here as a keyed hash and its last two digits."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    application = models.ForeignKey(VenueApplication, models.CASCADE, related_name="place_codes")
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="+")
    phone_index = models.BinaryField()
    phone_end = models.CharField(max_length=2)
    code_hash = models.BinaryField()
    tries = models.SmallIntegerField(default=0)
    used = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="place_code_by_end")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(phone_end__regex=r"^\d{2}$"), name="place_code_phone_end_shape"
            )
        ]

    def __str__(self) -> str:
        return f"code for application {self.application_id}"
