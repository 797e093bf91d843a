"""Places of one business within another's site: asked, agreed or refused, ended; clerks do it for sites without an owner."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.lifecycle import sites
from ansim.business.lifecycle.sites import SiteFault, SiteRefusedError
from ansim.business.lifecycle.steps import By
from ansim.business.models import Owner, Tenancy
from ansim.business.rights.owned import owned, reach
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.business.zones.forms import SiteForm
from ansim.business.zones.views import parts_page
from ansim.domain.members import Right

FAULTS = {
    SiteFault.UNKNOWN: gettext_lazy("No place has that code. Please compare with the poster."),
    SiteFault.ITSELF: gettext_lazy("That is the code of this very place."),
    SiteFault.CLOSED: gettext_lazy("One of the two places is closed."),
    SiteFault.OF_A_SITE: gettext_lazy(
        "That place is part of a site itself. Use the code at the site's own entrance."
    ),
    SiteFault.HAS_ZONES: gettext_lazy(
        "This place has zones of its own, so it cannot be part of another. Please call us."
    ),
    SiteFault.ASKED: gettext_lazy("This place is part of a site already, or has asked to be."),
    SiteFault.FORMER: gettext_lazy(
        "This place was part of another site within the last four weeks. Please call us."
    ),
    SiteFault.OFTEN: gettext_lazy(
        "That site was asked three times within a month. Please talk to it first."
    ),
    SiteFault.OVER: gettext_lazy("Somebody answered or ended this meanwhile."),
}
MOST = 200


def _has(owner: Owner, right: Right, value: int) -> bool:
    mine = owner.venues(right)
    found = Tenancy.objects.filter(pk=value)
    return (found.filter(tenant__in=mine) | found.filter(site__in=mine)).exists()


reach("tenancy_id", _has)


@owned(Right.VENUE_CHANGE)
@require_POST
def ask(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """Ask for one's place to be part of the site whose poster has a code."""
    mine = request.owner.venues(Right.VENUE_CHANGE)
    venue, form = get_object_or_404(mine, pk=venue_id), SiteForm(request.POST)
    if form.is_valid():
        try:
            site = sites.site_of_code(form.cleaned_data["code"])
            both = mine.filter(pk=site.pk).exists()
            sites.ask(venue, site, By(owner=request.owner), may_agree=both)
        except SiteRefusedError as refused:
            form.add_error("code", FAULTS[refused.fault])
        else:
            return HttpResponseRedirect(f"{reverse('zones:list', args=[venue.pk])}?done=asked")
    return parts_page(request, venue, site=form, status=400)


@owned(Right.VENUE_CHANGE)
@require_POST
def agree(request: OwnerRequest, tenancy_id: int) -> HttpResponse:
    """The site agrees; whoever asked cannot do that alone."""
    tenancy = _tenancy(tenancy_id)
    mine = request.owner.venues(Right.VENUE_CHANGE)
    site = get_object_or_404(mine, pk=tenancy.site_id)
    return _answered(lambda: sites.agree(tenancy, By(owner=request.owner)), site.pk)


@owned(Right.VENUE_CHANGE)
@require_POST
def part(request: OwnerRequest, tenancy_id: int) -> HttpResponse:
    """Refuse it, take it back, or end it: either side may."""
    tenancy = _tenancy(tenancy_id)
    mine = request.owner.venues(Right.VENUE_CHANGE)
    here = tenancy.site if mine.filter(pk=tenancy.site_id).exists() else tenancy.tenant
    by = By(owner=request.owner)
    return _answered(lambda: _part(tenancy, by), here.pk)


@requires(Permission.VENUE_CHANGE)
@require_GET
def requests(request: StaffRequest) -> HttpResponse:
    """What waits for an answer, that of sites without an owner first, and what was agreed last."""
    every = Tenancy.objects.select_related("site", "tenant").filter(
        state__in=[Tenancy.State.ASKED, Tenancy.State.AGREED]
    )
    asked = every.filter(state=Tenancy.State.ASKED).order_by("site__business", "id")
    context = {
        "asked": sorted(asked[:MOST], key=lambda one: one.site.business_id is not None),
        "agreed": every.filter(state=Tenancy.State.AGREED).order_by("-changed_at")[:MOST],
        "over": request.GET.get("done") == "over",
    }
    return render(request, "zones/requests.html", context)


@requires(Permission.VENUE_CHANGE)
@require_POST
def clerk_agree(request: StaffRequest, tenancy_id: int) -> HttpResponse:
    """A clerk agrees for the site."""
    tenancy = _tenancy(tenancy_id)
    return _answered(lambda: sites.agree(tenancy, By(staff=request.staff)), None)


@requires(Permission.VENUE_CHANGE)
@require_POST
def clerk_part(request: StaffRequest, tenancy_id: int) -> HttpResponse:
    """A clerk refuses or ends it."""
    tenancy = _tenancy(tenancy_id)
    by = By(staff=request.staff)
    return _answered(lambda: _part(tenancy, by), None)


def _part(tenancy: Tenancy, by: By) -> None:
    if tenancy.state == Tenancy.State.ASKED:
        sites.refuse(tenancy)
    else:
        sites.end(tenancy, by)


def _answered(act: Callable[[], None], venue: int | None) -> HttpResponse:
    here = reverse("zones:requests") if venue is None else reverse("zones:list", args=[venue])
    try:
        act()
    except SiteRefusedError:
        return HttpResponseRedirect(f"{here}?done=over")
    return HttpResponseRedirect(f"{here}?done=answered")


def _tenancy(tenancy_id: int) -> Tenancy:
    found = Tenancy.objects.select_related("site__business", "tenant__business", "tenant__parent")
    return get_object_or_404(found, pk=tenancy_id)
