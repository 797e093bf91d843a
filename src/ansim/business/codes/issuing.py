"""Issue and revoke the codes of venues. A venue has at most one code that posters carry; old ones stay as revoked."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from ansim.business.models import Venue, VenueCode
from ansim.domain.codes import new_code

GRACE: Final = timedelta(hours=48)
"""How long the poster on the wall stays good beside the new one: enough to print and to hang."""


@transaction.atomic
def reissue(venue: Venue, now: datetime, grace: timedelta = timedelta()) -> VenueCode:
    """A fresh code for the venue; the one before is refused after `grace`. The venue stays the same."""
    _lock(venue)
    venue.codes.filter(revoked_at__isnull=True).update(revoked_at=now + grace)
    return VenueCode.objects.create(code=new_code(), venue=venue, issued_at=now)


@transaction.atomic
def revoke(venue: Venue, now: datetime) -> None:
    """Refuse every code of the venue from the moment on. Nothing happens where it has none."""
    _lock(venue)
    venue.codes.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=now)).update(revoked_at=now)


def _lock(venue: Venue) -> None:
    # Two hands at one venue wait for each other.
    Venue.objects.select_for_update().get(pk=venue.pk)
