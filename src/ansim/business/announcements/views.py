"""Clerks write and withdraw announcements; owners read and mark them."""

import time
from datetime import date
from typing import Final

from django.db.models import Count
from django.db.models.functions import Now
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.announced import announced_to
from ansim.business.announcements.forms import AnnouncementForm
from ansim.business.category_words import LABELS
from ansim.business.models import Announcement, AnnouncementRead, Owner
from ansim.business.rights.owned import owned, reach
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.categories import Category
from ansim.domain.days import local_day
from ansim.domain.members import Right

_MOST: Final = 100


def _concerns(owner: Owner, _right: Right, number: int) -> bool:
    return announced_to(owner, local_day(time.time())).filter(pk=number).exists()


reach("announcement_id", _concerns)


@requires(Permission.ANNOUNCEMENT_WRITE)
@require_GET
def written(request: StaffRequest) -> HttpResponse:
    """What was written, newest first, and how many owners marked each as read."""
    rows = Announcement.objects.select_related("made_by").annotate(readers=Count("reads"))
    today = local_day(time.time())
    listed = [
        {"one": one, "kind": _kind(one), "state": _state(one, today)}
        for one in rows.order_by("-id")[:_MOST]
    ]
    return render(request, "announcements/list.html", {"rows": listed})


@requires(Permission.ANNOUNCEMENT_WRITE)
@require_http_methods(["GET", "POST"])
def write(request: StaffRequest) -> HttpResponse:
    """Write one. What was published is not changed afterwards: it is withdrawn, and another one written."""
    form = AnnouncementForm(request.POST or None, initial={"shown_from": local_day(time.time())})
    if request.method == "POST" and form.is_valid():
        form.instance.made_by = request.staff
        form.save()
        return HttpResponseRedirect(reverse("announcements:list"))
    status = 400 if form.is_bound else 200
    return render(request, "announcements/write.html", {"form": form}, status=status)


@requires(Permission.ANNOUNCEMENT_WRITE)
@require_POST
def withdraw(request: StaffRequest, announcement_id: int) -> HttpResponse:
    """Take one down; it stays in the clerks' list with who did."""
    one = get_object_or_404(Announcement, pk=announcement_id)
    Announcement.objects.filter(pk=one.pk, withdrawn_at=None).update(
        withdrawn_at=Now(), withdrawn_by=request.staff
    )
    return HttpResponseRedirect(reverse("announcements:list"))


@owned(Right.ACCOUNT)
@require_GET
def my_list(request: OwnerRequest) -> HttpResponse:
    """All that concern the owner today, read or not."""
    rows = announced_to(request.owner, local_day(time.time()))[:_MOST]
    return render(request, "announcements/mine.html", {"rows": rows})


@owned(Right.ACCOUNT)
@require_POST
def mark_read(request: OwnerRequest, announcement_id: int) -> HttpResponse:
    """Mark one as read; twice is once."""
    mark = AnnouncementRead(announcement_id=announcement_id, owner=request.owner)
    AnnouncementRead.objects.bulk_create([mark], ignore_conflicts=True)
    return HttpResponseRedirect(reverse("owners:home"))


def _kind(one: Announcement) -> object:
    try:
        return "" if one.category is None else LABELS[Category(one.category)]
    except ValueError:
        return LABELS[Category.OTHER]


def _state(one: Announcement, today: date) -> str:
    if one.withdrawn_at is not None:
        return "withdrawn"
    if one.shown_until is not None and one.shown_until < today:
        return "over"
    return "ahead" if one.shown_from > today else "shown"
