"""Close venues and open them again: owners, clerks, zones and imports of the register all go this way.

A closing keeps the codes, so that a place that opens again needs no new poster; the gateway refuses them by the moment
of each visit. A closing never reaches back: visits that were made before it was known stay good.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.text import Truncator

from ansim.business.decision_news import venue_closed
from ansim.business.lifecycle.steps import IMPORT, By, database_now, note
from ansim.business.models import Business, Venue
from ansim.business.telling import tell_all
from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError
from ansim.domain.members import Right
from ansim.domain.venue_life import MOST_ZONES, Closing, ReopenFault, VenueChange, reopen_fault
from ansim.notices.words import Template
from ansim.settings.environment import call_number

NAMED: Final = 3
"""How many of the venues that close together a message names; it says how many there are."""

_LONGEST_NAME: Final = 40


def close_venue(venue: Venue, at: datetime | None, why: Closing, by: By = IMPORT) -> bool:
    """Close a venue with its own zones at `at`, or now; returns whether that changed anything. See close_venues."""
    closed = close_venues([venue.pk], at, why, by)
    venue.refresh_from_db(fields=["closed_at"])
    return bool(closed)


@transaction.atomic
def close_venues(
    ids: Iterable[int], at: datetime | None, why: Closing, by: By = IMPORT, *, told: bool = True
) -> int:
    """Close venues with their own zones; returns how many of `ids` that changed. A few statements however many they are.

    `at` None or past means now. A venue that is closed by then already stays as it was; a closing that lies ahead is brought
    forward. Other businesses' places within a site stay open. Each closing is a step, and whoever answers is
    told, in one message a business however many of its venues close, unless `told` is off: somebody closes hundreds of
    their own by a list.
    """
    now = database_now()
    moment = now if at is None else max(at, now)
    wanted = list(ids)
    found = _close(Q(pk__in=wanted), moment, why, by)
    same = Q(business=F("parent__business")) | Q(business=None, parent__business=None)
    within = Q(parent__in=wanted) & same & ~Q(pk__in=wanted)
    _close(within, moment, Closing.SITE, by)
    if told:
        _tell_all(found, moment)
    return len(found)


class ReopenRefusedError(AnsimError):
    """A closed venue does not open again; `fault` says why."""

    def __init__(self, fault: ReopenFault) -> None:
        super().__init__(f"not opened again: {fault.value}")
        self.fault = fault


def _reopen_fault(venue: Venue, around: Venue | None, by: By) -> ReopenFault | None:
    last = venue.steps.filter(what=VenueChange.CLOSED).order_by("-id").first()
    mine = around is not None and around.business_id == venue.business_id
    present = around.zones.filter(closed_at=None, parted_at=None) if around else None
    return reopen_fault(
        last.why if last else "",
        by_owner=by.owner is not None,
        around_closed=mine and around is not None and around.closed_at is not None,
        name_taken=present is not None and present.filter(name=venue.name).exists(),
        full=present is not None and present.count() >= MOST_ZONES,
    )


@transaction.atomic
def reopen_venue(venue: Venue, by: By) -> bool:
    """Open a closed venue again under the code that it had; returns whether it was closed. Its zones stay closed.

    Where the closing lies ahead still, it is called off with that of its zones, which never closed: they are as they were
    before it was set. Raises ReopenRefusedError.
    """
    around = venue.parent_id and Venue.objects.select_for_update().get(pk=venue.parent_id)
    locked = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    if locked.closed_at is None:
        return False
    fault = _reopen_fault(locked, around or None, by)
    if fault is not None:
        raise ReopenRefusedError(fault)
    now = database_now()
    if locked.closed_at > now:
        _call_off_zones(locked, locked.closed_at, now, by)
    Venue.objects.filter(pk=locked.pk).update(closed_at=None)
    note([locked], VenueChange.REOPENED, now, "", by)
    venue.refresh_from_db(fields=["closed_at"])
    return True


def _call_off_zones(place: Venue, moment: datetime, now: datetime, by: By) -> None:
    """Zones that were to close with their place stay open, or close when they were to close by themselves."""
    mine = Venue.objects.filter(parent=place, business=place.business_id, closed_at=moment)
    for zone in mine.select_for_update(of=("self",)).order_by("pk"):
        steps = list(zone.steps.order_by("-id")[:2])
        if not steps or steps[0].what != VenueChange.CLOSED or steps[0].why != Closing.SITE:
            continue  # it was closed by itself, for this very moment
        before = steps[1] if len(steps) > 1 and steps[1].what == VenueChange.CLOSED else None
        own = before.at if before is not None and before.at > moment else None
        Venue.objects.filter(pk=zone.pk).update(closed_at=own)
        if own is None:
            note([zone], VenueChange.REOPENED, now, "", by)
        else:
            note([zone], VenueChange.CLOSED, own, before.why if before else "", by)


def _close(which: Q, moment: datetime, why: Closing, by: By) -> list[Venue]:
    still_open = Q(closed_at=None) | Q(closed_at__gt=moment)
    rows = Venue.objects.select_related("business", "parent").filter(which & still_open)
    rows = rows.defer("display_secret", "parent__display_secret")  # the worker may not read them
    # Two hands at one venue wait for each other.
    venues = list(rows.select_for_update(of=("self",)).order_by("pk"))
    Venue.objects.filter(pk__in=[venue.pk for venue in venues]).update(closed_at=moment)
    note(venues, VenueChange.CLOSED, moment, why, by)
    return venues


def _tell_all(venues: Iterable[Venue], moment: datetime) -> None:
    of_business: dict[Business, list[Venue]] = {}
    for venue in venues:
        venue_closed(venue)
        if venue.business is not None:
            of_business.setdefault(venue.business, []).append(venue)
    for business, closed in of_business.items():
        _tell(business, closed, moment)


def _tell(business: Business, closed: list[Venue], moment: datetime) -> None:
    said = {"day": moment.astimezone(VENUE_ZONE).date().isoformat(), "call": call_number()}
    if len(closed) == 1:
        name = closed[0].full_name
        tell_all(business, Template.VENUE_CLOSED, Right.VENUE_CHANGE, venue=name, **said)
        return
    names = ", ".join(Truncator(one.full_name).chars(_LONGEST_NAME) for one in closed[:NAMED])
    said |= {"business": business.name, "count": str(len(closed)), "venues": names}
    tell_all(business, Template.VENUES_CLOSED, Right.VENUE_CHANGE, **said)
