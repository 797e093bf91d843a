"""A venue's devices: paired by a QR that is shown once, listed with their last use, revoked."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.devices import venue_devices
from ansim.business.devices.forms import CallNumberForm, PairForm, shown
from ansim.business.devices.venue_devices import NumberTakenError, TooManyDevicesError
from ansim.business.devices.words import SHORT
from ansim.business.models import CallNumber, Device, Venue
from ansim.business.qr import svg_of
from ansim.business.rights.owned import owned, reach
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.devices import PAIRING, DeviceKind
from ansim.domain.members import Right

reach(
    "device_id",
    lambda owner, right, value: Device.objects.filter(
        pk=value, venue__in=owner.venues(right)
    ).exists(),
)


@requires(Permission.DEVICE_CHANGE)
@never_cache
@require_http_methods(["GET", "POST"])
def devices(request: StaffRequest, venue_id: int) -> HttpResponse:
    """The devices of a venue, and one more."""
    return _devices(request, _any(venue_id), "", staff=True)


@owned(Right.DEVICE_CHANGE)
@never_cache
@require_http_methods(["GET", "POST"])
def my_devices(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """The same for a venue of one's own."""
    return _devices(request, _my(request, venue_id), "my-", staff=False)


@requires(Permission.DEVICE_CHANGE)
@require_POST
def revoke(request: StaffRequest, venue_id: int, device_id: int) -> HttpResponse:  # noqa: ARG001 named by the route
    """Take a device away."""
    return _revoke(_any(venue_id), device_id, "devices:list")


@owned(Right.DEVICE_CHANGE)
@require_POST
def my_revoke(request: OwnerRequest, venue_id: int, device_id: int) -> HttpResponse:
    """The same for a venue of one's own."""
    return _revoke(_my(request, venue_id), device_id, "devices:my-list")


@requires(Permission.DEVICE_CHANGE)
@require_POST
def call_number(request: StaffRequest, venue_id: int) -> HttpResponse:
    """The number that visitors call; the telephone company gives them out, so clerks enter them."""
    venue, form = _any(venue_id), CallNumberForm(request.POST)
    if form.is_valid():
        try:
            venue_devices.set_call_number(venue, form.cleaned_data["number"])
        except NumberTakenError:
            form.add_error("number", _("Another venue has this number."))
        else:
            return HttpResponseRedirect(reverse("devices:list", args=[venue.pk]))
    return _page(request, venue, "", PairForm(), form, status=400)


def _devices(request: HttpRequest, venue: Venue, mine: str, *, staff: bool) -> HttpResponse:
    form = PairForm(request.POST or None)
    calls = _call_form(venue) if staff else None
    if request.method != "POST":
        return _page(request, venue, mine, form, calls)
    if not form.is_valid():
        return _page(request, venue, mine, form, calls, status=400)
    try:
        pairing = venue_devices.begin_pairing(
            venue, form.cleaned_data["kind"], form.cleaned_data["label"]
        )
    except TooManyDevicesError:
        form.add_error(None, _("This venue has 20 devices already. Please disconnect one first."))
        return _page(request, venue, mine, form, calls, status=400)
    context = {
        "venue": venue,
        "device": pairing.device,
        "qr": svg_of(pairing.address),
        "minutes": int(PAIRING.total_seconds() // 60),
        "back": reverse(f"devices:{mine}list", args=[venue.pk]),
    }
    return render(request, "devices/pairing.html", context)


def _page(
    request: HttpRequest,
    venue: Venue,
    mine: str,
    form: PairForm,
    calls: CallNumberForm | None,
    status: int = 200,
) -> HttpResponse:
    rows = [
        {
            "device": device,
            "kind": SHORT[DeviceKind(device.kind)],
            "revoke": reverse(f"devices:{mine}revoke", args=[venue.pk, device.pk]),
        }
        for device in venue_devices.devices_of(venue)
    ]
    context = {
        "venue": venue,
        "rows": rows,
        "form": form,
        "calls": calls,
        "back": reverse("owners:venue" if mine else "venues:one", args=[venue.pk]),
        "here": reverse(f"devices:{mine}list", args=[venue.pk]),
    }
    return render(request, "devices/list.html", context, status=status)


def _call_form(venue: Venue) -> CallNumberForm:
    known = CallNumber.objects.filter(venue=venue).first()
    return CallNumberForm(initial={"number": shown(known.number) if known else ""})


def _revoke(venue: Venue, device_id: int, back: str) -> HttpResponse:
    venue_devices.revoke(get_object_or_404(venue.devices.all(), pk=device_id))
    return HttpResponseRedirect(reverse(back, args=[venue.pk]))


def _any(venue_id: int) -> Venue:
    return get_object_or_404(Venue.objects.select_related("parent"), pk=venue_id)


def _my(request: OwnerRequest, venue_id: int) -> Venue:
    return get_object_or_404(request.owner.venues(Right.DEVICE_CHANGE), pk=venue_id)
