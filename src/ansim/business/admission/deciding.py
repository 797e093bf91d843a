"""Decide on applications: approve (business, venue and code are made at once), give back, refuse, withdraw.

Each decision is one transaction with its step, the audit that owner and clerk see, and with the owner's message.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Prefetch
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.business.admission.owner_news import tell_owner
from ansim.business.admission.words import REASONS, Reason
from ansim.business.codes.issuing import issue_first, reissue
from ansim.business.decision_news import application_decided
from ansim.business.hours_entered import Columns, columns_of
from ansim.business.models import (
    OPEN_TO_ITS_OWNER,
    ApplicationState,
    ApplicationStep,
    Business,
    Membership,
    Owner,
    Venue,
    VenueApplication,
)
from ansim.business.one_at_a_time import hold_number
from ansim.domain.business_numbers import is_non_profit
from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError
from ansim.domain.facilities import CATEGORIES, Facility
from ansim.domain.members import MemberRole, Right
from ansim.domain.opening import OpeningHoursError
from ansim.notices.words import Template

_TOLD: Final = {
    ApplicationState.RETURNED: Template.APPLICATION_RETURNED,
    ApplicationState.REFUSED: Template.APPLICATION_REFUSED,
}


class AlreadyDecidedError(AnsimError):
    """Somebody else decided on the application in the meantime; nothing was changed."""


class VenueTakenError(AnsimError):
    """The venue that was to be handed over belongs to a business already; nothing was changed."""


def keep_form(application: VenueApplication) -> None:
    """Write what was entered. Raises AlreadyDecidedError after it was handed in: what the checks saw stays as it was."""
    rows = VenueApplication.objects.filter(pk=application.pk, state__in=OPEN_TO_ITS_OWNER)
    if not rows.update(form=application.form):
        raise AlreadyDecidedError("the application was handed in or withdrawn meanwhile")


@transaction.atomic
def hand_in(application: VenueApplication, checks: dict[str, Any]) -> None:
    """Put the application before the clerks, with what its checks saw. Raises AlreadyDecidedError if it is no draft."""
    locked = VenueApplication.objects.select_for_update().get(pk=application.pk)
    if not locked.is_open_to_its_owner:
        raise AlreadyDecidedError("the application was handed in or withdrawn meanwhile")
    application.checks = checks
    application.state = ApplicationState.SUBMITTED
    application.reason = application.words = ""
    application.save(update_fields=["form", "checks", "state", "reason", "words"])
    VenueApplication.objects.filter(pk=application.pk).update(submitted_at=Now(), changed_at=Now())
    _step(application)


@transaction.atomic
def approve(
    application: VenueApplication, staff: Staff | None = None, venue_id: int | None = None
) -> Venue:
    """The venue, with its code: a new one, or the unclaimed one of the register that is meant.

    `staff` is None where control was shown and nothing found. Raises AlreadyDecidedError, VenueTakenError.
    """
    application = _waiting(application)
    business = _business(application)
    if venue_id is None:
        venue = _venue(application, business)
        issue_first(venue)
    else:
        venue = _claimed(venue_id, business, application)
        if venue.live_code() is None:
            reissue(venue)
    application.business, application.venue = business, venue
    _decided(application, ApplicationState.APPROVED, staff, "business", "venue")
    application_decided(application)
    tell_owner(application, Template.APPLICATION_APPROVED)
    return venue


@transaction.atomic
def turn_down(
    application: VenueApplication, staff: Staff | None, reason: Reason, words: str = ""
) -> None:
    """Give it back to be mended, or refuse it, as the reason says; `staff` is None where the portal itself gives it back.

    Raises AlreadyDecidedError.
    """
    application = _waiting(application)
    application.reason, application.words = reason.value, words.strip()[:500]
    state = REASONS[reason].state
    _decided(application, state, staff, "reason", "words")
    application_decided(application)
    tell_owner(application, _TOLD[state], REASONS[reason].told)


@transaction.atomic
def withdraw(application: VenueApplication) -> None:
    """End an application that its owner does not want any more. Raises AlreadyDecidedError."""
    locked = VenueApplication.objects.select_for_update().get(pk=application.pk)
    if locked.state not in {
        ApplicationState.DRAFT,
        ApplicationState.SUBMITTED,
        ApplicationState.RETURNED,
    }:
        raise AlreadyDecidedError(f"{locked.ref} is decided")
    _decided(locked, ApplicationState.WITHDRAWN, None)


def require_waiting(application: VenueApplication) -> None:
    """Hold the application until the end of the transaction. Raises AlreadyDecidedError where none decides on it any more."""
    _waiting(application)


def _waiting(application: VenueApplication) -> VenueApplication:
    # Two clerks at one application: the second finds it decided.
    # Of its owner a decision needs the language alone, and the worker may read no more.
    owner = Prefetch("owner", Owner.objects.only("language"))
    rows = VenueApplication.objects.prefetch_related(owner).select_for_update(of=("self",))
    locked = rows.get(pk=application.pk)
    if locked.state != ApplicationState.SUBMITTED:
        raise AlreadyDecidedError(f"{locked.ref} is {locked.state} already")
    return locked


def _decided(
    application: VenueApplication, state: ApplicationState, staff: Staff | None, *changed: str
) -> None:
    application.state, application.decided_by = state, staff
    application.save(update_fields=["state", "decided_by", *changed])
    VenueApplication.objects.filter(pk=application.pk).update(decided_at=Now(), changed_at=Now())
    _step(application)


def _step(application: VenueApplication) -> None:
    ApplicationStep.objects.create(
        application=application,
        state=application.state,
        staff=application.decided_by if application.state != ApplicationState.SUBMITTED else None,
        reason=application.reason,
        words=application.words,
    )


def _business(application: VenueApplication) -> Business:
    """The owner's business of that number, made where it is not there yet; a partner applies for its own."""
    if application.api_key is not None and application.business is not None:
        return application.business
    number = application.entered("number") or None
    if number is not None:
        hold_number(number)
        mine = application.owner.businesses(Right.VENUE_CHANGE)
        known = mine.filter(number=number, closed_at=None).first()
        if known is not None:
            return known
    kind = Business.Kind.WITHOUT_NUMBER
    if number is not None:
        kind = Business.Kind.NON_PROFIT if is_non_profit(number) else Business.Kind.REGISTERED
    business = Business.objects.create(number=number, kind=kind, name=application.entered("name"))
    Membership.objects.create(
        business=business, owner=application.owner, role=MemberRole.OWNER.value
    )
    return business


def _claimed(venue_id: int, business: Business, application: VenueApplication) -> Venue:
    """The register's venue, with what the owner entered. Where it is, and its number, stay the register's."""
    venue = Venue.objects.select_for_update(of=("self",)).get(pk=venue_id)
    if venue.business_id is not None:
        raise VenueTakenError(f"venue {venue_id} is another business's already")
    changed: dict[str, Any] = {"business": business}
    if venue.phone is None and (phone := application.entered("phone")):
        changed["phone"] = phone
    said = _operation(application)
    changed |= {name: value for name, value in said.items() if value not in (None, "")}
    for name, value in changed.items():
        setattr(venue, name, value)
    venue.save(update_fields=list(changed))
    return venue


def _venue(application: VenueApplication, business: Business) -> Venue:
    entered = application.entered
    return Venue.objects.create(
        business=business,
        district=entered("district"),
        address=" ".join(filter(None, (entered("address"), entered("address_more"))))[:300],
        latitude=application.form.get("latitude"),
        longitude=application.form.get("longitude"),
        phone=entered("phone") or None,
        **_operation(application),
    )


def _operation(application: VenueApplication) -> dict[str, Any]:
    """What an application says of a place beside where it is: None or empty where it says nothing."""
    entered = application.entered
    kind = Facility(entered("kind"))
    weekly, days = _hours(application)
    return {
        "name": entered("name"),
        "name_en": entered("name_en"),
        "category": CATEGORIES[kind].value,
        "kind_of_site": kind.value,
        "opening_hours": weekly,
        "opening_days": days,
        "capacity": entered("capacity") or None,
        "floor_area": entered("floor_area") or None,
        "indoor": {"yes": True, "no": False}.get(entered("indoor")),
        "ventilation": int(entered("ventilation")) if entered("ventilation") else None,
        "mobile": bool(entered("mobile")),
        "unmanned": bool(entered("unmanned")),
        "valid_from": _midnight(entered("valid_from"), 0),
        "valid_until": _midnight(entered("valid_until"), 1),
    }


def _hours(application: VenueApplication) -> Columns:
    try:
        return columns_of(application.form)
    except (
        OpeningHoursError
    ):  # of a form that another release took: the owner enters them on the venue's page
        return None, None


def _midnight(day: str, days_later: int) -> datetime | None:
    if not day:
        return None
    return datetime.combine(
        date.fromisoformat(day) + timedelta(days=days_later), time(), VENUE_ZONE
    )
