"""One page of figures for a venue of one's own. No page of this portal knows who came."""

import time
from datetime import UTC, date, datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ansim.business.counts.rows import code_rows, hour_rows, method_rows, past_days
from ansim.business.models import DayCount, Venue
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.business.use_of_venues import quiet_of, today_of
from ansim.domain.days import local_day
from ansim.domain.head_counts import BAND_FROM, EXACT_FROM
from ansim.domain.members import Right
from ansim.domain.retention import POLICY
from ansim.settings.environment import count_days


@owned(Right.COUNT_READ)
@require_GET
def page(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """The day's running total, the days before, and how one of them spread (`?day=`)."""
    venue = get_object_or_404(request.owner.venues(Right.COUNT_READ), pk=venue_id)
    if venue.place != venue:
        return HttpResponseRedirect(reverse("counts:page", args=[venue.place.pk]))
    now = time.time()
    moment = datetime.fromtimestamp(now, UTC)
    days = past_days(venue, local_day(now), count_days())
    context = {
        "venue": venue,
        "today": today_of(venue, moment),
        "quiet": quiet_of(venue, moment),
        "few": EXACT_FROM,
        "band": BAND_FROM,
        "days": days,
        "kept": count_days(),
        "spread_kept": POLICY.visit_days,
        "spread": _spread(venue, request.GET.get("day", "")),
    }
    return render(request, "counts/page.html", context)


def _spread(venue: Venue, asked: str) -> dict[str, object] | None:
    """How the people of the day asked for spread; None where none was asked for. 404 for a day without anything."""
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise Http404 from None
    one = get_object_or_404(DayCount, venue=venue, day=day, hours__isnull=False)
    rows = {"hours": hour_rows(one), "methods": method_rows(one), "codes": code_rows(one, venue)}
    return {"day": day, "people": one.people, **rows}
