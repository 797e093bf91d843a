"""One venue goes to another business: offered by a link of one owner, taken over by an owner of the other, once.

The venue goes with its zones, entrances, counts and codes, so the printed poster stays as it is. What belongs to people of the
giving business stays there: every device is refused from its next request on. Parts of other businesses stay theirs.
"""

import secrets
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse

from ansim.business.lifecycle.steps import By, database_now, note
from ansim.business.models import (
    Business,
    Device,
    Membership,
    Owner,
    Venue,
    VenueHandover,
    VenueWish,
)
from ansim.business.telling import portal_url, tell_all
from ansim.domain.devices import token_hash
from ansim.domain.errors import AnsimError
from ansim.domain.handovers import OFFER_LIFE, Handed, HandoverFault, offer_fault, take_fault
from ansim.domain.members import MemberRole, Right
from ansim.domain.venue_life import VenueChange
from ansim.notices.words import Template
from ansim.settings.environment import call_number

_TOKEN_BYTES: Final = 32


class HandoverRefusedError(AnsimError):
    """A venue cannot be offered, or not go to that business."""

    def __init__(self, fault: HandoverFault) -> None:
        super().__init__(f"not handed over: {fault.value}")
        self.fault = fault


class OfferVoidError(AnsimError):
    """The link was used, taken back or is past its time, or whoever made it may no longer give the venue away."""


@transaction.atomic
def offer(venue: Venue, by: Owner) -> str:
    """A link's token, good once and for 72 hours; an earlier link of the venue ends. Raises HandoverRefusedError."""
    venue = _locked(venue.pk)
    _require(offer_fault(_handed(venue)))
    take_back(venue)
    giver = Business.objects.get(pk=venue.business_id or 0)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    VenueHandover.objects.create(
        token_hash=token_hash(token),
        venue=venue,
        giver=giver,
        made_by=by,
        expires_at=Now() + OFFER_LIFE,
    )
    return token


def take_back(venue: Venue) -> None:
    """End the open link of a venue, where there is one."""
    VenueHandover.objects.filter(venue=venue, taken_at=None, ended_at=None).update(ended_at=Now())


def open_offers(venue: Venue) -> QuerySet[VenueHandover]:
    """The link of a venue that can still be used; none or one."""
    return VenueHandover.objects.filter(
        venue=venue,
        giver=F("venue__business"),
        taken_at=None,
        ended_at=None,
        expires_at__gt=Now(),
    )


def find(token: str) -> VenueHandover | None:
    """The open offer of a token."""
    found = VenueHandover.objects.filter(token_hash=token_hash(token))
    return good(found.values_list("pk", flat=True).first())


def good(number: int | None) -> VenueHandover | None:
    """The offer of a number, where it is open and whoever made it may still give the venue away."""
    found = VenueHandover.objects.select_related("venue__parent", "giver", "made_by").filter(
        pk=number or 0
    )
    one = found.filter(
        taken_at=None, ended_at=None, expires_at__gt=Now(), giver=F("venue__business")
    ).first()
    if one is None:
        return None
    may = one.made_by.businesses(Right.VENUE_HAND_OVER).filter(pk=one.giver_id)
    return one if may.exists() else None


@transaction.atomic
def take(number: int, owner: Owner, business: Business | None) -> Venue:
    """Take an offered venue over for a business of the owner's; without one, for a new one without a number.

    Whether the owner may take venues over for `business` is the caller's to ask. Raises OfferVoidError, HandoverRefusedError.
    """
    wanted = VenueHandover.objects.filter(pk=number).values_list("venue", flat=True).first()
    venue = _locked(wanted or 0) if wanted else None
    one = good(number)  # asked once nobody else can take or end it
    if venue is None or one is None:
        raise OfferVoidError("that link is no longer good")
    handed = _handed(venue)
    _require(offer_fault(handed) if business is None else take_fault(handed, business.pk))
    taker = business or _new_business(venue, owner)
    _tell(one.giver, Template.VENUE_GIVEN, venue)
    _move(venue, one.giver, taker, owner)
    now = database_now()
    VenueHandover.objects.filter(pk=one.pk).update(taken_at=now, taken_by=owner, taker=taker)
    venue.refresh_from_db()
    url = portal_url(reverse("owners:venue", args=[venue.pk]))
    _tell(taker, Template.VENUE_TAKEN, venue, url=url)
    return venue


def _move(venue: Venue, giver: Business, taker: Business, by: Owner) -> None:
    own = Q(pk=venue.pk) | Q(parent=venue.pk, business=giver)
    moved = list(Venue.objects.select_for_update(of=("self",)).filter(own).order_by("pk"))
    ids = [one.pk for one in moved]
    rows = Venue.objects.filter(pk__in=ids)
    # The giver's lists know their venues by numbers of their own, which must not reach this one again.
    rows.filter(external_id__startswith=f"b{giver.pk}:").update(external_id=None)
    # A display knew the secret of the rotating code; the next one that is paired gets another.
    rows.update(business=taker, display_secret=None)
    Device.objects.filter(venue__in=ids, revoked_at=None).update(revoked_at=Now())
    VenueWish.objects.filter(venue__in=ids).delete()  # what the giver asked is not the taker's wish
    note(moved, VenueChange.HANDED_OVER, database_now(), "", By(owner=by))


def _new_business(venue: Venue, owner: Owner) -> Business:
    """As whoever takes over a shop may have no other: without a number, since none was shown here."""
    made = Business.objects.create(name=venue.name, kind=Business.Kind.WITHOUT_NUMBER)
    Membership.objects.create(business=made, owner=owner, role=MemberRole.OWNER.value)
    return made


def _handed(venue: Venue) -> Handed:
    parts: Iterable[int | None] = venue.zones.values_list("business", flat=True)
    within = frozenset(one for one in parts if one not in (None, venue.business_id))
    around = None if venue.parent is None else venue.parent.business_id
    return Handed(venue.business_id or 0, around, within)


def _require(fault: HandoverFault | None) -> None:
    if fault is not None:
        raise HandoverRefusedError(fault)


def _locked(number: int) -> Venue:
    # Two hands at one venue wait for each other.
    rows = Venue.objects.select_related("parent", "business").select_for_update(of=("self",))
    return rows.get(pk=number)


def _tell(business: Business, template: Template, venue: Venue, **more: str) -> None:
    call = {} if more else {"call": call_number()}
    tell_all(business, template, Right.VENUE_CHANGE, venue=venue.full_name, **more, **call)
