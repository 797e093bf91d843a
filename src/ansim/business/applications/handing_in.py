"""Hand an application in: ask the tax office, look for doubles, then approve at once or put it before a clerk."""

import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Now

from ansim.business.admission.deciding import approve, hand_in, require_waiting
from ansim.business.admission.findings import FoundOne, adoptable, findings_of_all
from ansim.business.admission.office_back import settle, unasked
from ansim.business.admission.owner_news import tell_owner
from ansim.business.applications.address_book import AddressBook, RoadAddress
from ansim.business.applications.tax_office import Claim, TaxOffice
from ansim.business.districts import district_at
from ansim.business.models import NumberTry, Venue, VenueApplication
from ansim.domain.registration import (
    MOST_TRIES,
    Finding,
    Shown,
    TaxState,
    Verdict,
    findings_of,
    judge,
)
from ansim.identity.phones import PhoneError, phone_index, read_phone
from ansim.keys import folder
from ansim.notices.words import Template

_A_DAY: Final = timedelta(days=1)
WOKEN: Final = 20
"""Applications that one answer of the tax office wakes."""
_OF_CONTROL: Final = frozenset({Finding.CONTROL_NOT_SHOWN, Finding.TOO_MANY_TRIES})


def shown_by(office: TaxOffice, claim: Claim) -> tuple[Shown, int]:
    """What a claim shows, and which try of its number within a day this is; past the last one nothing is compared."""
    tries = _count_try(claim.number)
    if tries > MOST_TRIES:
        return Shown(office.states([claim.number])[claim.number]), tries
    shown = office.shown(claim)
    if shown.genuine or shown.tax is TaxState.UNREACHABLE:
        _forget_try(claim.number)  # neither the owner nor a silent office uses tries up
    return shown, tries


def wake_those_who_waited(office: TaxOffice) -> None:
    """Ask the office, which has just answered somebody, about some of the numbers that it said nothing of before.

    A few at a time, as an owner waits for the page: each who applies wakes others, and a clerk's key all of them.
    """
    waiting = list(unasked()[:WOKEN])
    if waiting:
        settle(waiting, office.states([one.entered("number") for one in waiting]))


@transaction.atomic
def submit(application: VenueApplication, shown: Shown, tries: int) -> Venue | None:
    """Hand the application in; the venue where it was approved at once, None where a clerk looks."""
    left = findings_of(shown, tries)
    if not application.entered("road_code"):
        left.append(Finding.ADDRESS_BY_HAND)
    if not application.entered("district"):
        left.append(Finding.OUTSIDE)
    if _of_another(application):
        left.append(Finding.OTHER_NUMBER)
    checks = {
        "tax": shown.tax.value,
        "genuine": shown.genuine,
        "register_code": shown.register_code,
        "findings": [finding.value for finding in left],
    }
    hand_in(application, checks)
    application.refresh_from_db()
    found = findings_of_all([application])[application.pk]
    meant = _reached_by_register(application, found)
    venue = _approved(application, shown, found, meant)
    if venue is None:
        tell_owner(application, Template.APPLICATION_RECEIVED)
    return venue


@transaction.atomic
def decide_with_code(application: VenueApplication, meant: int) -> Venue | None:
    """Judge a waiting application anew, after a code went to the register's number for `meant` and came back.

    Returns the venue, None where a clerk looks at something else: to the clerk control is shown. Raises AlreadyDecidedError,
    VenueTakenError.
    """
    require_waiting(application)
    left = [one for one in application.checks.get("findings", []) if one not in _OF_CONTROL]
    application.checks = {**application.checks, "register_code": True, "findings": left}
    application.save(update_fields=["checks"])
    checks = application.checks
    shown = Shown(TaxState(checks.get("tax", TaxState.NOT_ASKED)), checks.get("genuine"))
    found = findings_of_all([application])[application.pk]
    return _approved(application, shown, found, meant)


def _approved(
    application: VenueApplication, shown: Shown, found: list[FoundOne], meant: int | None
) -> Venue | None:
    """The venue, where nobody has to look; `meant`: that of the register whose number a code reached."""
    if meant is not None:
        shown = replace(shown, register_code=True)
        found = [one for one in found if one.venue != meant and one.kind not in _OF_CONTROL]
    if judge(shown, {one.kind for one in found}) is not Verdict.APPROVED:
        return None
    return approve(application, venue_id=meant)


def _of_another(application: VenueApplication) -> bool:
    """Whether a partner's system applied under a number that is not its business's: a clerk sees to the mandate."""
    business = application.business if application.api_key_id is not None else None
    return business is not None and (application.entered("number") or None) != business.number


def _reached_by_register(application: VenueApplication, found: list[FoundOne]) -> int | None:
    """The unclaimed venue that is meant, where the register's number for it is the one that the owner signed in with.

    The code that signed them in went to that number, so control of the place is shown.
    """
    meant = adoptable(found) if application.api_key_id is None else None
    phone = None if meant is None else Venue.objects.values_list("phone", flat=True).get(pk=meant)
    if not phone or application.owner.phone_index is None:
        return None
    try:
        index = phone_index(folder().secret("owner-index"), read_phone(phone))
    except PhoneError:
        return None
    return meant if hmac.compare_digest(index, bytes(application.owner.phone_index)) else None


def choose_address(form: dict[str, Any], address: RoadAddress, book: AddressBook) -> None:
    """Put an address into a draft, with its door as the pin and the town that the pin lies in."""
    form.update(
        address=address.road,
        address_words=address.road,
        zip_code=address.zip_code,
        road_code=address.road_code or address.road,
    )
    door = book.entrance(address)
    if door is not None:
        set_pin(form, *door)
    else:
        form.update(latitude=None, longitude=None, district=address.district)


def write_address(form: dict[str, Any], words: str) -> None:
    """Put an address that was written by hand into a draft; the pin stays where it is."""
    form.update(address=words, address_words=words, zip_code="", road_code="")


def set_pin(form: dict[str, Any], latitude: float, longitude: float) -> None:
    """Put the pin into a draft, and the town that it lies in."""
    town = district_at(latitude, longitude)
    form.update(
        latitude=round(latitude, 6),
        longitude=round(longitude, 6),
        district=town.name if town else "",
        city=town.city if town else "",
    )


def is_addressed(form: Mapping[str, Any]) -> bool:
    """Whether the draft has an address that still is what the owner reads."""
    return bool(form.get("address")) and form.get("address") == form.get("address_words")


def _count_try(number: str) -> int:
    NumberTry.objects.filter(at__lt=Now() - _A_DAY).delete()
    NumberTry.objects.create(number=number)
    return NumberTry.objects.filter(number=number).count()


def _forget_try(number: str) -> None:
    newest = NumberTry.objects.filter(number=number).order_by("-id").first()
    if newest is not None:
        newest.delete()
