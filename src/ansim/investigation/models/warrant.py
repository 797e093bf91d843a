"""Warrants and their signatures, and what the database alone can tell of them: which wait, which are valid."""

from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final, TypedDict

from django.db import models
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.domain.search_results import ResultTerms
from ansim.domain.signed_texts import read_text
from ansim.domain.warrant import Warrant
from ansim.investigation.models.case import Case

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Signed(TypedDict):
        signed: int
        returned: bool

    SignedWarrant = WithAnnotations["WarrantRecord", _Signed]
    """A warrant with the number of its signatures and whether it came back, by the query that read it."""

SIGNATURES: Final = 2
"""How many signatures a warrant needs, each by another person."""


class WarrantState(Enum):
    """Where a warrant stands."""

    WAITING = "waiting"
    VALID = "valid"
    EXPIRED = "expired"
    RETURNED = "returned"


class ReturnReason(Enum):
    """Why an approver returns a warrant. A closed list: free text could name people, and no approver reads a case's file."""

    TOO_MANY = "too-many"
    TOO_LONG = "too-long"
    TOO_LOOSE = "too-loose"
    OTHER_PURPOSE = "other-purpose"
    PLEASE_CALL = "please-call"


RETURN_REASONS: Final = tuple(one.value for one in ReturnReason)


class WarrantRecord(models.Model):
    """A warrant as its signers saw it: `text` holds the bytes that both signed. Whether it opens names the vault says."""

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
    """That the vault took in somebody's signature under a warrant; the signature itself lies there."""

    id = models.AutoField(primary_key=True)
    warrant = models.ForeignKey(WarrantRecord, models.CASCADE, related_name="signatures")
    signer = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["warrant", "signer"], name="warrant_signed_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.warrant_id} by {self.signer_id}"


class WarrantReturn(models.Model):
    """An approver sent a warrant back: it waits for nobody any more, and its officer may ask for another."""

    id = models.AutoField(primary_key=True)
    warrant = models.OneToOneField(
        WarrantRecord, models.CASCADE, related_name="back", db_constraint=False
    )
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(reason__in=RETURN_REASONS), name="return_reason_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.warrant_id}: {self.reason}"


def counted_warrants() -> "QuerySet[SignedWarrant]":
    """All warrants with their case, their officer and the number of their signatures, in one query."""
    records = WarrantRecord.objects.select_related("case", "requested_by")
    back = Exists(WarrantReturn.objects.filter(warrant=OuterRef("pk")))
    return records.annotate(signed=Count("signatures"), returned=back)


def waiting_warrants(now: float) -> "QuerySet[SignedWarrant]":
    """Those that a signature is still missing from, whichever expires first standing first.

    Of who is barred, and of closed cases, none: the vault takes no second signature there.
    """
    waiting = counted_warrants().filter(
        expires_at__gt=_moment(now),
        signed__lt=SIGNATURES,
        returned=False,
        requested_by__is_active=True,
        case__closed_at=None,
    )
    return waiting.order_by("expires_at", "id")


def valid_warrant(case: Case, now: float) -> "SignedWarrant | None":
    """The newest warrant of the case that opens names, or None."""
    valid = counted_warrants().filter(
        case=case, expires_at__gt=_moment(now), signed__gte=SIGNATURES
    )
    return valid.order_by("-id").first()


def warrant_for(case: Case, terms: ResultTerms | None, now: float) -> "SignedWarrant | None":
    """The newest warrant that opens names of a search with these terms, as the tracer wrote them, or None."""
    if terms is None:
        return None
    valid = counted_warrants().filter(
        case=case, expires_at__gt=_moment(now), signed__gte=SIGNATURES
    )
    fitting = (
        one for one in valid.order_by("-id") if read_text(bytes(one.text), Warrant).terms == terms
    )
    return next(fitting, None)


def state_of(record: "SignedWarrant", now: float) -> WarrantState:
    """Where the warrant stands at a moment."""
    if now >= record.expires_at.timestamp():
        return WarrantState.EXPIRED
    if record.signed >= SIGNATURES:
        return WarrantState.VALID
    return WarrantState.RETURNED if record.returned else WarrantState.WAITING


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
