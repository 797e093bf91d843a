"""A code to the number that the register holds for the place that an application means: who can tell it controls the place.

It goes through the outbox to a mobile number. A landline gets none: a clerk calls it. The tax office's answer holds no number.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from ansim.business.admission.deciding import AlreadyDecidedError, VenueTakenError
from ansim.business.admission.findings import adoptable, findings_of_all
from ansim.business.applications.handing_in import decide_with_code
from ansim.business.models import ApplicationState, Owner, PlaceCode, Venue, VenueApplication
from ansim.domain.place_code_budgets import (
    CODE_LIFE,
    MOST_TRIES,
    WINDOW,
    PlaceBudget,
    SentLately,
    spent,
)
from ansim.identity.owner_sealing import seal_number
from ansim.identity.phones import PhoneError, phone_index, read_phone, require_reachable
from ansim.identity.sealing import load_public_key
from ansim.keys import folder
from ansim.notices.outbox import Notice, SealedNumber, queue
from ansim.notices.words import LONGEST_VALUE, Template

_CODES: Final = b"ansim place codes v1"
_SHORTEST: Final = 7  # digits; what is shorter is no number that anybody can call
_LANGUAGE: Final = "ko"  # of the place's own number nobody knows another


@dataclass(frozen=True, slots=True)
class PlaceNumber:
    """The register's number of the place that an application means. Only `end`, its last two digits, is shown.

    `e164` is empty where no message reaches it: a landline, or a number that is written oddly.
    """

    venue: int
    end: str
    e164: str = ""


class OfPlaceCode(Enum):
    """What became of a code that was entered."""

    APPROVED = "approved"
    NOTED = "noted"  # control is shown; a clerk looks at something else
    WRONG = "wrong"
    OVER = "over"  # none is open: too late, too many tries, another place, decided meanwhile


@dataclass(frozen=True, slots=True)
class TriedPlaceCode:
    """The outcome, and how many tries are left where it was wrong."""

    outcome: OfPlaceCode
    tries_left: int = 0


def number_of(application: VenueApplication) -> PlaceNumber | None:
    """The register's number for the place that is meant; None where none is meant, or it holds none.

    Only while a clerk's decision is waited for, and not for partners' systems, which nobody reads a code to.
    """
    if application.state != ApplicationState.SUBMITTED or application.api_key_id is not None:
        return None
    meant = adoptable(findings_of_all([application])[application.pk])
    phone = None if meant is None else Venue.objects.values_list("phone", flat=True).get(pk=meant)
    digits = "".join(filter(str.isdecimal, phone or ""))
    if meant is None or len(digits) < _SHORTEST or application.checks.get("register_code"):
        return None
    try:
        e164 = read_phone(phone or "")
        require_reachable(e164)
    except PhoneError:
        return PlaceNumber(meant, digits[-2:])
    return PlaceNumber(meant, digits[-2:], e164)


def open_code(application: VenueApplication) -> PlaceCode | None:
    """The code that can still be entered: the newest, as another ends those before."""
    return _open(application).order_by("-made_at").first()


@transaction.atomic
def send(application: VenueApplication, to: PlaceNumber) -> PlaceBudget | None:
    """Send a code to a place's mobile number; returns the budget that is spent instead, where one is."""
    Owner.objects.select_for_update().get(pk=application.owner_id)
    venue = Venue.objects.select_for_update(of=("self",)).get(pk=to.venue)
    PlaceCode.objects.filter(made_at__lt=Now() - 2 * WINDOW).delete()
    index = phone_index(_secret(), to.e164)
    budget = spent(_sent_lately(application, index))
    if budget is not None:
        return budget
    _open(application).update(used=True)
    code = f"{secrets.randbelow(1_000_000):06d}"
    made = PlaceCode(application=application, venue=venue, phone_index=index, phone_end=to.end)
    made.code_hash, made.expires_at = _hash(made.pk, code), Now() + CODE_LIFE
    made.save()
    # The register's name, not the applicant's words: nobody writes to a stranger in the authority's name.
    said = {"venue": venue.name[:LONGEST_VALUE], "code": code}
    number = SealedNumber(seal_number(_public(), index, to.e164), index)
    with connection.cursor() as cursor:
        good_for = CODE_LIFE.total_seconds()
        queue(cursor, Notice(Template.PLACE_CODE, number, _LANGUAGE, said, good_for=good_for))
    return None


@transaction.atomic
def enter(application: VenueApplication, code: str) -> TriedPlaceCode:
    """Try a code. A right one shows control of the place: approved at once, where nothing else was found."""
    # Whoever waited here for another try is judged by what that one left.
    sent = _open(application).select_for_update().order_by("-made_at").first()
    if sent is None:
        return TriedPlaceCode(OfPlaceCode.OVER)
    left = MOST_TRIES - 1 - sent.tries
    PlaceCode.objects.filter(pk=sent.pk).update(tries=F("tries") + 1)
    if not hmac.compare_digest(bytes(sent.code_hash), _hash(sent.pk, code)):
        return TriedPlaceCode(OfPlaceCode.WRONG if left else OfPlaceCode.OVER, left)
    PlaceCode.objects.filter(pk=sent.pk).update(used=True)
    to = number_of(application)
    same = to is not None and hmac.compare_digest(
        phone_index(_secret(), to.e164), bytes(sent.phone_index)
    )
    if to is None or not same or to.venue != sent.venue_id:
        return TriedPlaceCode(OfPlaceCode.OVER)
    try:
        with transaction.atomic():
            approved = decide_with_code(application, to.venue)
    except (AlreadyDecidedError, VenueTakenError):
        return TriedPlaceCode(OfPlaceCode.OVER)
    return TriedPlaceCode(OfPlaceCode.APPROVED if approved else OfPlaceCode.NOTED)


def _open(application: VenueApplication) -> "QuerySet[PlaceCode]":
    return application.place_codes.filter(used=False, expires_at__gt=Now(), tries__lt=MOST_TRIES)


def _sent_lately(application: VenueApplication, index: bytes) -> SentLately:
    lately = PlaceCode.objects.filter(made_at__gt=Now() - WINDOW)
    return SentLately(
        place=lately.filter(phone_index=index).count(),
        owner=lately.filter(application__owner=application.owner_id).count(),
        all=lately.count(),
    )


def _hash(number: UUID, code: str) -> bytes:
    key = hmac.digest(_secret(), _CODES, hashlib.sha256)
    return hmac.digest(key, number.bytes + code.encode(), hashlib.sha256)


def _secret() -> bytes:
    return folder().secret("owner-index")


@cache
def _public() -> X25519PublicKey:
    return load_public_key(folder().read("owners/public.pem"))
