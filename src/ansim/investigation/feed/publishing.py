"""Publishing, correcting and withdrawing: entered in the ledger first, under the officer's mark and no case's (ADR 53)."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Count

from ansim.business.models import Venue
from ansim.domain.errors import AnsimError
from ansim.domain.exposure_feed import (
    FEED_DAYS,
    MOST_ENTRIES,
    SLOT,
    Basis,
    Guidance,
    WithdrawalReason,
    last_day,
    slots_of,
)
from ansim.investigation.feed.venue_windows import VenueWindow, window_of
from ansim.investigation.lookups import Desk
from ansim.investigation.models import PublishedExposure
from ansim.ledger.acts import ExposureCorrected, ExposuresPublished, ExposureWithdrawn

# The feed counts codes, which the console cannot read; a place has had two on average at the most.
_MOST_A_DAY: Final = MOST_ENTRIES // 2


class FeedDayFullError(AnsimError):
    """A day of the feed holds no more."""

    code = "feed-day-full"


class ExposureGoneError(AnsimError):
    """The exposure was withdrawn or corrected in the meantime, or the new window stands already."""

    code = "exposure-gone"


def publish(desk: Desk, windows: Iterable[VenueWindow], told: Guidance, basis: Basis) -> None:
    """Publish windows that do not stand yet. Raises FeedDayFullError."""
    agency = desk.staff.agency
    standing = {
        window_of(one) for one in PublishedExposure.objects.filter(agency=agency, withdrawn_at=None)
    }
    fresh = [one for one in sorted(set(windows)) if one not in standing]
    if not fresh:
        return
    _require_room(fresh)
    hours = sum(one.end - one.start for one in fresh) // SLOT
    desk.book.append(desk.actor, "", ExposuresPublished(len(fresh), hours, basis.value))
    # A colleague who was quicker published the same.
    rows = [_row(desk, one, told, basis) for one in fresh]
    PublishedExposure.objects.bulk_create(rows, ignore_conflicts=True)


def correct(desk: Desk, exposure: PublishedExposure, window: VenueWindow, told: Guidance) -> None:
    """Put another window, or other advice, in the place of one that stands. Raises ExposureGoneError, FeedDayFullError."""
    if exposure.withdrawn_at is not None:
        raise ExposureGoneError("the exposure was withdrawn before")
    _require_room([window])
    desk.book.append(desk.actor, "", ExposureCorrected((window.end - window.start) // SLOT))
    try:
        with transaction.atomic():
            _end(desk, exposure, WithdrawalReason.CORRECTED)
            row = _row(desk, window, told, Basis(exposure.basis))
            row.corrects = exposure
            row.save(force_insert=True)
    except IntegrityError:
        raise ExposureGoneError("the corrected window stands already") from None


def withdraw(desk: Desk, exposure: PublishedExposure, reason: WithdrawalReason) -> None:
    """Take an exposure out of the feed; nothing happens where that was done before."""
    if exposure.withdrawn_at is None:
        desk.book.append(desk.actor, "", ExposureWithdrawn(reason.value))
        with transaction.atomic():
            _end(desk, exposure, reason, must=False)


def _end(
    desk: Desk, exposure: PublishedExposure, reason: WithdrawalReason, *, must: bool = True
) -> None:
    rows = PublishedExposure.objects.filter(pk=exposure.pk, withdrawn_at=None)
    ended = rows.update(
        withdrawn_at=datetime.now(UTC), withdrawn_by=desk.staff, reason=reason.value
    )
    if must and not ended:
        raise ExposureGoneError("the exposure was withdrawn before")


def _row(desk: Desk, window: VenueWindow, told: Guidance, basis: Basis) -> PublishedExposure:
    return PublishedExposure(
        venue=window.venue,
        starts=datetime.fromtimestamp(window.start, UTC),
        ends=datetime.fromtimestamp(window.end, UTC),
        advice=told.advice,
        disease_group=told.group,
        basis=basis.value,
        agency=desk.staff.agency,
        until=last_day(window.end),
        published_by=desk.staff,
    )


def _require_room(fresh: Iterable[VenueWindow]) -> None:
    """Refuse what would make a day of the feed larger than phones fetch. Raises FeedDayFullError."""
    fresh = list(fresh)
    first = min(one.start for one in fresh) - 24 * 3600
    nearby = PublishedExposure.objects.filter(
        withdrawn_at=None, ends__gte=datetime.fromtimestamp(first, UTC)
    )
    windows = [*fresh, *map(window_of, nearby)]
    zones = dict(
        Venue.objects.filter(parent_id__in={one.venue for one in windows})
        .values_list("parent_id")
        .annotate(Count("id"))
    )
    a_day: Counter[date] = Counter()
    for one in windows:
        for slot in slots_of(one.start, one.end):
            a_day[slot.day] += 1 + zones.get(one.venue, 0)
    for day, entries in a_day.items():
        if entries > _MOST_A_DAY:
            raise FeedDayFullError(f"the feed of {day} is full")


def standing_for(agency: str, today: date) -> "list[PublishedExposure]":
    """What an agency published that is in the feed or was withdrawn from it, newest first."""
    found = PublishedExposure.objects.filter(
        agency=agency, until__gte=today, until__lte=_latest(today)
    )
    return list(
        found.select_related("published_by", "withdrawn_by").order_by("-starts", "-id")[:500]
    )


def _latest(today: date) -> date:
    return today + timedelta(days=FEED_DAYS)
