"""The itinerary of a case as a page: a strip to scale of each day, its stays in a table, and what may be done with them."""

import time
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ansim.accounts.requests import StaffRequest
from ansim.domain.quantities import EpochSeconds
from ansim.investigation.itinerary.rows import days_of
from ansim.investigation.itinerary.strips import HOURS, days_between
from ansim.investigation.itinerary.way_map import drawn_way, placed
from ansim.investigation.itinerary.words import STEPS
from ansim.investigation.lookups import case_frame, desk_of
from ansim.investigation.models import Case
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import SpanForm, moment
from ansim.rpc import CallError
from ansim.tracing.process.calls import ItineraryFound


def map_page(request: StaffRequest, case: Case, asked: date | None) -> HttpResponse:
    """The stays of one day on a map; without a day, those of the last day of which something is known."""
    desk = desk_of(request)
    logged = [] if case.is_of_nobody else desk.itinerary(case).stays
    days = [one for one in days_of(logged, desk.stays(case).all()) if one.stays]
    shown = next((one for one in days if one.day == asked), days[-1] if days else None)
    rows = shown.stays if shown else []
    context = case_frame(case, "itinerary") | {
        "days": [one.day for one in days],
        "day": shown.day if shown else None,
        "map": drawn_way(rows, _("Map of the stays")),
        "placed": placed(rows),
    }
    return render(request, "itinerary/map.html", context)


def itinerary_page(
    request: StaffRequest, case: Case, form: SpanForm | None = None, problem: str = ""
) -> HttpResponse:
    """The stays of the log and those typed in; `problem` says what was refused, and a refused window stands in `form`."""
    desk = desk_of(request)
    span = {"start": case.window_start, "end": case.window_end}
    context = case_frame(case, "itinerary") | {
        "form": form or SpanForm(initial=span),
        "problem": problem,
        "hours": HOURS,
    }
    status = 400 if problem or (form and form.errors) else 200
    book = desk.stays(case)
    typed = book.all()
    found = ItineraryFound([], EpochSeconds(0))
    if not case.is_of_nobody:
        try:
            found = desk.itinerary(case)
        except CallError as error:
            context["refused"] = refusal(error)
    end = min(case.window_end.timestamp(), time.time())
    days = days_between(moment(case.window_start.timestamp()), moment(end))
    unsigned = [one for one in typed if not one.signed and not one.waiting]
    context |= {
        "days": days_of(found.stays, typed, days),
        "count": len(found.stays) + len(typed),
        "found_at": moment(found.found_at) if found.found_at else None,
        "typed": len(typed),
        "unsigned": len(unsigned),
        "waiting": sum(one.waiting for one in typed),
        "searchable": not case.is_of_nobody or any(one.signed for one in typed),
        "last": book.last_step(),
        "steps": [(one, STEPS[one.kind]) for one in book.steps()],
    }
    return render(request, "itinerary/page.html", context, status=status)


def asked_day(request: StaffRequest) -> date | None:
    """The day that an address names, if it does."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
