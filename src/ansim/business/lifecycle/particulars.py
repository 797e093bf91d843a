"""What is known of a venue, changed by its owner, by a clerk or by a partner's system: each change is a step.

What was shown when the place was approved (name, kind, address, pin) its owner asks for (`admission/wishes.py`); the rest they
change.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from django.db import transaction

from ansim.business.lifecycle.steps import By, database_now, note
from ansim.business.models import Venue
from ansim.domain.errors import AnsimError
from ansim.domain.venue_life import VenueChange

OWNERS: Final = ("name_en", "phone", "capacity", "floor_area", "indoor", "ventilation")
"""What whoever runs a venue says of it on one page; opening hours and staff have pages of their own."""

VERIFIED: Final = ("name", "category", "kind_of_site", "address", "latitude", "longitude")
"""What was shown or checked as the place was approved."""

PRINTED: Final = frozenset({"name", "name_en", "address"})
"""What stands on the sheets as well."""

_UNSAID: Final = frozenset({"phone"})  # often a mobile number, and then a person's


class ChangedMeanwhileError(AnsimError):
    """The venue is not as it was on the page that was sent; nothing was changed."""


def mark_of(venue: Venue) -> str:
    """A mark of what is known of a venue, as long as nothing of it changes."""
    told = repr([getattr(venue, name) for name in (*VERIFIED, *OWNERS)])
    return sha256(told.encode()).hexdigest()[:16]


@transaction.atomic
def change_particulars(
    venue: Venue,
    wanted: Mapping[str, Any],
    by: By,
    *,
    seen: str | None = None,
    words: str = "",
    why: str = "",
) -> frozenset[str]:
    """Change columns of a venue; returns those that differed. `seen`: the mark of what the caller saw; `why`: of its step.

    Raises ChangedMeanwhileError.
    """
    locked = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    if seen is not None and seen != mark_of(locked):
        raise ChangedMeanwhileError("somebody else changed it meanwhile: look again")
    changed = {
        name: [] if name in _UNSAID else [before, value]
        for name, value in wanted.items()
        if (before := getattr(locked, name)) != value
    }
    if changed:
        Venue.objects.filter(pk=venue.pk).update(**{name: wanted[name] for name in changed})
        note([locked], VenueChange.CHANGED, database_now(), why, by, changed, words)
    return frozenset(changed)


@transaction.atomic
def change_with_zones(venue: Venue, wanted: Mapping[str, Any], by: By) -> None:
    """Change columns of a venue and of its own zones alike."""
    own_zones = Venue.objects.filter(parent=venue, business=venue.business_id)
    for place in (Venue.objects.filter(pk=venue.pk) | own_zones).order_by("pk"):
        change_particulars(place, wanted, by)
