"""Pages of files: the same for an owner and for a clerk, each at their desk. `views.py` says who may ask for them."""

import io
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from ansim.business.bulk import file_rows, list_limits
from ansim.business.bulk.forms import ApplyForm, BusinessFileForm, ClerkFileForm, FileForm
from ansim.business.bulk.licence_pages import unknown_of
from ansim.business.bulk.list_desk import (
    ListDesk,
    TooManyOpenError,
    begin,
    list_of,
    open_task,
)
from ansim.business.bulk.list_steps import steps_of
from ansim.business.bulk.words import STATES, TASKS
from ansim.business.imports.shapes.numbered_korean import HEADINGS
from ansim.business.models import Business, Upload, Venue
from ansim.domain.categories import Category
from ansim.domain.facilities import Facility
from ansim.domain.facility_words import WORDS
from ansim.domain.members import Right
from ansim.domain.venue_lists import CLOSINGS, Fate, ListAct, TaskKind, UploadState, asks_for_number
from ansim.tables.written import MARK, write_rows

_SHOWN_FILES: Final = 30


def home(request: HttpRequest, desk: ListDesk) -> HttpResponse:
    """Lists, their files, and orders of posters."""
    uploads = desk.uploads().order_by("-made_at")[:_SHOWN_FILES]
    orders = desk.orders().order_by("-made_at")[:_SHOWN_FILES]
    lists = desk.lists().filter(listed__isnull=False).distinct()
    context: dict[str, Any] = {
        "uploads": [
            (one, STATES[UploadState(one.state)], desk.url("upload", one.pk)) for one in uploads
        ],
        "orders": [(one, desk.url("order", one.pk)) for one in orders],
        "lists": [
            (one, one.listed.filter(row__gt=0).count(), desk.url("posters", one.pk))
            for one in lists
        ],
        "new": desk.url("new"),
        "days": list_limits.poster_days(),
    }
    if desk.owner is not None:
        context["businesses"] = [
            (one, desk.url("venues", one.pk)) for one in desk.owner.businesses(Right.BULK_IMPORT)
        ]
    return render(request, "bulk/home.html", {**_frame(desk), **context})


def new(request: HttpRequest, desk: ListDesk) -> HttpResponse:
    """Choose a file; it is judged by its content and put before the worker."""
    form, status = _file_form(request, desk), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                upload = desk.hand_in(
                    _list(form),
                    _file_name(form),
                    form.content,
                    whole=form.whole,
                    workbook=form.workbook,
                )
            except TooManyOpenError:
                form.add_error(
                    "file",
                    _("Some files of this list are open still. Take them in or cancel them first."),
                )
            else:
                return HttpResponseRedirect(desk.url("upload", upload.pk))
    names = [] if desk.owner else list(desk.lists().exclude(name="").values_list("name", flat=True))
    context = {
        "form": form,
        "names": names,
        "headings": HEADINGS.values(),
        "kinds": [(WORDS[kind], kind.value) for kind in Facility],
        "back": desk.url("home"),
    }
    return render(request, "bulk/new.html", {**_frame(desk), **context}, status=status)


def one(
    request: HttpRequest, desk: ListDesk, upload_id: int, form: ApplyForm | None = None
) -> HttpResponse:
    """What becomes of each row, by fate and page; while the worker is at it, how far it is."""
    upload = get_object_or_404(desk.uploads(), pk=upload_id)
    asked = request.GET.get("fate", "")
    fate = Fate(asked) if asked in set(Fate) else None
    after = request.GET.get("after", "")
    found, following = file_rows.page_of(upload, fate, int(after) if _is_id(after) else 0)
    ticked = _ticked(upload)
    task = open_task(upload)
    ready = upload.state == UploadState.READY
    context = {
        "upload": upload,
        "state": STATES[UploadState(upload.state)],
        "task": task,
        "working": TASKS[TaskKind(task.kind)] if task else "",
        "totals": file_rows.totals(upload),
        "fate": asked if fate else "",
        "rows": found,
        "following": following,
        "closings": file_rows.closings(upload),
        "missing": upload.counts.get(Fate.MISSING, 0),
        "ticked": ticked,
        "waiting": upload.rows.filter(waits=True).exclude(fate=Fate.REFUSED).count(),
        "refused": upload.rows.filter(fate=Fate.REFUSED).exists(),
        "nothing": not ticked
        and not any(
            upload.counts.get(one, 0) for one in (Fate.ADDED, Fate.CHANGED, Fate.UNCHANGED)
        ),
        "trouble": file_rows.trouble_in_words(upload),
        "form": form or _apply_form(upload, ticked),
        "days": list_limits.kept_days(),
        "urls": {
            name: desk.url(name, upload.pk)
            for name in ("upload", "apply", "cancel", "closings", "refused")
        },
        "home": desk.url("home"),
        "without_kind": ready and file_rows.without_kind(upload),
        "under_duty": ready and file_rows.under_duty(upload),
        "unknown": unknown_of(upload) if desk.staff and upload.unknown_licences else [],
        "steps": steps_of(upload, for_clerk=bool(desk.staff)),
    }
    return render(
        request,
        "bulk/one.html",
        {**_frame(desk), **context},
        status=400 if form is not None else 200,
    )


def apply(request: HttpRequest, desk: ListDesk, upload_id: int) -> HttpResponse:
    """Put it before the worker. Many closings want their number typed."""
    with transaction.atomic():
        upload = get_object_or_404(_locked(desk), pk=upload_id)
        ticked = _ticked(upload)
        form = _apply_form(upload, ticked, request.POST)
        if upload.state == UploadState.READY and form.is_valid():
            begin(TaskKind.APPLY, upload, UploadState.READY, UploadState.APPLYING)
            desk.note(upload, ListAct.TAKEN_IN, {Fate.CLOSING.value: ticked} if ticked else {})
    if form.errors and upload.state == UploadState.READY:
        return one(request, desk, upload_id, form)
    return HttpResponseRedirect(desk.url("upload", upload_id))


def end(_request: HttpRequest, desk: ListDesk, upload_id: int) -> HttpResponse:
    """Cancel what the worker does, or drop what waits for a decision."""
    desk.drop(get_object_or_404(desk.uploads(), pk=upload_id))
    return HttpResponseRedirect(desk.url("upload", upload_id))


def closings(request: HttpRequest, desk: ListDesk, upload_id: int) -> HttpResponse:
    """Venues that the file says are closed, or lacks: each is closed only where it is ticked."""
    upload = get_object_or_404(desk.uploads(), pk=upload_id)
    if request.method == "POST":
        _tick(request, desk, upload_id)
        after = request.POST.get("after", "")
        return HttpResponseRedirect(
            f"{desk.url('closings', upload_id)}?{f'after={after}&' if _is_id(after) else ''}kept=1"
        )
    after = request.GET.get("after", "")
    within = upload.rows.filter(fate__in=CLOSINGS, pk__gt=int(after) if _is_id(after) else 0)
    found = list(within.order_by("pk")[: file_rows.PAGE + 1])
    context = {
        "upload": upload,
        "rows": [file_rows.shown(upload, row) for row in found[: file_rows.PAGE]],
        "after": after if _is_id(after) else "",
        "following": found[file_rows.PAGE - 1].pk if len(found) > file_rows.PAGE else 0,
        "total": file_rows.closings(upload),
        "ticked": _ticked(upload),
        "refused": upload.counts.get(Fate.REFUSED, 0),
        "kept": "kept" in request.GET,
        "changeable": upload.state == UploadState.READY,
        "back": desk.url("upload", upload_id),
        "here": desk.url("closings", upload_id),
    }
    return render(request, "bulk/closings.html", {**_frame(desk), **context})


def refused(_request: HttpRequest, desk: ListDesk, upload_id: int) -> HttpResponse:
    """The refused rows as CSV, each reason with its cell, and the row as the file has it, to be mended."""
    upload = get_object_or_404(desk.uploads(), pk=upload_id)
    found = list(upload.rows.filter(fate=Fate.REFUSED).order_by("row", "pk"))
    columns = list(dict.fromkeys(name for row in found for name in row.cells or {}))
    heading = ["행", "셀", "열", "값", "사유", "Reason", *columns]
    told = (_refused_line(upload, row, columns) for row in found)
    return csv_file(heading, told, f"refused-{upload.pk}.csv")


def venues(_request: HttpRequest, desk: ListDesk, business_id: int) -> HttpResponse:
    """The venues that a business has but for their zones, in the form in which they can be brought in again."""
    assert desk.owner is not None  # noqa: S101 the route is an owner's
    business = get_object_or_404(desk.owner.businesses(Right.BULK_IMPORT), pk=business_id)
    placed = Q(closed_at=None) & (Q(parent=None) | ~Q(parent__business=business))
    rows_of = Venue.objects.filter(placed, business=business).order_by("pk")
    return csv_file(list(HEADINGS.values()), map(_venue_line, rows_of), f"venues-{business_id}.csv")


def csv_file(heading: list[str], lines: Iterable[list[Any]], name: str) -> HttpResponse:
    """A CSV for spreadsheets: with a byte order mark, and without anything that they would run."""
    text = io.StringIO()
    text.write(MARK)
    write_rows(text, heading, lines)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _refused_line(upload: Upload, row: Any, columns: list[str]) -> list[Any]:
    first = file_rows.shown(upload, row).reasons[0]
    ko, en = (" / ".join(_whys(upload, row, language)) for language in ("ko", "en"))
    cells = row.cells or {}
    return [
        row.row,
        first.cell,
        first.column,
        first.value,
        ko,
        en,
        *(cells.get(name, "") for name in columns),
    ]


def _whys(upload: Upload, row: Any, language: str) -> list[str]:
    with override(language):
        return [str(reason.why) for reason in file_rows.shown(upload, row).reasons]


def _venue_line(venue: Venue) -> list[Any]:
    number = (venue.external_id or "").partition(":")
    mine = number[2] if number[0] == f"b{venue.business_id}" else ""
    kind = Category(venue.category).name.lower() if venue.category in set(Category) else "other"
    known = {
        "external_id": mine,
        "name": venue.name,
        "category": kind,
        "kind": _kind_word(venue.kind_of_site),
        "address": venue.address,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "name_en": venue.name_en,
        "district": venue.district,
        "phone": venue.phone,
    }
    return [known[column] for column in HEADINGS]


def _kind_word(code: str) -> str:
    return WORDS[Facility(code)] if code in set(Facility) else ""


def _file_form(request: HttpRequest, desk: ListDesk) -> FileForm:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    if desk.owner is None:
        return ClerkFileForm(*given)
    mine = desk.owner.businesses(Right.BULK_IMPORT).order_by("name")
    return BusinessFileForm(*given, businesses=[(str(one.pk), one.name) for one in mine])


def _list(form: FileForm) -> Any:
    if isinstance(form, BusinessFileForm):
        return list_of(Business.objects.get(pk=form.cleaned_data["business"]), "")
    return list_of(None, form.cleaned_data["name"])


def _file_name(form: FileForm) -> str:
    name = str(form.cleaned_data["file"].name)
    plain = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    return plain[-120:] or "?"


def _apply_form(upload: Upload, ticked: int, given: Any = None) -> ApplyForm:
    listed = upload.venue_list.listed.filter(venue__closed_at=None).count()
    asked = asks_for_number(ticked, max(listed, 1), list_limits.closing_share())
    return ApplyForm(given, closings=ticked, asked=asked)


def _ticked(upload: Upload) -> int:
    return upload.rows.filter(fate__in=CLOSINGS, ticked=True).count()


def _locked(desk: ListDesk) -> Any:
    return desk.uploads().select_for_update(of=("self",))


def _tick(request: HttpRequest, desk: ListDesk, upload_id: int) -> None:
    """Keep what is ticked of the rows that were shown, or all, or none."""
    with transaction.atomic():
        upload = get_object_or_404(_locked(desk), pk=upload_id)
        if upload.state != UploadState.READY:
            return
        proposed = upload.rows.filter(fate__in=CLOSINGS)
        which = request.POST.get("which", "")
        if which in {"all", "none"}:
            proposed.update(ticked=which == "all")
            return
        seen, chosen = (
            [int(one) for one in request.POST.getlist(name) if _is_id(one)]
            for name in ("shown", "row")
        )
        proposed.filter(pk__in=seen).update(ticked=False)
        proposed.filter(pk__in=set(seen) & set(chosen)).update(ticked=True)


def _frame(desk: ListDesk) -> dict[str, Any]:
    return {"desk": desk}


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
