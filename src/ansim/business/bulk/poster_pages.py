"""Pages of orders of posters: what to print, how far it is, the file."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render

from ansim.business.bulk import list_limits
from ansim.business.bulk.forms import PosterForm
from ansim.business.bulk.list_desk import ListDesk, cancel_order, open_task
from ansim.business.duty_notes import note_posters
from ansim.business.models import BulkTask, PosterOrder, PosterPiece, Venue, VenueList
from ansim.business.posters.sheets import Sheet
from ansim.business.posters.words import SHEETS
from ansim.domain.venue_lists import PrintForm, TaskKind, TaskOutcome

_KINDS = {PrintForm.ZIP: "application/zip", PrintForm.PDF: "application/pdf"}


def new(request: HttpRequest, desk: ListDesk, list_id: int) -> HttpResponse:
    """Choose what is printed of a list, and put it before the worker."""
    venue_list = get_object_or_404(desk.lists(), pk=list_id)
    rows = venue_list.listed.filter(row__gt=0)
    highest = rows.order_by("-row").values_list("row", flat=True).first() or 1
    lowest = rows.order_by("row").values_list("row", flat=True).first() or 1
    last = min(highest, lowest + list_limits.most_posters() - 1)
    form = PosterForm(request.POST or None, initial={"first": lowest, "last": last})
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(
            desk.url("order", _order(desk, venue_list, form.cleaned_data).pk)
        )
    context = {
        "desk": desk,
        "list": venue_list,
        "form": form,
        "count": rows.count(),
        "days": list_limits.poster_days(),
        "back": desk.url("home"),
    }
    return render(request, "bulk/posters.html", context, status=400 if form.is_bound else 200)


def one(request: HttpRequest, desk: ListDesk, order_id: int) -> HttpResponse:
    """How far an order is, and its file."""
    order = get_object_or_404(desk.orders(), pk=order_id)
    ended = (
        order.tasks.exclude(outcome="").order_by("-pk").values_list("outcome", flat=True).first()
    )
    context = {
        "desk": desk,
        "order": order,
        "task": open_task(order),
        "sheet": SHEETS[Sheet(order.sheet)][0],
        "failed": ended == TaskOutcome.FAILED,
        "cancelled": ended == TaskOutcome.CANCELLED,
        "megabytes": f"{(order.size or 0) / 1e6:.1f}",
        "days": list_limits.poster_days(),
        "file": desk.url("order-file", order.pk),
        "cancel": desk.url("order-cancel", order.pk),
        "home": desk.url("home"),
        "again": desk.url("posters", order.venue_list_id),
    }
    return render(request, "bulk/order.html", context)


def end(_request: HttpRequest, desk: ListDesk, order_id: int) -> HttpResponse:
    """Cancel the making."""
    cancel_order(get_object_or_404(desk.orders(), pk=order_id))
    return HttpResponseRedirect(desk.url("order", order_id))


def file(_request: HttpRequest, desk: ListDesk, order_id: int) -> HttpResponseBase:
    """The finished file, for whoever asked for it; each venue's sheet counts as issued."""
    order = get_object_or_404(desk.orders(), pk=order_id)
    if order.ready_at is None or not order.size:
        raise Http404
    note_posters(_venues_in(order, order.ready_at), order.sheet, time.time(), desk.owner)
    form = PrintForm(order.form)
    answer = StreamingHttpResponse(_pieces(order.pk), content_type=_KINDS[form])
    answer["Content-Length"] = str(order.size)
    answer["Content-Disposition"] = f'attachment; filename="posters-{order.pk}.{form.value}"'
    return answer


def _venues_in(order: PosterOrder, ready_at: datetime) -> list[Venue]:
    """The venues whose sheets the file holds; none where another file of the list gave its rows to others since."""
    of_list = order.venue_list
    if of_list.uploads.filter(applied_at__gt=ready_at).exists():
        return []
    rows = of_list.listed.filter(
        Q(venue__closed_at=None) | Q(venue__closed_at__gt=ready_at),
        row__range=(order.first, order.last),
        venue__codes__revoked_at=None,
        venue__codes__issued_at__lte=ready_at,
    ).exclude(row__in=[one["row"] for one in order.left_out])
    if of_list.business_id is not None:
        rows = rows.filter(venue__business=of_list.business_id)
    return [row.venue for row in rows.select_related("venue__parent")]


def _pieces(order: int) -> Iterator[bytes]:
    number = 0
    while piece := PosterPiece.objects.filter(order=order, number=number).first():
        yield bytes(piece.content)
        number += 1


@transaction.atomic
def _order(desk: ListDesk, venue_list: VenueList, given: dict[str, Any]) -> PosterOrder:
    """The order; the same one asked for twice while it is made is one."""
    wanted = {
        "venue_list": venue_list,
        "owner": desk.owner,
        "staff": desk.staff,
        "sheet": given["sheet"],
        "languages": given["languages"],
        "form": given["form"],
        "first": given["first"],
        "last": given["last"],
    }
    known = PosterOrder.objects.filter(**wanted, ready_at=None, tasks__ended_at=None).first()
    if known is not None:
        return known
    made = PosterOrder.objects.create(**wanted)
    BulkTask.objects.create(kind=TaskKind.PRINT, order=made)
    return made
