"""A venue's own devices and its telephone number for visitors. The gateway reaches both by functions alone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.business.models.venue import Venue


class Devices(models.Manager["Device"]):
    """Devices without the hashes of their tokens, which the portal has no right to read."""

    def get_queryset(self) -> models.QuerySet["Device"]:
        return super().get_queryset().defer("pairing_hash", "token_hash")


class Device(models.Model):
    """A reader or a display: waiting for its pairing, paired, or revoked. No token stands here, only hashes.

    `pairing_hash` is that of the one-time token in the QR; it goes with the pairing, so that it serves once.
    """

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="devices")
    kind = models.SmallIntegerField()  # ansim.domain.devices.DeviceKind
    label = models.CharField(max_length=40)
    pairing_hash = models.BinaryField(null=True, unique=True)
    pairing_until = models.DateTimeField(null=True)
    token_hash = models.BinaryField(null=True, unique=True)
    made_at = models.DateTimeField(db_default=Now())
    paired_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)  # to the minute
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar = Devices()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(pairing_hash__isnull=False, token_hash__isnull=True)
                | Q(pairing_hash__isnull=True, token_hash__isnull=False),
                name="device_waits_or_is_paired",
            )
        ]

    def __str__(self) -> str:
        return self.label


class CallNumber(models.Model):
    """The telephone number (080 …) that visitors of a venue call to check in, in E.164; one a venue."""

    number = models.CharField(max_length=20, primary_key=True)
    venue = models.OneToOneField(Venue, models.CASCADE, related_name="call_number")
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.number
