"""Decide on a mode of a surge for one's agency, and end it: entered in the ledger before it holds."""

from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.surge import SurgeMode
from ansim.investigation.lookups import desk_of
from ansim.investigation.models import SurgeDecision, surges_of
from ansim.investigation.surge.forms import SurgeForm
from ansim.ledger.acts import SurgeBegun, SurgeEnded


@requires(Permission.SURGE_DECIDE)
@require_http_methods(["GET", "POST"])
def decide(request: StaffRequest) -> HttpResponse:
    """Choose a mode, a reason and a time."""
    now = datetime.now(UTC)
    form = SurgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _decided(request, form, now):
            return HttpResponseRedirect(reverse("home"))
        form.add_error("mode", _("This mode holds already."))
    context = {"form": form, "holding": surges_of(request.staff, now)}
    return render(request, "surge/decide.html", context, status=400 if form.is_bound else 200)


@requires(Permission.SURGE_DECIDE)
@require_POST
def end(request: StaffRequest, decision: int) -> HttpResponse:
    """A mode is over; nothing happens where it was before."""
    found = get_object_or_404(SurgeDecision, pk=decision, agency=request.staff.agency)
    if found.ended_at is None:
        desk = desk_of(request)
        desk.book.append(desk.actor, "", SurgeEnded(SurgeMode(found.mode).value))
        _end(found, request, datetime.now(UTC))
    return HttpResponseRedirect(reverse("home"))


def _decided(request: StaffRequest, form: SurgeForm, now: datetime) -> bool:
    """Whether the mode holds from now on; False where it did before."""
    mode, reason = form.cleaned_data["mode"], form.cleaned_data["reason"]
    same = SurgeDecision.objects.filter(agency=request.staff.agency, mode=mode, ended_at=None)
    if same.filter(until__gt=now).exists():
        return False
    until = now + form.lasts
    desk = desk_of(request)
    desk.book.append(desk.actor, "", SurgeBegun(mode, reason, int(until.timestamp())))
    try:
        with transaction.atomic():
            for past in same:
                _end(past, request, past.until)
            SurgeDecision.objects.create(
                agency=request.staff.agency,
                mode=mode,
                reason=reason,
                decided_by=request.staff,
                until=until,
            )
    except IntegrityError:  # a colleague was quicker
        return False
    return True


def _end(decision: SurgeDecision, request: StaffRequest, at: datetime) -> None:
    rows = SurgeDecision.objects.filter(pk=decision.pk, ended_at=None)
    rows.update(ended_at=at, ended_by=request.staff)
