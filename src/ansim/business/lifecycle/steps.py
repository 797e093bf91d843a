"""Each change in a venue's life is a step: what, from when, why, and who decided it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from ansim.accounts.models import Staff
from ansim.business.models import ApiKey, Owner, Venue, VenueStep
from ansim.domain.venue_life import VenueChange


@dataclass(frozen=True, slots=True)
class By:
    """Who decided: an owner, a clerk, or neither where an import did. `key`: a partner's system, for whoever made it."""

    owner: Owner | None = None
    staff: Staff | None = None
    key: ApiKey | None = None


IMPORT = By()


def note(
    venues: Iterable[Venue],
    what: VenueChange,
    at: datetime,
    why: str,
    by: By,
    changed: Mapping[str, Any] | None = None,
    words: str = "",
) -> None:
    """Write a step of each venue."""
    VenueStep.objects.bulk_create(
        VenueStep(
            venue=venue,
            what=what,
            at=at,
            why=why,
            owner=by.owner,
            staff=by.staff,
            api_key=by.key,
            changed=dict(changed or {}),
            words=words,
        )
        for venue in venues
    )


def database_now() -> datetime:
    """The database's clock, by which the gateway judges; within a transaction its beginning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        moment: datetime = cursor.fetchone()[0]
    return moment
