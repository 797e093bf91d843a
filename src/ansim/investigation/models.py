"""Cases and what officers decided about them: person ids, never names, numbers or free text about people."""

from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ansim.accounts.models import Staff


class Case(models.Model):
    """A confirmed patient under investigation. `ref` is what screens, addresses and the ledger call the case."""

    id = models.AutoField(primary_key=True)
    ref = models.CharField(max_length=12, unique=True, editable=False)
    person_id = models.BinaryField(max_length=16, editable=False)
    preset = models.JSONField()  # the pathogen preset as it stood when the case was opened
    anchor_date = models.DateField(_("anchor date"))
    window_start = models.DateTimeField(_("infectious from"))
    window_end = models.DateTimeField(_("infectious until"))
    opened_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-opened_at"], name="case_by_opening")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(window_start__lt=F("window_end")), name="case_window_runs_forward"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class CaseContact(models.Model):
    """A contact's number within a case ("contact 7"), given at first sight and kept."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    number = models.IntegerField()
    person_id = models.BinaryField(max_length=16)
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "number"], name="contact_number_is_the_contacts_own"
            ),
            models.UniqueConstraint(fields=["case", "person_id"], name="contact_has_one_number"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class WarrantRecord(models.Model):
    """A warrant as its signers saw it: `text` holds the canonical bytes that both signatures cover."""

    id = models.AutoField(primary_key=True)
    ref = models.CharField(max_length=12, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="warrants")
    text = models.BinaryField()
    expires_at = models.DateTimeField()
    requested_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-requested_at"], name="warrant_by_case")]

    def __str__(self) -> str:
        return self.ref


class WarrantSignature(models.Model):
    """One signature under a warrant; a person signs a warrant once."""

    id = models.AutoField(primary_key=True)
    warrant = models.ForeignKey(WarrantRecord, models.CASCADE, related_name="signatures")
    signer = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    signature = models.BinaryField(max_length=64)
    signed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["warrant", "signer"], name="warrant_signed_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.warrant_id} by {self.signer_id}"


class Session(AbstractBaseSession):
    """Sign-ins of the console, apart from the business portal's, which faces the internet."""

    @classmethod
    def get_session_store_class(cls) -> type:
        from ansim.investigation.sessions import SessionStore  # noqa: PLC0415 the store names this model

        return SessionStore
