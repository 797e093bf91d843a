"""Go on with a colleague's cases: chosen, with a reason, and entered in the ledger one by one."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.models import Staff
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.taking_over import MOST_AT_ONCE, TakeOverReason
from ansim.investigation.cases.pages_of_cases import colleagues_of, rows_of
from ansim.investigation.lookups import desk_of, nicknames, not_accepted
from ansim.investigation.models import Case, cases_of, owned_by
from ansim.investigation.words import TAKE_OVER_REASONS
from ansim.rpc import CallError


class TakeOverForm(forms.Form):
    """Why the cases change hands."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[
            ("", gettext_lazy("Please choose")),
            *((one.value, words) for one, words in TAKE_OVER_REASONS.items()),
        ],
    )


@requires(Permission.CASE_OPEN)
@require_http_methods(["GET", "POST"])
def take_over(request: StaffRequest) -> HttpResponse:
    """The open cases of a colleague of one's team, and those of them that one goes on with."""
    colleagues = [one for one in colleagues_of(request.staff) if one.pk != request.staff.pk]
    owner = _chosen(request, colleagues)
    cases = _open_cases(request.staff, owner)
    form = TakeOverForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        wanted = set(request.POST.getlist("case"))
        chosen = [one for one in cases if one.ref in wanted]
        if chosen:
            return _taken_over(request, chosen, TakeOverReason(form.cleaned_data["reason"]))
        refused = _("Please choose at least one case.")
    context = {
        "colleagues": colleagues,
        "owner": owner,
        "rows": rows_of(cases, nicknames(desk_of(request), cases)),
        "form": form,
        "refused": refused,
        "most": MOST_AT_ONCE,
    }
    return render(request, "cases/take_over.html", context, status=400 if form.is_bound else 200)


def _taken_over(request: StaffRequest, cases: list[Case], reason: TakeOverReason) -> HttpResponse:
    desk = desk_of(request)
    try:
        for one in cases:
            desk.take_over(one, reason)
    except CallError as error:
        return not_accepted(request, error, again=reverse("cases:take-over"))
    return HttpResponseRedirect(f"{reverse('cases:list')}?owner=me")


def _chosen(request: StaffRequest, colleagues: list[Staff]) -> Staff | None:
    asked = request.POST.get("owner", "") or request.GET.get("owner", "")
    return next((one for one in colleagues if one.ref == asked), None)


def _open_cases(staff: Staff, owner: Staff | None) -> list[Case]:
    if owner is None:
        return []
    cases = cases_of(staff).filter(owned_by(owner), closed_at=None)
    return list(
        cases.select_related("opened_by", "owner").order_by("opened_at", "id")[:MOST_AT_ONCE]
    )
