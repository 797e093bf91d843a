"""Write and sign warrants at the console. What counts in the end is the vault's own check."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from ansim.accounts import throttle
from ansim.accounts.models import SigningKey, Staff
from ansim.accounts.signing_keys import WrongPassphraseError, sign
from ansim.domain.errors import AnsimError
from ansim.domain.marks import new_mark
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

    code = "signing-closed"


@dataclass(frozen=True, slots=True)
class WarrantTerms:
    """What an officer asks for. Window in epoch seconds; `valid_for` in seconds."""

    legal_basis: LegalBasis
    purpose: Purpose
    start: int
    end: int
    row_cap: int
    valid_for: int


@dataclass(frozen=True, slots=True)
class Signing:
    """Somebody about to sign: who, with which passphrase, into which ledger, and when (epoch seconds)."""

    staff: Staff
    passphrase: str
    book: Book
    now: float


def request_warrant(case: Case, terms: WarrantTerms, signing: Signing) -> WarrantRecord:
    """Write a warrant and sign it as its officer.

    Raises WarrantTermsError, WrongPassphraseError, SigningClosedError.
    """
    warrant = _write(case, terms, signing)
    require_terms(warrant)
    text = canonical(warrant)
    signature = _sign(signing, text)
    act = WarrantRequested(
        warrant=warrant.ref,
        digest=digest(text),
        legal_basis=warrant.legal_basis.value,
        purpose=warrant.purpose.value,
        start=warrant.start,
        end=warrant.end,
        row_cap=warrant.row_cap,
        expires_at=warrant.expires_at,
    )
    signing.book.append(_actor(signing.staff), case.ref, act)
    with transaction.atomic():
        record = WarrantRecord.objects.create(
            ref=warrant.ref,
            case=case,
            text=text,
            expires_at=datetime.fromtimestamp(warrant.expires_at, UTC),
            requested_by=signing.staff,
        )
        WarrantSignature.objects.create(warrant=record, signer=signing.staff, signature=signature)
    return record


def approve_warrant(record: WarrantRecord, signing: Signing) -> None:
    """Sign a warrant as the second person.

    Raises NotTwoSignersError for its own officer, WarrantTimeError, WrongPassphraseError, SigningClosedError.
    """
    approver = signing.staff
    if record.requested_by_id == approver.pk or record.signatures.filter(signer=approver).exists():
        raise NotTwoSignersError(f"warrant {record.ref} needs the signature of a second person")
    text = bytes(record.text)
    require_time(read_warrant(text), signing.now)
    signature = _sign(signing, text)
    act = WarrantApproved(warrant=record.ref, digest=digest(text))
    signing.book.append(_actor(approver), record.case.ref, act)
    WarrantSignature.objects.create(warrant=record, signer=approver, signature=signature)


def digest(text: bytes) -> str:
    """The SHA-256 by which the ledger knows a warrant, in hexadecimal."""
    return hashlib.sha256(text).hexdigest()


def _write(case: Case, terms: WarrantTerms, signing: Signing) -> Warrant:
    return Warrant(
        ref=new_mark("W", 8),
        case=case.ref,
        legal_basis=terms.legal_basis,
        purpose=terms.purpose,
        start=terms.start,
        end=terms.end,
        row_cap=terms.row_cap,
        issued_at=int(signing.now),
        expires_at=int(signing.now) + terms.valid_for,
        requester=signing.staff.ref,
    )


def _sign(signing: Signing, text: bytes) -> bytes:
    ref = signing.staff.ref
    if throttle.is_closed("sign", ref):
        raise SigningClosedError("too many wrong passphrases: wait 15 minutes")
    key = SigningKey.objects.get(staff=signing.staff)
    try:
        signature = sign(ref, bytes(key.sealed), signing.passphrase, text)
    except WrongPassphraseError:
        throttle.note_failure("sign", ref)
        raise
    throttle.forget_failures("sign", ref)
    return signature


def _actor(staff: Staff) -> Actor:
    return Actor(staff.role, staff.ref)
