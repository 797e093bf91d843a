"""Issue and revoke the codes of venues. A venue has at most one code that posters carry; old ones stay as revoked.

Moments are the database's, as the gateway compares them with it: a portal whose clock is fast refuses nothing late.
"""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from ansim.business.decision_news import code_reissued
from ansim.business.models import Venue, VenueCode
from ansim.business.telling import portal_url, tell_all
from ansim.domain.codes import new_code
from ansim.domain.members import Right
from ansim.notices.words import Template

GRACE: Final = timedelta(hours=48)
"""How long the poster on the wall stays good beside the new one: enough to print and to hang."""


def issue_first(venue: Venue) -> None:
    """The code of a venue that was made in this transaction: there is nothing to revoke, and nobody to wait for."""
    VenueCode.objects.create(code=new_code(), venue=venue)


@transaction.atomic
def reissue(venue: Venue, grace: timedelta = timedelta()) -> VenueCode:
    """A fresh code for the venue; the one before is refused after `grace`. The venue stays the same.

    Without a grace period every earlier code is refused at once, also one that an earlier reissue left good.
    """
    if grace:
        _lock(venue)
        venue.codes.filter(revoked_at__isnull=True).update(revoked_at=Now() + grace)
    else:
        revoke(venue)
    code = VenueCode.objects.create(code=new_code(), venue=venue)
    code.refresh_from_db()
    code_reissued(venue)
    return code


@transaction.atomic
def reissue_and_tell(venue: Venue, grace: timedelta = timedelta()) -> VenueCode:
    """The same, and whoever answers for the venue is told, whoever of them or of the authority changed the code."""
    code = reissue(venue, grace)
    if venue.business is not None:
        address = portal_url(f"/my/venues/{venue.pk}/")
        tell_all(
            venue.business,
            Template.CODE_REPLACED,
            Right.VENUE_CODE_CHANGE,
            venue=venue.full_name,
            url=address,
        )
    return code


@transaction.atomic
def revoke(venue: Venue) -> None:
    """Refuse every code of the venue from the moment on. Nothing happens where it has none."""
    _lock(venue)
    good = Q(revoked_at__isnull=True) | Q(revoked_at__gt=Now())
    venue.codes.filter(good).update(revoked_at=Now())


def _lock(venue: Venue) -> None:
    # Two hands at one venue wait for each other.
    Venue.objects.select_for_update().get(pk=venue.pk)
