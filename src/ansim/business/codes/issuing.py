"""Issue and revoke the codes of venues. A venue has at most one live code; old ones stay as revoked."""

from datetime import datetime

from django.db import transaction

from ansim.business.models import Venue, VenueCode
from ansim.domain.codes import new_code


@transaction.atomic
def reissue(venue: Venue, now: datetime) -> VenueCode:
    """A fresh code for the venue; the one before is revoked at the same moment. The venue stays the same."""
    revoke(venue, now)
    return VenueCode.objects.create(code=new_code(), venue=venue, issued_at=now)


@transaction.atomic
def revoke(venue: Venue, now: datetime) -> None:
    """Refuse the venue's code from the moment on. Nothing happens where it has none."""
    Venue.objects.select_for_update().get(pk=venue.pk)  # two hands at one venue wait for each other
    venue.codes.filter(revoked_at__isnull=True).update(revoked_at=now)
