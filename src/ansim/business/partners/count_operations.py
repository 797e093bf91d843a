"""How many checked in at venues of the key's business: what their owners' page shows, by the same rule."""

import time
from datetime import UTC, date, datetime
from typing import Final

from django.utils.translation import gettext_lazy

from ansim.business.counts.rows import past_days
from ansim.business.models import DayCount, Venue
from ansim.business.partners import problems
from ansim.business.partners.operations import Call, Operation, Reply
from ansim.business.partners.problems import RefusedError
from ansim.business.partners.wire import CodeBand, DayOfCounts, HourBand, MethodBand, VenueCounts
from ansim.business.use_of_venues import today_of
from ansim.domain.api_keys import ApiScope
from ansim.domain.days import local_day
from ansim.domain.head_counts import EXACT_FROM
from ansim.domain.methods import Method
from ansim.settings.environment import count_days

_METHODS: Final = list(Method)


def read_counts(call: Call) -> Reply:
    """The counts of a venue; of a zone, those of the place around it, with which its visitors are counted."""
    mine = Venue.objects.filter(business=call.key.business_id).select_related("parent")
    venue = mine.filter(pk=call.path["venue_id"]).first()
    if venue is None:
        raise RefusedError(problems.NOT_FOUND)
    place, now = venue.place, time.time()
    total = today_of(place, datetime.fromtimestamp(now, UTC))
    today, kept = local_day(now), count_days()
    spreads = {one.day: one for one in DayCount.objects.filter(venue=place, hours__isnull=False)}
    return Reply(
        VenueCounts(
            venue=place.pk,
            exact_from=EXACT_FROM,
            today=total.people,
            counted_until=total.until,
            days=[
                _day(row.day, row.people, spreads.get(row.day))
                for row in past_days(place, today, kept)
            ],
        )
    )


def _day(day: date, people: int | None, spread: DayCount | None) -> DayOfCounts:
    if spread is None:
        return DayOfCounts(day, people, None, None, None)
    return DayOfCounts(
        day,
        people,
        [HourBand(*band) for band in spread.hours or ()],
        [
            MethodBand([one.name.lower() for one in _METHODS[first : last + 1]], some)
            for first, last, some in spread.methods or ()
        ],
        [CodeBand(codes, some) for codes, some in spread.codes or ()],
    )


COUNT_OPERATIONS: Final = (
    Operation(
        "GET",
        "/venues/{venue_id}/counts",
        "readCounts",
        gettext_lazy("How many checked in, by day; never who"),
        ApiScope.COUNTS_READ,
        read_counts,
        {200: VenueCounts},
        refusals=(problems.NOT_FOUND,),
    ),
)
