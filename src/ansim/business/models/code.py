"""Codes of venues. The gateway reads their table by its name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.business.models.venue import Venue


class VenueCode(models.Model):
    """One printed code. Revoked codes stay, so that a visitor at an old poster is told so.

    `revoked_at` is the moment from which it is refused; while that lies ahead, the code is in its grace period and is
    good beside the new one. `graced`: its end was set ahead, so visits that began before it are good however late they
    come; a code that was refused at once, as where somebody copied it, is refused whatever moment is claimed.
    """

    code = models.CharField(max_length=16, primary_key=True)
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="codes")
    issued_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True, blank=True)
    graced = models.BooleanField(db_default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["revoked_at"],
                condition=Q(revoked_at__isnull=False),
                name="venue_code_by_end",
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{16}$"), name="venue_code_is_crockford"
            ),
            models.UniqueConstraint(
                fields=["venue"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_code_per_venue",
            ),
        ]

    def __str__(self) -> str:
        return self.code
