"""The page of what is known of a case: its patient in bands, its preset and rules, its other cases."""

import time
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.days import local_day
from ansim.domain.notification import bounds_of
from ansim.domain.pathogens import Anchor, from_stored
from ansim.domain.window_by_onset import window_by_onset
from ansim.investigation.case_facts.forms import FactsForm, MergeForm, OnsetForm
from ansim.investigation.case_facts.rows import duties_shown, onset_shown, preset_lines
from ansim.investigation.lookups import (
    case_frame,
    case_of,
    desk_of,
    forget_ended,
    name_case,
    nicknames,
    opens_file,
    require_open,
    wants_session,
)
from ansim.investigation.models import Case, CaseMerge, cases_of
from ansim.rpc import CallError, UnreachableError


@requires(Permission.CASE_READ)
@require_GET
def facts(request: StaffRequest, case_ref: str) -> HttpResponse:
    """What is known of the case, and the forms that change it."""
    return facts_page(request, case_of(request, case_ref), {}, 200)


@requires(Permission.CASE_OPEN)
@sensitive_post_parameters("nickname")
@require_POST
def change(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Enter age band, district and nickname."""
    case = case_of(request, case_ref)
    require_open(case)
    desk = desk_of(request)
    stands = {"district": case.district}
    form = FactsForm(request.POST, initial=stands, opens=opens_file(desk, case))
    if not form.is_valid():
        return facts_page(request, case, {"facts": form}, 400)
    try:
        # A form that waited for a signature comes back without it: then the one that stands stays.
        if "nickname" in form.cleaned_data and "nickname" in request.POST:
            name_case(desk, case, form.cleaned_data["nickname"])
    except CallError as error:
        if not wants_session(error):
            raise
        # A form that waits for a signature would lie in the table of sign-ins in clear: it stays on its page instead.
        forget_ended(request, error, case.ref)
        return facts_page(request, case, {"facts": form}, 400)
    case.age_band, case.district = form.cleaned_data["age_band"], form.cleaned_data["district"]
    case.save(update_fields=["age_band", "district"])
    return HttpResponseRedirect(reverse("case-facts:page", args=[case.ref]))


@requires(Permission.CASE_OPEN)
@require_POST
def onset(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Symptoms began: the window becomes what that gives, as far as the notification's bounds let it."""
    case = case_of(request, case_ref)
    require_open(case)
    today = local_day(time.time())
    form = OnsetForm(request.POST, anchor=case.anchor_date, today=today)
    if not form.is_valid():
        return facts_page(request, case, {"onset": form}, 400)
    preset = from_stored(case.preset)
    found = window_by_onset(
        preset, form.cleaned_data["onset"], bounds_of(preset, case.anchor_date), today
    )
    if found and found.within and not case.is_of_nobody:
        desk_of(request).change_window(case, *found.within)
    case.onset_date = form.cleaned_data["onset"]
    case.save(update_fields=["onset_date"])
    return HttpResponseRedirect(reverse("case-facts:page", args=[case.ref]))


def facts_page(
    request: StaffRequest, case: Case, refused: dict[str, Any], status: int
) -> HttpResponse:
    """The page, with forms that were refused in place of fresh ones."""
    now = time.time()
    today, desk = local_day(now), desk_of(request)
    opens = opens_file(desk, case)
    nickname = nicknames(desk, [case]).get(case.ref, "")
    initial = {"nickname": nickname, "age_band": case.age_band, "district": case.district}
    anchored = case.anchor_kind == Anchor.SPECIMEN_DATE.value
    context = case_frame(case, "facts") | {
        "facts": refused.get("facts") or FactsForm(initial=initial, opens=opens),
        "opens": opens,
        "nickname": nickname,
        "figures": preset_lines(from_stored(case.preset)),
        "duties": duties_shown(case, min(today, case.window_end.date())),
        "onset_form": (
            refused.get("onset")
            or OnsetForm(initial={"onset": case.onset_date}, anchor=case.anchor_date, today=today)
        )
        if anchored
        else None,
        "by_onset": onset_shown(case, now),
        "merge_form": refused.get("merge") or MergeForm(),
        "merge": CaseMerge.objects.filter(case_ref=case.ref, undone_at=None).first(),
        "merged_here": _merged_into(request, case),
        "standing": _standing(request, case),
    }
    return render(request, "case_facts/page.html", context, status=status)


def _merged_into(request: StaffRequest, case: Case) -> list[str]:
    merges = CaseMerge.objects.filter(into_ref=case.ref, undone_at=None).order_by("case_ref")
    marks = list(merges.values_list("case_ref", flat=True)[:20])
    return list(cases_of(request.staff).filter(ref__in=marks).values_list("ref", flat=True))


def _standing(request: StaffRequest, case: Case) -> list[Any] | None:
    """The patient's other open cases; None where the vault could not be asked, or nobody may ask it here."""
    if not request.staff.may(Permission.CASE_OPEN) or case.closed_at is not None:
        return []
    try:
        return list(desk_of(request).same_person(case))
    except (CallError, UnreachableError):
        return None
