"""What signing in with a phone leaves behind for a while: codes that were sent, what they cost, accounts that move."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.business.models.owner import Owner
from ansim.domain.marks import new_mark


def new_recovery_ref() -> str:
    """A mark that somebody reads to a clerk over the counter or the phone."""
    return new_mark("L", 8)


class SignInCode(models.Model):
    """A code that was sent to a number. The number stands here as its index and sealed; the code as a keyed hash."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    phone_index = models.BinaryField(db_index=True)
    sealed = models.BinaryField()
    phone_end = models.CharField(max_length=2)
    code_hash = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now(), db_index=True)
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(db_default=0)
    used = models.BooleanField(db_default=False)

    def __str__(self) -> str:
        return f"code {self.id}"


class CodeUse(models.Model):
    """Uses of one budget in its running window. A bucket is a keyed hash: neither number nor address is in it."""

    bucket = models.BinaryField(primary_key=True)
    used = models.IntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.used} until {self.ends_at}"


class Recovery(models.Model):
    """Somebody with a new number asks for their old account. A clerk checks who they are and moves it."""

    id = models.AutoField(primary_key=True)
    ref = models.CharField(max_length=10, unique=True, default=new_recovery_ref, editable=False)
    asked_by = models.ForeignKey(Owner, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    kept = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")
    check_made = models.CharField(max_length=30, blank=True, db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, kept=None, check_made="")
                | (
                    Q(done_at__isnull=False, done_by__isnull=False, kept__isnull=False)
                    & ~Q(check_made="")
                ),
                name="recovery_done_names_the_check",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class ContactRead(models.Model):
    """That a clerk saw an owner's name and number, and why. The vault writes it before it answers; the owner may read it."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="contact_reads")
    staff_ref = models.CharField(max_length=10)
    reason = models.CharField(max_length=30)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["staff_ref", "at"], name="contact_read_by_clerk"),
            models.Index(fields=["at"], name="contact_read_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.at}"
