"""Issue the codes of venues and stop them. A venue has at most one code that posters carry; old ones stay as revoked.

Moments are the database's, as the gateway compares them with it: a portal whose clock is fast refuses nothing late.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from ansim.business.decision_news import code_reissued
from ansim.business.lifecycle.steps import By, database_now, note
from ansim.business.models import Venue, VenueCode
from ansim.business.telling import portal_url, tell_all
from ansim.domain.codes import new_code
from ansim.domain.days import VENUE_ZONE
from ansim.domain.members import Right
from ansim.domain.venue_life import OldCode, VenueChange
from ansim.notices.words import Template
from ansim.settings.environment import call_number


def issue_first(venue: Venue) -> None:
    """The code of a venue that was made in this transaction: there is nothing to revoke, and nobody to wait for."""
    VenueCode.objects.create(code=new_code(), venue=venue)


@transaction.atomic
def reissue(venue: Venue, grace: timedelta = timedelta()) -> VenueCode:
    """A fresh code for the venue; the one before is refused after `grace`. The venue stays the same.

    Without a grace period every earlier code is refused at once, also one that an earlier reissue left good.
    """
    revoke(venue, grace)
    code = VenueCode.objects.create(code=new_code(), venue=venue)
    code.refresh_from_db()
    code_reissued(venue)
    return code


@transaction.atomic
def reissue_and_tell(venue: Venue, grace: timedelta, by: By) -> VenueCode:
    """The same as a step, and whoever answers for the venue is told, whoever of them or of the authority changed the code."""
    _lock(venue)
    if venue.live_code() is None:
        note([venue], VenueChange.CODE_ISSUED, database_now(), "", by)
    else:
        note([venue], VenueChange.CODE_REPLACED, database_now(), _old(grace), by)
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
def revoke(venue: Venue, grace: timedelta = timedelta()) -> bool:
    """Refuse the venue's codes, all of them at once or the live one after `grace`; returns whether that changed anything.

    Codes that an earlier change left good for a while keep their end, unless all are refused at once.
    """
    _lock(venue)
    if grace:
        live = venue.codes.filter(revoked_at__isnull=True)
        return bool(live.update(revoked_at=Now() + grace, graced=True))
    good = Q(revoked_at__isnull=True) | Q(revoked_at__gt=Now())
    return bool(venue.codes.filter(good).update(revoked_at=Now(), graced=False))


@transaction.atomic
def revoke_and_tell(venue: Venue, grace: timedelta, by: By) -> None:
    """The same as a step, and whoever answers for the venue is told of what changed."""
    if not revoke(venue, grace):
        return
    note([venue], VenueChange.CODE_STOPPED, database_now(), _old(grace), by)
    if venue.business is not None:
        end = database_now() + grace
        tell_all(
            venue.business,
            Template.CODE_STOPPED,
            Right.VENUE_CODE_CHANGE,
            venue=venue.full_name,
            day=end.astimezone(VENUE_ZONE).date().isoformat(),
            call=call_number(),
        )


def _lock(venue: Venue) -> None:
    # Two hands at one venue wait for each other.
    Venue.objects.select_for_update().get(pk=venue.pk)


def _old(grace: timedelta) -> OldCode:
    return OldCode.WAITS if grace else OldCode.AT_ONCE
