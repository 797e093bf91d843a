"""The clerk's decision on new venues of head offices: a file is one item, with what was found about each row of it."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ansim.accounts.models import Staff
from ansim.accounts.requests import StaffRequest
from ansim.business.admission.owner_news import PORTAL_LANGUAGES
from ansim.business.admission.words import CHOSEN, FINDINGS, REASONS, Reason
from ansim.business.bulk import file_rows
from ansim.business.bulk.list_desk import open_task
from ansim.business.bulk.list_steps import note_step, steps_of
from ansim.business.bulk.words import STATES
from ansim.business.models import BulkTask, Upload, UploadRow
from ansim.business.telling import portal_url, tell
from ansim.domain.registration import Finding
from ansim.domain.venue_lists import Fate, ListAct, TaskKind, UploadState
from ansim.notices.words import Template

SHOWN: Final = 200
STATES_SHOWN: Final = 100
_LONGEST: Final = 150
_TO_CLERKS: Final = {
    UploadState.READY: _("waits for its owner"),
    UploadState.WAITING: _("new venues wait for a clerk"),
}


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A finding in words, and whom the row meets."""

    words: Promise | str
    found: dict[str, Any]


def waiting(request: StaffRequest) -> HttpResponse:
    """Files with venues that wait."""
    those = Q(rows__waits=True, rows__approved=False) & ~Q(rows__fate=Fate.REFUSED)
    found = (
        Upload.objects.filter(state=UploadState.WAITING)
        .select_related("venue_list__business")
        .annotate(
            waiting=Count("rows", filter=those),
            met=Count("rows", filter=those & ~Q(rows__findings=[])),
        )
        .order_by("applied_at")
    )
    return render(request, "bulk/waiting.html", {"uploads": found, "files": _states()})


def _states() -> list[tuple[Upload, Promise | str]]:
    """The newest files of head offices with where each stands, decided ones too."""
    every = Upload.objects.filter(venue_list__business__isnull=False)
    newest = every.select_related("venue_list__business").order_by("-made_at")[:STATES_SHOWN]
    return [
        (one, _TO_CLERKS.get(UploadState(one.state), STATES[UploadState(one.state)]))
        for one in newest
    ]


def one(request: StaffRequest, upload_id: int) -> HttpResponse:
    """The rows with findings, two hundred at a time, and how many there are without."""
    upload = get_object_or_404(_waiting_uploads(), pk=upload_id)
    business = upload.venue_list.business
    assert business is not None  # noqa: S101 such uploads alone are asked for
    found, plain = _rows(upload).exclude(findings=[]), _rows(upload).filter(findings=[])
    context = {
        "upload": upload,
        "business": business,
        "venues": business.venues.filter(closed_at=None).count(),
        "task": open_task(upload),
        "rows": [
            (file_rows.shown(upload, row), list(map(_line, row.findings))) for row in found[:SHOWN]
        ],
        "more": max(found.count() - SHOWN, 0),
        "plain": plain.count(),
        "sample": [file_rows.shown(upload, row) for row in plain[:SHOWN]],
        "reasons": CHOSEN.items(),
        "state": STATES[UploadState(upload.state)],
        "trouble": file_rows.trouble_in_words(upload),
        "steps": steps_of(upload, for_clerk=True),
    }
    return render(request, "bulk/decide.html", context)


def decide(request: StaffRequest, upload_id: int) -> HttpResponse:
    """Approve all without findings, or the ticked ones, or turn the ticked ones down with a reason."""
    upload = get_object_or_404(_waiting_uploads(), pk=upload_id)
    reason = request.POST.get("reason", "")
    words = request.POST.get("words", "").replace("\0", "").strip()[:_LONGEST]
    ticked = [int(one) for one in request.POST.getlist("row") if one.isdecimal() and len(one) < 16]
    # Words without a reason are a refusal that lost its button: nobody approves by them.
    if (reason or words) and reason not in CHOSEN:
        return HttpResponse(status=400)
    if reason == Reason.OTHER and not words:
        return HttpResponse(status=400)
    chosen = (
        _rows(upload).filter(findings=[])
        if "plain" in request.POST
        else _rows(upload).filter(pk__in=ticked)
    )
    if reason:
        _turn_down(upload, chosen, Reason(reason), words, request.staff)
    else:
        _approve(upload, chosen, request.staff)
    return HttpResponseRedirect(
        reverse("bulk:decide", args=[upload_id]) if _waits(upload) else reverse("bulk:waiting")
    )


def _waiting_uploads() -> QuerySet[Upload]:
    return Upload.objects.select_related("venue_list__business", "owner").filter(
        venue_list__business__isnull=False, state__in=(UploadState.WAITING, UploadState.APPLIED)
    )


def _rows(upload: Upload) -> QuerySet[UploadRow]:
    return upload.rows.filter(waits=True, approved=False).exclude(fate=Fate.REFUSED)


def _waits(upload: Upload) -> bool:
    return upload.rows.filter(waits=True).exclude(fate=Fate.REFUSED).exists()


def _line(found: dict[str, Any]) -> FoundLine:
    kind = found["kind"]
    return FoundLine(FINDINGS[Finding(kind)] if kind in set(Finding) else kind, found)


def _approve(upload: Upload, chosen: QuerySet[UploadRow], staff: Staff) -> None:
    try:
        with transaction.atomic():
            locked = Upload.objects.select_for_update().get(pk=upload.pk)
            if locked.state != UploadState.WAITING:
                return
            BulkTask.objects.create(kind=TaskKind.ADMIT, upload=locked)
            counts = _fates(chosen)
            if not chosen.update(approved=True):
                transaction.set_rollback(True)
                return
            Upload.objects.filter(pk=upload.pk).update(trouble=[])
            note_step(locked, ListAct.APPROVED, staff=staff, counts=counts)
    except IntegrityError:
        return  # what was approved before is being taken in; the page says so


def _fates(chosen: QuerySet[UploadRow]) -> dict[str, int]:
    return dict(chosen.order_by().values_list("fate").annotate(rows=Count("pk")))


def _turn_down(
    upload: Upload, chosen: QuerySet[UploadRow], reason: Reason, words: str, staff: Staff
) -> None:
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.state != UploadState.WAITING:
            return
        counts = _fates(chosen)
        count, _by_table = chosen.delete()
        if count:
            note_step(locked, ListAct.TURNED_DOWN, staff=staff, counts=counts, why=reason.value)
            _tell(upload, count, reason, words)
        if not _waits(upload):
            locked.state = UploadState.APPLIED
            locked.save(update_fields=["state"])


def _tell(upload: Upload, count: int, reason: Reason, words: str) -> None:
    """Tell whoever brought the file in that so many rows were turned down."""
    owner = upload.owner
    if owner is None or owner.erased_at is not None:
        return
    with translation.override(owner.language if owner.language in PORTAL_LANGUAGES else "en"):
        told = f"{REASONS[reason].told} {words}".strip()[:_LONGEST]
    tell(
        owner,
        Template.LIST_TURNED_DOWN,
        business=str(upload.venue_list.business),
        count=str(count),
        reason=told,
        url=portal_url(reverse("bulk:my-upload", args=[upload.pk])),
    )
