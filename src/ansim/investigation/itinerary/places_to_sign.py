"""Stays are signed for as places, by one side or both; then it can be asked who else was there."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.models import Venue, venues_with
from ansim.domain.signatures import SignatureRefusedError
from ansim.domain.signed_places import MOST_STAYS, PlacesBudgetError, SignedPlaces, joined
from ansim.domain.signed_texts import SignedTextError, new_ref, read_text, write_text
from ansim.domain.stays_by_hand import StayError
from ansim.identity.sessions.calls import (
    AgreePlaces,
    AskPlaces,
    SignPlaces,
)
from ansim.investigation.itinerary.page import itinerary_page
from ansim.investigation.itinerary.stay_views import changing, to_itinerary
from ansim.investigation.itinerary.words import PLACES_WHY
from ansim.investigation.lookups import (
    SignedAnswer,
    StayBook,
    asked_here,
    case_frame,
    case_of,
    desk_of,
    hand_over,
    not_accepted,
    read_answer,
    receive,
    require_own_signature,
    site_name,
    take_kept,
)
from ansim.investigation.models import Case, cases_of, numbers_of
from ansim.investigation.refusals import refusal
from ansim.investigation.time_fields import moment
from ansim.rpc import CallError
from ansim.tracing.process.calls import Contact

_SPARE: Final = 60  # s of a text's time that signing itself may take
_LEAST: Final = 60  # s that somebody was there
_AGREES: Final = (
    "agrees"  # kept with a text that is signed as the other side: a deputy may be on either
)


@dataclass(frozen=True, slots=True)
class PresentRow:
    """Somebody who was there: by the number in the case, where the person has one."""

    number: int | None
    first: datetime
    last: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class PlacesRow:
    """Places that wait for the other side's signature."""

    ref: str
    case: Case
    asked_by: str
    asked_at: datetime
    why: str
    stays: list[tuple[Venue | None, datetime, datetime]]


@requires(Permission.CONTACTS_SEARCH)
@require_POST
@changing
def sign(request: StaffRequest, case: Case, book: StayBook) -> HttpResponse:
    """Send the officer to the signing page with all stays that nobody signed for yet."""
    fresh = [one.said for one in book.all() if not one.signed and not one.waiting]
    if not fresh:
        return to_itinerary(case)
    sources = {one.source for one in fresh}
    now = int(time.time())
    said = SignedPlaces(
        ref=new_ref(),
        at=now,
        until=now + SignedPlaces.VALIDITY - _SPARE,
        site=site_name(),
        case=case.ref,
        stays=tuple(joined(one.stay for one in fresh)[:MOST_STAYS]),
        why=sources.pop() if len(sources) == 1 else "mixed",
    )
    return hand_over(request, write_text(said), said)


@requires(Permission.CASE_READ)
@require_http_methods(["GET", "POST"])
def signed(request: StaffRequest) -> HttpResponse:
    """Places come back signed: the vault takes them in, or has them wait for the other side."""
    if request.method == "GET":
        return receive(request)
    answer = read_answer(request)
    try:
        said = read_text(answer.text, SignedPlaces)
        require_own_signature(request, answer)
        # Whoever asks in one team may let in another, as its deputy: what they came from says which it is.
        if take_kept(request, said).get(_AGREES):
            desk_of(request).vault.agree_places(AgreePlaces(answer.text, answer.signature))
            return HttpResponseRedirect(reverse("itinerary:waiting"))
        case = case_of(request, said.case)
        _taken_in(request, answer)
    except (CallError, SignatureRefusedError, SignedTextError) as error:
        return not_accepted(request, error)
    return to_itinerary(case)


def _taken_in(request: StaffRequest, answer: SignedAnswer) -> None:
    """What is more than one side may sign for waits for the other."""
    vault = desk_of(request).vault
    try:
        vault.sign_places(SignPlaces(answer.text, answer.signature))
    except CallError as error:
        if error.code != PlacesBudgetError.code:
            raise
        vault.ask_places(AskPlaces(answer.text, answer.signature))


@requires(Permission.CONTACTS_SEARCH)
@require_GET
@asked_here
def present(request: StaffRequest, case_ref: str, stay_ref: str) -> HttpResponse:
    """Who else was at a stay that is signed for."""
    case, desk = case_of(request, case_ref), desk_of(request)
    try:
        stay = desk.stays(case).one(stay_ref)
        found = desk.present(case, stay, _LEAST)
    except (CallError, StayError) as error:
        return itinerary_page(request, case, problem=refusal(error))
    venue = venues_with([stay.said.venue]).get(stay.said.venue)
    context = case_frame(case, "itinerary") | {
        "venue": venue,
        "start": moment(stay.said.start),
        "end": moment(stay.said.end),
        "rows": _present_rows(case, found.contacts),
        "total": sum(found.totals),
        "found_at": moment(found.found_at),
    }
    return render(request, "itinerary/present.html", context)


@requires(Permission.WARRANT_APPROVE)
@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """Places that wait for the signature of whoever lets."""
    return render(request, "itinerary/waiting.html", {"rows": _waiting(request)})


@requires(Permission.WARRANT_APPROVE)
@require_POST
def agree(request: StaffRequest, places_ref: str) -> HttpResponse:
    """Send the approver to the signing page with the text that the officer signed."""
    for one in desk_of(request).places_to_agree():
        said = read_text(one.text, SignedPlaces)
        if said.ref == places_ref:
            return hand_over(request, one.text, said, {_AGREES: True})
    raise Http404


def _waiting(request: StaffRequest) -> list[PlacesRow]:
    told = [(one, read_text(one.text, SignedPlaces)) for one in desk_of(request).places_to_agree()]
    cases = {
        one.ref: one for one in cases_of(request.staff).filter(ref__in=[w.case for w, _ in told])
    }
    venues = venues_with(venue for _one, said in told for venue, *_span in said.stays)
    return [
        PlacesRow(
            said.ref,
            cases[one.case],
            one.asked_by,
            moment(one.asked_at),
            str(PLACES_WHY[said.why]),
            [(venues.get(venue), moment(start), moment(end)) for venue, start, end in said.stays],
        )
        for one, said in told
        if one.case in cases
    ]


def _present_rows(case: Case, contacts: list[Contact]) -> list[PresentRow]:
    """In the order of their coming."""
    numbers = numbers_of(case, [one.person for one in contacts])
    return [
        PresentRow(
            numbers.get(one.person),
            moment(one.first_exposed),
            moment(one.last_exposed),
            one.overlap // 60,
        )
        for one in sorted(contacts, key=lambda one: (one.first_exposed, one.person))
    ]
