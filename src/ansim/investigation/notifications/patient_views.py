"""A case by the patient's own code: the officer has it sent, and types in what the patient reads out."""

import time
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.days import local_day
from ansim.identity.staff.notified_calls import AnswerOfPatient, AskPatient
from ansim.investigation.lookups import desk_of
from ansim.investigation.notifications.forms import AskPatientForm, PatientCodeForm
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import moment
from ansim.rpc import CallError

_ASKED: Final = "asked_patient"
"""Under which the session keeps which code waits: its id and until when."""


@requires(Permission.CASE_OPEN)
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest) -> HttpResponse:
    """Send a patient a code. The number goes to the vault and nowhere else."""
    form = AskPatientForm(request.POST or None, today=local_day(time.time()))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = AskPatient(
            request.staff.ref,
            data["phone"],
            data["preset"],
            data["anchor_date"],
            form.counted_from,
            data["language"],
        )
        try:
            sent = desk_of(request).vault.ask_patient(asked)
        except CallError as error:
            form.add_error("phone", refusal(error))
        else:
            request.session[_ASKED] = {"id": sent.asked.hex(), "until": sent.until}
            return HttpResponseRedirect(reverse("notifications:answer"))
    return render(
        request, "notifications/ask.html", {"form": form}, status=400 if form.is_bound else 200
    )


@requires(Permission.CASE_OPEN)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def answer(request: StaffRequest) -> HttpResponse:
    """Take the digits; the case that they make is the officer's who asked."""
    waits: dict[str, Any] | None = request.session.get(_ASKED)
    if waits is None:
        return HttpResponseRedirect(reverse("notifications:ask"))
    form = PatientCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        desk = desk_of(request)
        said = AnswerOfPatient(
            request.staff.ref, bytes.fromhex(waits["id"]), form.cleaned_data["code"].strip()
        )
        try:
            begun = desk.vault.answer_of_patient(said)
            case = desk.take_up(begun.case, time.time())
        except CallError as error:
            form.add_error("code", refusal(error))
        else:
            del request.session[_ASKED]
            # Its page of facts tells of the person's other cases.
            first = "case-facts:page" if begun.standing else "itinerary:page"
            return HttpResponseRedirect(reverse(first, args=[case.ref]))
    context = {"form": form, "until": moment(waits["until"])}
    return render(
        request, "notifications/answer.html", context, status=400 if form.is_bound else 200
    )
