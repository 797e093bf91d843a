"""Stays that an officer types in: added, corrected, split, merged, removed, and the last change taken back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.stays_by_hand import StayError, merge, split
from ansim.investigation.itinerary.forms import SplitForm, StayForm, values_of
from ansim.investigation.itinerary.page import asked_day, itinerary_page
from ansim.investigation.lookups import (
    HandStay,
    SessionWantedError,
    StayBook,
    case_frame,
    case_of,
    desk_of,
    forget_ended,
    wants_session,
)
from ansim.investigation.models import Case, StayStep
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import moment
from ansim.rpc import CallError


def changing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A change of stays, by whoever has a session; what was refused stands on the itinerary.

    A form that waits for a signature would lie in the table of sign-ins in clear: what was typed is let go instead, and the
    empty form leads to where is signed.
    """

    @wraps(view)
    def guarded(request: StaffRequest, case_ref: str, **kwargs: Any) -> HttpResponse:
        case, desk = case_of(request, case_ref), desk_of(request)
        if case.training:
            words = _("The stays of a training case are invented. None is added by hand.")
            return itinerary_page(request, case, problem=words)
        try:
            desk.session_for(case)
        except SessionWantedError:
            if request.method == "POST":
                return _sign_first(case)
            raise
        try:
            return view(request, case, desk.stays(case), **kwargs)
        except StayError as error:
            return itinerary_page(request, case, problem=refusal(error))
        except CallError as error:
            if not wants_session(error) or request.method != "POST":
                raise
            forget_ended(request, error, case.ref)
            return _sign_first(case)

    return guarded


@requires(Permission.CONTACTS_SEARCH)
@require_http_methods(["GET", "POST"])
@changing
def new_stay(request: StaffRequest, case: Case, book: StayBook) -> HttpResponse:
    """A stay is typed in: the venue is found, then where and when."""
    if request.method == "GET":
        day = asked_day(request) or moment(case.window_start.timestamp()).date()
        return _form_page(request, case, StayForm(case, initial={"day": day}))
    form = StayForm(case, request.POST)
    if _is_saved(request, form):
        book.change(StayStep.Kind.ADD, [], [form.typed()])
        if request.POST.get("step") == "again":
            query = f"?day={form.cleaned_data['day']}"
            return HttpResponseRedirect(reverse("itinerary:new-stay", args=[case.ref]) + query)
        return to_itinerary(case)
    return _form_page(request, case, form)


@requires(Permission.CONTACTS_SEARCH)
@require_http_methods(["GET", "POST"])
@changing
def correct(request: StaffRequest, case: Case, book: StayBook, stay_ref: str) -> HttpResponse:
    """A stay is corrected: the version before is kept."""
    stay = book.one(stay_ref)
    if request.method == "GET":
        values = values_of(stay.said) | {"words": "", "venue": stay.said.venue}
        form = StayForm(case, initial=values)
        form.venue = form.venue_of(stay.said.venue)
        return _form_page(request, case, form, stay)
    form = StayForm(case, request.POST)
    if _is_saved(request, form):
        book.change(StayStep.Kind.CORRECT, [stay_ref], [form.typed()])
        return to_itinerary(case)
    return _form_page(request, case, form, stay)


@requires(Permission.CONTACTS_SEARCH)
@require_POST
@changing
def split_stay(request: StaffRequest, case: Case, book: StayBook, stay_ref: str) -> HttpResponse:
    """One stay becomes two at a time within it."""
    stay, form = book.one(stay_ref), SplitForm(request.POST)
    if form.is_valid():
        halves = split(stay.said, form.moment_within(stay.said))
        book.change(StayStep.Kind.SPLIT, [stay_ref], halves)
        return to_itinerary(case)
    shown = StayForm(case, initial=values_of(stay.said))
    shown.venue = shown.venue_of(stay.said.venue)
    return _form_page(request, case, shown, stay, form)


@requires(Permission.CONTACTS_SEARCH)
@require_POST
@changing
def merge_stays(request: StaffRequest, case: Case, book: StayBook) -> HttpResponse:
    """The chosen stays of one venue become one."""
    chosen = set(request.POST.getlist("stay"))
    stays = [one for one in book.all() if one.ref in chosen]
    whole = merge([one.said for one in stays])
    book.change(StayStep.Kind.MERGE, [one.ref for one in stays], [whole])
    return to_itinerary(case)


@requires(Permission.CONTACTS_SEARCH)
@require_POST
@changing
def remove(_request: StaffRequest, case: Case, book: StayBook, stay_ref: str) -> HttpResponse:
    """A stay counts no more; its version is kept."""
    book.change(StayStep.Kind.REMOVE, [stay_ref], [])
    return to_itinerary(case)


@requires(Permission.CONTACTS_SEARCH)
@require_POST
@changing
def undo(request: StaffRequest, case: Case, book: StayBook) -> HttpResponse:
    """The last change is taken back, if it is still the one that the page showed."""
    step = request.POST.get("change", "")
    book.undo(int(step[:18]) if step.isdecimal() else 0)
    return to_itinerary(case)


def to_itinerary(case: Case) -> HttpResponse:
    """On to the itinerary."""
    return HttpResponseRedirect(reverse("itinerary:page", args=[case.ref]))


def _sign_first(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("itinerary:new-stay", args=[case.ref]))


def _is_saved(request: StaffRequest, form: StayForm) -> bool:
    """Whether the form is to be taken in, and can be.

    Enter sends the first button, which finds venues: where the words were looked for before and one is chosen, it saves.
    """
    return not _only_finds(request, form) and form.is_valid()


def _only_finds(request: StaffRequest, form: StayForm) -> bool:
    found_before = request.POST.get("found_for") == request.POST.get("words")
    whole = found_before and form.venue is not None and bool(request.POST.get("start"))
    return request.POST.get("step") == "find" and not whole


def _form_page(
    request: StaffRequest,
    case: Case,
    form: StayForm,
    stay: HandStay | None = None,
    splitting: SplitForm | None = None,
) -> HttpResponse:
    finding = _only_finds(request, form)
    if finding:
        form.errors.clear()
    context = case_frame(case, "itinerary") | {
        "form": form,
        "stay": stay,
        "found": form.found(),
        "looked": request.method == "POST" and bool(request.POST.get("words")),
        "splitting": splitting or SplitForm(),
    }
    refused = request.method == "POST" and not finding
    return render(request, "itinerary/stay_form.html", context, status=400 if refused else 200)
