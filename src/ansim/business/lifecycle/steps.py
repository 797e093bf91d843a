"""Each change in a venue's life is a step: what, from when, why, and who decided it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ansim.accounts.models import Staff
from ansim.business.models import Owner, Venue, VenueStep
from ansim.domain.venue_life import VenueChange


@dataclass(frozen=True, slots=True)
class By:
    """Who decided: an owner, a clerk, or neither where an import did."""

    owner: Owner | None = None
    staff: Staff | None = None


IMPORT = By()


def note(venues: Iterable[Venue], what: VenueChange, at: datetime, why: str, by: By) -> None:
    """Write a step of each venue."""
    VenueStep.objects.bulk_create(
        VenueStep(venue=venue, what=what, at=at, why=why, owner=by.owner, staff=by.staff)
        for venue in venues
    )


def database_now() -> datetime:
    """The database's clock, by which the gateway judges; within a transaction its beginning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        moment: datetime = cursor.fetchone()[0]
    return moment
