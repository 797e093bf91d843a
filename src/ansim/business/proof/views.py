"""The page of a venue's duty, what an owner states there, and the dated sheet."""

import time
from datetime import UTC, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_GET, require_http_methods

from ansim.business.models import DutyRecord, Owner, Venue
from ansim.business.proof.facts import proof_of
from ansim.business.proof.forms import DestroyedForm, HungForm, LogForm
from ansim.business.proof.proof_sheet import proof_pdf
from ansim.business.rights.owned import owned, reach
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.days import VENUE_ZONE, local_day
from ansim.domain.duty_records import DutyRecordKind
from ansim.domain.members import Right
from ansim.locale.fonts import UnprintableError

LANGUAGES: Final = ("ko", "en")
_STATED: Final = [kind.value for kind in DutyRecordKind if kind is not DutyRecordKind.POSTER_ISSUED]
_HUNG: Final = DutyRecordKind.POSTER_HUNG.value
_KEPT: Final = DutyRecordKind.LOG_KEPT.value
_DESTROYED: Final = DutyRecordKind.LOG_DESTROYED.value
MOST_RECORDS: Final = 200
"""Statements of a venue: enough for years, and no table for a script to fill."""


def _has_record(owner: Owner, right: Right, number: int) -> bool:
    return _records(owner, right).filter(pk=number).exists()


def _records(owner: Owner, right: Right) -> QuerySet[DutyRecord]:
    venues = owner.venues(right).values("pk")
    return DutyRecord.objects.filter(venue__in=venues, taken_back_at=None, kind__in=_STATED)


reach("record_id", _has_record)


@owned(Right.POSTER_READ)
@require_GET
def page(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """What is known of the venue's duty, and what its owner can state."""
    venue = _place(request, venue_id, Right.POSTER_READ)
    if venue.pk != venue_id:
        return _to_page(venue)
    now = datetime.now(UTC)
    may_state = request.owner.venues(Right.VENUE_CHANGE).filter(pk=venue.pk).exists()
    context = {"venue": venue, "proof": proof_of(venue, now), "may_state": may_state}
    return render(request, "proof/page.html", context)


@owned(Right.POSTER_READ, plain=("language",))
@require_GET
def sheet(request: OwnerRequest, venue_id: int, language: str) -> HttpResponse:
    """The dated sheet as PDF, in Korean or English."""
    if language not in LANGUAGES:
        raise Http404
    venue = _place(request, venue_id, Right.POSTER_READ)
    now = datetime.now(UTC)
    today = now.astimezone(VENUE_ZONE).date()
    with translation.override(language):
        try:
            made = proof_pdf(venue, proof_of(venue, now), today, language)
        except UnprintableError as error:
            context = {"venue": venue, "signs": error.signs}
            return render(request, "proof/unprintable.html", context, status=409)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = (
        f'attachment; filename="ansim-{venue.pk}-{today}-{language}.pdf"'
    )
    return answer


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def hung(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """State that the poster hangs, at one entrance or at all."""
    venue = _place(request, venue_id, Right.VENUE_CHANGE)
    form = HungForm(request.POST or None, today=local_day(time.time()))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        record = DutyRecord(kind=_HUNG, day=values["day"], detail=values["entrance"].strip())
        return _kept(request, venue, record)
    return _asked(request, "proof/hung.html", venue, form)


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def log_kept(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """State that a hand-written log was kept."""
    venue = _place(request, venue_id, Right.VENUE_CHANGE)
    form = LogForm(request.POST or None, today=local_day(time.time()))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        record = DutyRecord(kind=_KEPT, day=values["first"], until=values["last"])
        return _kept(request, venue, record)
    return _asked(request, "proof/log.html", venue, form)


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def destroyed(request: OwnerRequest, record_id: int) -> HttpResponse:
    """State that a log was destroyed, once."""
    log = get_object_or_404(_records(request.owner, Right.VENUE_CHANGE), pk=record_id)
    if log.until is None:
        raise Http404
    form = DestroyedForm(request.POST or None, today=local_day(time.time()), last=log.until)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        record = DutyRecord(kind=_DESTROYED, day=values["day"], detail=values["by"], log=log)
        return _kept(request, log.venue, record)
    return _asked(request, "proof/destroyed.html", log.venue, form, log=log)


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def take_back(request: OwnerRequest, record_id: int) -> HttpResponse:
    """Take a statement back, asked first; with a log goes that it was destroyed."""
    record = get_object_or_404(_records(request.owner, Right.VENUE_CHANGE), pk=record_id)
    if request.method == "POST":
        gone = Q(pk=record.pk) | Q(log=record)
        DutyRecord.objects.filter(gone, taken_back_at=None).update(taken_back_at=Now())
        return _to_page(record.venue)
    return render(request, "proof/take_back.html", {"venue": record.venue, "record": record})


def _place(request: OwnerRequest, venue_id: int, right: Right) -> Venue:
    return get_object_or_404(request.owner.venues(right), pk=venue_id).place


def _kept(request: OwnerRequest, venue: Venue, record: DutyRecord) -> HttpResponse:
    """Write a statement; the same one again, or one too many, changes nothing."""
    record.venue, record.owner = venue, request.owner
    same = _records_of(venue).filter(
        kind=record.kind,
        day=record.day,
        until=record.until,
        detail=record.detail,
        log=record.log,  # two logs may be destroyed by the same hands on one day
    )
    with transaction.atomic():
        Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
        over = _records_of(venue).count() >= MOST_RECORDS
        done = (
            record.log is not None and record.log.destructions.filter(taken_back_at=None).exists()
        )
        if not (over or done or same.exists()):
            record.save(force_insert=True)
    return _to_page(venue)


def _records_of(venue: Venue) -> QuerySet[DutyRecord]:
    return DutyRecord.objects.filter(venue=venue, kind__in=_STATED, taken_back_at=None)


def _asked(
    request: OwnerRequest, page: str, venue: Venue, form: Form, log: DutyRecord | None = None
) -> HttpResponse:
    context = {"venue": venue, "form": form, "log": log}
    return render(request, page, context, status=400 if form.is_bound else 200)


def _to_page(venue: Venue) -> HttpResponse:
    return HttpResponseRedirect(reverse("proof:page", args=[venue.pk]))
