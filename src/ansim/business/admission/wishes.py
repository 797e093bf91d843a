"""What owners ask to change of what was checked: changed at once, or put before a clerk, granted, turned down, withdrawn.

Each is one transaction with its step in the venue's history, and with the message of a clerk's decision.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from ansim.accounts.models import Staff
from ansim.business.admission.deciding import AlreadyDecidedError
from ansim.business.admission.owner_news import in_their_words
from ansim.business.admission.words import NOT_CHANGED, Reason
from ansim.business.lifecycle.particulars import (
    VERIFIED,
    ChangedMeanwhileError,
    change_particulars,
    mark_of,
)
from ansim.business.lifecycle.steps import By, database_now, note
from ansim.business.models import Owner, Venue, VenueWish
from ansim.business.telling import concerned, portal_url, tell
from ansim.domain.distances import metres_between
from ansim.domain.errors import AnsimError
from ansim.domain.members import Right
from ansim.domain.venue_life import VenueChange
from ansim.domain.venue_names import ALIKE, NEAR, likeness
from ansim.domain.venue_wishes import (
    MOST_A_DAY,
    Verified,
    WishEnd,
    WishReason,
    reasons_to_look,
)
from ansim.notices.words import Template

_A_DAY: Final = timedelta(days=1)
_BOX: Final = (
    0.00028,
    0.0004,
)  # degrees of latitude and longitude that hold 30 m anywhere in Korea
_PIN: Final = frozenset({"latitude", "longitude"})
_BY_LISTS: Final = "place"  # what a step of a list calls the pin
_WITHOUT_CHANGE: Final = (VenueChange.ASKED,)  # its step says what was asked, not what became of it


class WishFault(Enum):
    """Why a wish is not put before a clerk."""

    WAITS = "one waits already"
    OFTEN = "too many within a day"


class WishRefusedError(AnsimError):
    """A wish is not put before a clerk; nothing was changed."""

    def __init__(self, fault: WishFault) -> None:
        super().__init__(f"not put before a clerk: {fault.value}")
        self.fault = fault


def why_a_clerk(venue: Venue, wanted: Mapping[str, Any]) -> list[WishReason]:
    """Why a clerk looks at it first; none where it holds at once."""
    return _looked_at(venue, wanted)[0]


@transaction.atomic
def ask(
    venue: Venue, wanted: Mapping[str, Any], about: str, owner: Owner, seen: str
) -> VenueWish | None:
    """Change it at once, or put it before the clerks; returns the wish that waits, if it does.

    Raises ChangedMeanwhileError where the venue is not as the page of mark `seen` showed it, and WishRefusedError.
    """
    locked = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    if seen != mark_of(locked):
        raise ChangedMeanwhileError("somebody else changed it meanwhile: look again")
    if VenueWish.objects.filter(venue=locked).exists():
        raise WishRefusedError(WishFault.WAITS)
    reasons, neighbour = _looked_at(locked, wanted)
    by = By(owner=owner)
    if not reasons:
        change_particulars(locked, wanted, by, why=WishEnd.AT_ONCE)
        return None
    asked = locked.steps.filter(what=VenueChange.ASKED, made_at__gt=Now() - _A_DAY)
    if asked.count() >= MOST_A_DAY:
        raise WishRefusedError(WishFault.OFTEN)
    made = VenueWish.objects.create(
        venue=locked,
        owner=owner,
        neighbour=neighbour,
        wanted=dict(wanted),
        reasons=[reason.value for reason in reasons],
        about=about,
    )
    changes = {
        name: [before, value]
        for name, value in wanted.items()
        if (before := getattr(locked, name)) != value
    }
    note([locked], VenueChange.ASKED, database_now(), "", by, changes)
    return made


@transaction.atomic
def withdraw(venue: Venue, owner: Owner) -> None:
    """Take back what waits; nothing happens where nothing does."""
    locked = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    if VenueWish.objects.filter(venue=locked).delete()[0]:
        note([locked], VenueChange.ASKED_NO_MORE, database_now(), "", By(owner=owner))


@transaction.atomic
def grant(number: int, staff: Staff, seen: str) -> None:
    """Change the venue as its owner asked. Raises AlreadyDecidedError, and ChangedMeanwhileError as in `ask`."""
    venue, wish = _waiting(number)
    change_particulars(venue, wish.wanted, By(staff=staff), seen=seen, why=WishEnd.GRANTED)
    wish.delete()
    venue.refresh_from_db()
    _tell(venue, Template.WISH_GRANTED)


@transaction.atomic
def turn_down(number: int, staff: Staff, reason: Reason, words: str = "") -> None:
    """Leave the venue as it is, and say why. Raises AlreadyDecidedError."""
    venue, wish = _waiting(number)
    wish.delete()
    said = words.strip()[:500]
    by, now = By(staff=staff), database_now()
    note([venue], VenueChange.TURNED_DOWN, now, reason.value, by, words=said)
    _tell(venue, Template.WISH_TURNED_DOWN, reason, said)


def verified_of(venue: Venue) -> Verified:
    """What stands of what was checked."""
    return _verified({name: getattr(venue, name) for name in VERIFIED})


def _verified(columns: Mapping[str, Any]) -> Verified:
    latitude, longitude = columns["latitude"], columns["longitude"]
    place = None if latitude is None or longitude is None else (latitude, longitude)
    return Verified(columns["name"], columns["kind_of_site"], columns["address"], place)


def _looked_at(venue: Venue, wanted: Mapping[str, Any]) -> tuple[list[WishReason], Venue | None]:
    """Why a clerk looks at it, and the place beside it that has such a name."""
    stands = {name: getattr(venue, name) for name in VERIFIED}
    becomes = _verified({**stands, **{name: wanted[name] for name in VERIFIED if name in wanted}})
    reasons = reasons_to_look(_checked(venue, stands), _verified(stands), becomes)
    if wanted.get("district") == "":
        reasons.append(WishReason.OUTSIDE)
    neighbour = _neighbour(venue, becomes)
    return ([*reasons, WishReason.NEIGHBOUR] if neighbour else reasons), neighbour


def _checked(venue: Venue, stands: Mapping[str, Any]) -> Verified:
    """What was checked last: what its owner changed at once since then is taken back."""
    columns, settled = dict(stands), set[str]()
    steps = venue.steps.filter(changed__has_any_keys=[*VERIFIED, _BY_LISTS]).order_by("-id")
    for why, changed in steps.exclude(what__in=_WITHOUT_CHANGE).values_list("why", "changed"):
        named = {*changed, *(_PIN if _BY_LISTS in changed else ())}
        for name in (named & columns.keys()) - settled:
            if why == WishEnd.AT_ONCE:
                columns[name] = changed[name][0]
            else:
                settled.add(name)
    return _verified(columns)


def _neighbour(venue: Venue, becomes: Verified) -> Venue | None:
    """Another place within 30 m whose name the venue would be taken for."""
    if becomes.place is None:
        return None
    up, aside = _BOX
    latitude, longitude = becomes.place
    near = Venue.objects.filter(
        latitude__range=(latitude - up, latitude + up),
        longitude__range=(longitude - aside, longitude + aside),
        parent=None,
        closed_at=None,
    ).exclude(pk=venue.pk)
    for one in near.only("name", "latitude", "longitude"):
        point = one.latitude or 0.0, one.longitude or 0.0
        if (
            metres_between(point, becomes.place) <= NEAR
            and likeness(one.name, becomes.name) >= ALIKE
        ):
            return one
    return None


def _waiting(number: int) -> tuple[Venue, VenueWish]:
    """The wish with its venue, which is locked: whoever decides on it waits there. Raises AlreadyDecidedError."""
    wanted = VenueWish.objects.filter(pk=number).values("venue")
    venue = Venue.objects.select_for_update(of=("self",)).filter(pk__in=wanted).first()
    wish = VenueWish.objects.filter(pk=number).first() if venue else None
    if venue is None or wish is None:
        raise AlreadyDecidedError("that wish is decided already, or was withdrawn")
    return venue, wish


def _tell(venue: Venue, template: Template, reason: Reason | None = None, words: str = "") -> None:
    """Tell whoever may change the venue, in their languages."""
    if venue.business is None:
        return
    url = portal_url(reverse("owners:venue", args=[venue.pk]))
    for owner in concerned(venue.business, Right.VENUE_CHANGE).only("pk", "language"):
        why = {}
        if reason is not None:
            why = {"reason": in_their_words(owner, NOT_CHANGED[reason].told, words)}
        tell(owner, template, venue=venue.full_name, url=url, **why)
