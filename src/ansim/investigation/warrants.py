"""Make, sign and judge warrants at the console. What counts in the end is the vault's own check."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from django.db import transaction

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


class SigningClosedError(AnsimError):
    """Too many wrong passphrases; signing is closed for a quarter of an hour."""


class State(Enum):
    """Where a warrant stands."""

    WAITING = "waiting"
    VALID = "valid"
    EXPIRED = "expired"


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


def state_of(record: WarrantRecord, now: float) -> State:
    """Where the warrant stands at a moment."""
    if now >= record.expires_at.timestamp():
        return State.EXPIRED
    return State.VALID if record.signatures.count() > 1 else State.WAITING


def valid_warrant(case: Case, now: float) -> WarrantRecord | None:
    """The newest warrant of the case that opens names, or None."""
    for record in case.warrants.order_by("-id"):
        if state_of(record, now) is State.VALID:
            return record
    return None


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
