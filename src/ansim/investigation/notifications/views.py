"""Notify a case, see those that wait, and take one up. Signing itself is done elsewhere: on the signing page."""

import time
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.models import Staff
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.days import local_day
from ansim.domain.marks import read_mark
from ansim.domain.notification import Notification
from ansim.domain.pathogens import presets
from ansim.domain.patient_codes import BY_CODE
from ansim.domain.signatures import SIDES
from ansim.domain.signed_texts import SignedTextError, new_ref, read_text, write_text
from ansim.identity.laboratories.calls import LaboratoryName
from ansim.identity.staff.notified_calls import NotifyCase, WaitingCase
from ansim.investigation.lookups import (
    desk_of,
    hand_over,
    laboratories_of,
    not_accepted,
    read_answer,
    receive,
    site_name,
    take_kept,
)
from ansim.investigation.notifications.forms import DiseaseForm, NotificationForm
from ansim.investigation.notifications.made_cases import (
    made_before,
    note_made,
    standing_beside,
)
from ansim.investigation.notifications.words import ANCHORS
from ansim.investigation.time_fields import moment
from ansim.rpc import CallError


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A case that waits, in words. The time is Korean."""

    one: WaitingCase
    disease: str
    anchor_kind: Promise
    notified_by: str
    notified_at: datetime
    laboratory: LaboratoryName | None
    """Which one notified it, where one did."""


@requires(Permission.CASE_READ)
@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """Cases of one's team that nobody has taken up."""
    found = desk_of(request).waiting_cases()
    language = get_language() or "ko"
    staff = Staff.objects.filter(ref__in={one.notified_by for one in found})
    names = {one.ref: one.name for one in staff}
    laboratories = laboratories_of(one.notified_by for one in found)
    names |= {ref: one.name for ref, one in laboratories.items()}
    rows = [
        WaitingRow(
            one,
            presets()[one.disease].name(language),
            ANCHORS[one.anchor_kind],
            names.get(one.notified_by)
            or (_("the patient") if one.notified_by == BY_CODE else one.notified_by),
            moment(one.notified_at),
            laboratories.get(one.notified_by),
        )
        for one in found
    ]
    made = read_mark(request.GET.get("made", ""))
    context = {
        "rows": rows,
        "made": made,
        "standing": standing_beside(request, made),
        "takes": request.staff.may(Permission.CASE_OPEN),
    }
    return render(request, "notifications/waiting.html", context)


@requires(Permission.CASE_NOTIFY)
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Write a notification; it is signed on the signing page. The number goes there and to the vault, and nowhere else."""
    now = time.time()
    form = NotificationForm(request.POST or None, today=local_day(now))
    if request.method == "POST" and form.is_valid():
        said = written(request, form, int(now), form.cleaned_data["subject"])
        return hand_over(request, write_text(said), said)
    status = 400 if form.is_bound else 200
    context = {"form": form, "presets": presets().values()}
    return render(request, "notifications/new.html", context, status=status)


@requires(Permission.CASE_NOTIFY)
@sensitive_post_parameters("answer")
@require_http_methods(["GET", "POST"])
def signed(request: StaffRequest) -> HttpResponse:
    """A notification comes back signed: the vault makes its case."""
    if request.method == "GET":
        return receive(request)
    answer = read_answer(request)
    try:
        said = read_text(answer.text, Notification)
        if case := made_before(request, said.ref):  # the form was sent twice
            return HttpResponseRedirect(f"{reverse('notifications:waiting')}?made={case}")
        take_kept(request, said)
        begun = desk_of(request).vault.notify(NotifyCase(answer.text, answer.signature))
    except (CallError, SignedTextError) as error:
        return not_accepted(request, error, again=reverse("notifications:new"))
    note_made(request, said.ref, begun.case)
    return HttpResponseRedirect(f"{reverse('notifications:waiting')}?made={begun.case}")


@requires(Permission.CASE_OPEN)
@require_POST
def take(request: StaffRequest, case_ref: str) -> HttpResponse:
    """Take a case up, and go to it."""
    try:
        case = desk_of(request).take_up(case_ref, time.time())
    except CallError as error:
        return not_accepted(request, error, again=reverse("notifications:waiting"))
    return HttpResponseRedirect(reverse("itinerary:page", args=[case.ref]))


def written(
    request: StaffRequest, form: DiseaseForm, now: int, subject: str, *, training: bool = False
) -> Notification:
    """The text that is signed: of the signer's own agency and team, about somebody or nobody."""
    data = form.cleaned_data
    works = next(one.works for one in request.staff.hats if SIDES.get(one.role) == "letting")
    return Notification(
        ref=new_ref(),
        at=now,
        until=now + Notification.VALIDITY,
        site=site_name(),
        subject=subject,
        unverified=data.get("unverified", False),
        disease=data["preset"],
        anchor=data["anchor_date"],
        anchor_kind=form.counted_from,
        agency=works.agency,
        team=works.team,
        training=training,
    )
