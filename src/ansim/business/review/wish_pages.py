"""What owners ask to change of places that stand: granted or turned down, with what was checked beside it."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.admission.deciding import AlreadyDecidedError
from ansim.business.admission.wish_words import Difference, differences, reasons_in_words
from ansim.business.admission.wishes import grant, turn_down
from ansim.business.admission.words import NOT_CHANGED
from ansim.business.lifecycle.particulars import ChangedMeanwhileError, mark_of
from ansim.business.models import VenueWish
from ansim.business.review.decisions import answered, read_decision
from ansim.domain.venue_wishes import WishReason

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish that waits, as the page shows it. `seen` is the mark of the venue as it is shown."""

    wish: VenueWish
    pk: str  # as text: a number would be written anew in the language's form at each place
    lines: list[Difference]
    reasons: list[Promise | str]
    seen: str
    neighbour: bool


@requires(Permission.APPLICATION_READ)
@require_GET
def wishes(request: StaffRequest) -> HttpResponse:
    """What waits, oldest first. Two statements, however many wait."""
    waiting = VenueWish.objects.select_related("venue", "neighbour").order_by("made_at", "id")
    context = {
        "rows": [_row(wish) for wish in waiting[:PAGE]],
        "more": max(waiting.count() - PAGE, 0),
        "reasons": render_to_string("review/reasons.html", {"reasons": NOT_CHANGED.items()}),
    }
    return render(request, "review/wishes.html", context)


@requires(Permission.APPLICATION_DECIDE)
@require_POST
def decide_wish(request: StaffRequest, wish_id: int) -> HttpResponse:
    """Grant, or turn down with a reason. A script gets 204, or 409 where it was decided or changed meanwhile."""
    decision = read_decision(request, NOT_CHANGED)
    try:
        if decision.reason:
            turn_down(wish_id, request.staff, decision.reason, decision.words)
        else:
            grant(wish_id, request.staff, request.POST.get("seen", ""))
    except (AlreadyDecidedError, ChangedMeanwhileError):
        return answered(request, 409, "review:wishes")
    return answered(request, 204, "review:wishes")


def _row(wish: VenueWish) -> WishRow:
    reasons, lines = reasons_in_words(wish.reasons), differences(wish.venue, wish.wanted)
    neighbour = WishReason.NEIGHBOUR in wish.reasons and wish.neighbour is not None
    return WishRow(wish, str(wish.pk), lines, reasons, mark_of(wish.venue), neighbour)
