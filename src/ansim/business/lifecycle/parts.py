"""Zones of a place: made with a code of their own, renamed, moved to another place of the same business.

A poster carries the name and address of the place around, so a zone that moves gets a fresh code and poster: it closes
where it was, with the visits that it had, and begins anew where it goes on.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from ansim.business.codes.issuing import issue_first
from ansim.business.lifecycle.closing import close_venue
from ansim.business.lifecycle.steps import IMPORT, By, database_now, note
from ansim.business.models import Entrance, Venue
from ansim.domain.errors import AnsimError
from ansim.domain.venue_life import MOST_ZONES, Closing, VenueChange

MOST_ENTRANCES: Final = 50


class ZoneRefusedError(AnsimError):
    """A zone or entrance cannot be made: the name stands there already, there are too many, or the place takes none."""


@transaction.atomic
def add_zone(place: Venue, name: str, name_en: str, category: int, by: By = IMPORT) -> Venue:
    """A zone with a code. Raises ZoneRefusedError."""
    place = Venue.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if place.parent_id is not None:
        raise ZoneRefusedError("a part of a place has no zones: make them at the place around it")
    if place.closed_at is not None:
        raise ZoneRefusedError("the place is closed, or will be: open it again first")
    _require_room(place, name)
    zone = Venue.objects.create(
        parent=place,
        business_id=place.business_id,
        name=name,
        name_en=name_en,
        category=category,
        kind_of_site=place.kind_of_site,
        unmanned=place.unmanned,
        valid_from=place.valid_from,
        valid_until=place.valid_until,
    )
    issue_first(zone)
    note([zone], VenueChange.REGISTERED, database_now(), "", by)
    return zone


@transaction.atomic
def rename(venue: Venue, name: str, name_en: str, by: By) -> None:
    """Give a zone another name. Raises ZoneRefusedError."""
    if venue.parent is not None:
        around = Venue.objects.select_for_update(of=("self",)).get(pk=venue.parent.pk)
        _require_room(around, name, besides=venue)
    before = Venue.objects.only("name", "name_en").get(pk=venue.pk)
    changed = {"name": [before.name, name], "name_en": [before.name_en, name_en]}
    Venue.objects.filter(pk=venue.pk).update(name=name, name_en=name_en)
    note([venue], VenueChange.RENAMED, database_now(), "", by, changed)


@transaction.atomic
def move_zone(zone: Venue, to: Venue, old_until: datetime | None, by: By) -> Venue:
    """The zone at another place, with a fresh code; the old one closes at `old_until`, or now. Raises ZoneRefusedError."""
    # Two hands at one zone wait for each other; the second finds it closing.
    if Venue.objects.select_for_update(of=("self",)).get(pk=zone.pk).closed_at is not None:
        raise ZoneRefusedError("the zone is closed, or was moved already")
    fresh = add_zone(to, zone.name, zone.name_en, zone.category, by)
    close_venue(zone, old_until, Closing.MOVED, by)
    return fresh


@transaction.atomic
def add_entrance(venue: Venue, name: str) -> Entrance:
    """A named place where the venue's code hangs. Raises ZoneRefusedError."""
    locked = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    present = locked.entrances.filter(removed_at=None)
    if present.filter(name=name).exists():
        raise ZoneRefusedError(f"{name!r} is an entrance already")
    if present.count() >= MOST_ENTRANCES:
        raise ZoneRefusedError(f"{MOST_ENTRANCES} entrances are there already")
    return Entrance.objects.create(venue=locked, name=name)


def _require_room(place: Venue, name: str, besides: Venue | None = None) -> None:
    present = place.zones.filter(closed_at=None, parted_at=None)
    if besides is not None:
        present = present.exclude(pk=besides.pk)
    if present.filter(name=name).exists():
        raise ZoneRefusedError(f"{name!r} is a zone of this place already")
    if present.count() >= MOST_ZONES:
        raise ZoneRefusedError(f"{MOST_ZONES} zones are there already")
