"""Passkeys with which owners sign in beside the code to their phone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.business.models.owner import Owner


class Passkey(models.Model):
    """The public half of one passkey. `used_challenge` is the last challenge it answered, so that none serves twice.

    A blocked one answered with a counter that went back: a copy of it is about. `synced`: a provider keeps it in step
    between the owner's devices.
    """

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(db_default=0)
    synced = models.BooleanField(db_default=False)
    label = models.CharField(max_length=40)
    made_at = models.DateTimeField(db_default=Now())
    used_on = models.DateField(null=True)  # the day alone: when somebody works is nobody's business
    used_challenge = models.BinaryField(null=True)
    blocked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(label=""), name="passkey_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"passkey {self.id}"
