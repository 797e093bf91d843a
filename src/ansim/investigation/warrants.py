"""Make, sign and judge warrants at the console. What counts in the end is the vault's own check."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final, TypedDict

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from ansim.accounts import throttle
from ansim.accounts.models import SigningKey, Staff
from ansim.accounts.signing import WrongPassphraseError, sign
from ansim.domain.codes import ALPHABET
from ansim.domain.errors import AnsimError
from ansim.domain.signatures import NotTwoSignersError
from ansim.domain.warrant import (
    LegalBasis,
    Purpose,
    Warrant,
    canonical,
    read_warrant,
    require_terms,
    require_time,
)
from ansim.investigation.models import Case, WarrantRecord, WarrantSignature
from ansim.ledger import Actor, Book
from ansim.ledger.acts import WarrantApproved, WarrantRequested

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Signed(TypedDict):
        signed: int

    SignedWarrant = WithAnnotations[WarrantRecord, _Signed]
    """A warrant with the number of its signatures, counted by the query that read it."""

SIGNATURES: Final = 2
"""A warrant opens names with so many, each by another person."""
PAGE: Final = 100


class SigningClosedError(AnsimError):
    """Too many wrong passphrases; signing is closed for a quarter of an hour."""


class State(Enum):
    """Where a warrant stands."""

    WAITING = "waiting"
    VALID = "valid"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Warrants that wait; `following` is the mark to go on after, or None."""

    records: "list[SignedWarrant]"
    following: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """What an officer asks for. Window in epoch seconds; `valid_for` in seconds."""

    legal_basis: LegalBasis
    purpose: Purpose
    start: int
    end: int
    row_cap: int
    valid_for: int


def request_warrant(
    case: Case, officer: Staff, request: Request, passphrase: str, book: Book, now: float
) -> WarrantRecord:
    """Write a warrant and sign it as its officer.

    Raises WarrantTermsError, WrongPassphraseError, SigningClosedError.
    """
    warrant = Warrant(
        ref="W-" + "".join(secrets.choice(ALPHABET) for _ in range(8)),
        case=case.ref,
        legal_basis=request.legal_basis,
        purpose=request.purpose,
        start=request.start,
        end=request.end,
        row_cap=request.row_cap,
        issued_at=int(now),
        expires_at=int(now) + request.valid_for,
        requester=officer.ref,
    )
    require_terms(warrant)
    text = canonical(warrant)
    signature = _sign(officer, passphrase, text)
    act = WarrantRequested(
        warrant.ref,
        digest(text),
        warrant.legal_basis.value,
        warrant.purpose.value,
        warrant.start,
        warrant.end,
        warrant.row_cap,
        warrant.expires_at,
    )
    book.append(Actor(officer.role, officer.ref), case.ref, act)
    with transaction.atomic():
        record = WarrantRecord.objects.create(
            ref=warrant.ref,
            case=case,
            text=text,
            expires_at=datetime.fromtimestamp(warrant.expires_at, UTC),
            requested_by=officer,
        )
        WarrantSignature.objects.create(warrant=record, signer=officer, signature=signature)
    return record


def approve_warrant(
    record: WarrantRecord, approver: Staff, passphrase: str, book: Book, now: float
) -> None:
    """Sign a warrant as the second person.

    Raises NotTwoSignersError for its own officer, WarrantTimeError, WrongPassphraseError, SigningClosedError.
    """
    if record.requested_by_id == approver.pk or record.signatures.filter(signer=approver).exists():
        raise NotTwoSignersError(f"warrant {record.ref} needs the signature of a second person")
    text = bytes(record.text)
    require_time(read_warrant(text), now)
    signature = _sign(approver, passphrase, text)
    book.append(
        Actor(approver.role, approver.ref),
        record.case.ref,
        WarrantApproved(record.ref, digest(text)),
    )
    WarrantSignature.objects.create(warrant=record, signer=approver, signature=signature)


def warrants_of(case: Case) -> "list[SignedWarrant]":
    """All warrants of a case, newest first."""
    return list(_counted().filter(case=case).order_by("-id"))


def waiting_warrants(now: float, after: str = "") -> WaitingPage:
    """A page of the warrants that wait for a signature, in the order in which they expire, beginning after a mark.

    A mark that no warrant has begins at the front.
    """
    waiting = _counted().filter(expires_at__gt=_moment(now), signed__lt=SIGNATURES)
    if last := WarrantRecord.objects.filter(ref=after).first():
        waiting = waiting.filter(
            Q(expires_at__gt=last.expires_at) | Q(expires_at=last.expires_at, id__gt=last.pk)
        )
    found = list(waiting.order_by("expires_at", "id")[: PAGE + 1])
    return WaitingPage(found[:PAGE], found[PAGE - 1].ref if len(found) > PAGE else None)


def valid_warrant(case: Case, now: float) -> "SignedWarrant | None":
    """The newest warrant of the case that opens names, or None."""
    valid = _counted().filter(case=case, expires_at__gt=_moment(now), signed__gte=SIGNATURES)
    return valid.order_by("-id").first()


def warrant_with(ref: str) -> "SignedWarrant | None":
    """The warrant with that mark, or None."""
    return _counted().filter(ref=ref).first()


def state_of(record: "SignedWarrant", now: float) -> State:
    """Where the warrant stands at a moment."""
    if now >= record.expires_at.timestamp():
        return State.EXPIRED
    return State.VALID if record.signed >= SIGNATURES else State.WAITING


def _counted() -> "QuerySet[SignedWarrant]":
    # The signatures are counted by the query that reads the warrants: one query however many there are.
    records = WarrantRecord.objects.select_related("case", "requested_by")
    return records.annotate(signed=Count("signatures"))


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def digest(text: bytes) -> str:
    """The SHA-256 by which the ledger knows a warrant, in hexadecimal."""
    return hashlib.sha256(text).hexdigest()


def _sign(staff: Staff, passphrase: str, text: bytes) -> bytes:
    if throttle.is_closed("sign", staff.ref):
        raise SigningClosedError("too many wrong passphrases: wait 15 minutes")
    key = SigningKey.objects.get(staff=staff)
    try:
        signature = sign(staff.ref, bytes(key.sealed), passphrase, text)
    except WrongPassphraseError:
        throttle.note_failure("sign", staff.ref)
        raise
    throttle.forget_failures("sign", staff.ref)
    return signature
