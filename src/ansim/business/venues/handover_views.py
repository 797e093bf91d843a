"""One venue goes to another business: a link of whoever gives it, and what whoever opens it decides."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import public
from ansim.business.lifecycle import handing_over
from ansim.business.lifecycle.handing_over import HandoverRefusedError, OfferVoidError
from ansim.business.models import Venue, VenueHandover
from ansim.business.rights.opened_links import HANDOVER
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import BusinessRequest, OwnerRequest
from ansim.business.telling import portal_url
from ansim.business.venues.handover_forms import OfferForm, TakeForm, TokenForm
from ansim.domain.handovers import HandoverFault
from ansim.domain.members import Right

FAULTS = {
    HandoverFault.ZONE: gettext_lazy(
        "A zone goes with the place around it. Please hand over the place."
    ),
    HandoverFault.SAME: gettext_lazy("The place belongs to this business already."),
    HandoverFault.JOINS: gettext_lazy(
        "This business runs the place around it, or one within it. Please call us."
    ),
}


@owned(Right.VENUE_HAND_OVER)
@require_http_methods(["GET", "POST"])
def hand_over(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Say what goes along, then make a link and show it this once; or take back the one that is open."""
    mine = request.owner.venues(Right.VENUE_HAND_OVER).select_related("business")
    venue = get_object_or_404(mine, pk=venue_id)
    if request.POST.get("do") == "take-back":
        handing_over.take_back(venue)
        return _done(venue, "kept")
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token = handing_over.offer(venue, request.owner)
        except HandoverRefusedError as refused:
            form.add_error(None, FAULTS[refused.fault])
        else:
            link = f"{portal_url(reverse('venues:take'))}#{token}"
            return render(request, "venues/handover_link.html", {"venue": venue, "link": link})
    context = {
        "venue": venue,
        "form": form,
        "zones": venue.zones.filter(business=venue.business_id, closed_at=None).count(),
        "open": handing_over.open_offers(venue).first(),
        "back": reverse("owners:venue", args=[venue.pk]),
    }
    status = 400 if form.is_bound else 200
    return render(request, "venues/hand_over.html", context, status=status)


@public
@sensitive_post_parameters("token")
@require_http_methods(["GET", "POST"])
def take(request: BusinessRequest) -> HttpResponse:
    """Take the key of an offer, which a script reads from behind the # of the link: it is in no address."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        offered = handing_over.find(form.cleaned_data["token"].strip())
        if offered is not None:
            request.session[HANDOVER] = offered.pk
            return HttpResponseRedirect(reverse("venues:take-confirm"))
        form.add_error("token", gettext("This link is no longer good. Ask for a new one."))
    status = 400 if form.is_bound else 200
    return render(request, "venues/take.html", {"form": form}, status=status)


@owned(Right.ACCOUNT)
@require_http_methods(["GET", "POST"])
def take_confirm(request: OwnerRequest) -> HttpResponse:
    """Ask for which business, then take the venue over."""
    offered = handing_over.good(request.session.get(HANDOVER))
    if offered is None:
        return _void(request)
    form = TakeForm(request.owner, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            venue = handing_over.take(offered.pk, request.owner, form.taker())
        except OfferVoidError:
            return _void(request)
        except HandoverRefusedError as refused:
            form.add_error("business", FAULTS[refused.fault])
        else:
            request.session.pop(HANDOVER, None)
            return _done(venue, "taken")
    return _ask(request, offered, form)


def _ask(request: OwnerRequest, offered: VenueHandover, form: TakeForm) -> HttpResponse:
    venue = offered.venue
    context = {
        "venue": venue,
        "giver": offered.giver,
        "zones": venue.zones.filter(business=offered.giver, closed_at=None).count(),
        "form": form,
    }
    status = 400 if form.is_bound else 200
    return render(request, "venues/take_confirm.html", context, status=status)


def _void(request: OwnerRequest) -> HttpResponse:
    request.session.pop(HANDOVER, None)
    return render(request, "venues/take_void.html", status=410)


def _done(venue: Venue, what: str) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('owners:venue', args=[venue.pk])}?{urlencode({'done': what})}"
    )
