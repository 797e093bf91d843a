"""A place of one business as part of another's site: asked by the one, agreed by the other, ended by either.

While it is a part, a visitor at the site's code and at its own counts once at the site, and searches see one presence.
What ended is still searched together until the visits of that time are gone; then `part_tenants` lets go of it.
"""

from datetime import timedelta
from enum import Enum
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from ansim.business.lifecycle.steps import By, database_now, note
from ansim.business.models import Tenancy, Venue, VenueCode
from ansim.business.telling import portal_url, tell_all
from ansim.domain.codes import read_code
from ansim.domain.errors import AnsimError
from ansim.domain.members import Right
from ansim.domain.venue_life import VenueChange
from ansim.notices.words import Template

MOST_TIMES: Final = 3
MONTH: Final = timedelta(days=30)


class SiteFault(Enum):
    """Why a place cannot become part of a site."""

    UNKNOWN = "no place has that code"
    ITSELF = "it is the same place"
    CLOSED = "one of them is closed"
    OF_A_SITE = "the other is part of a site itself"
    HAS_ZONES = "it has zones of its own"
    ASKED = "it is part of a site, or asked to be"
    FORMER = "it was part of another site a short while ago"
    OFTEN = "it asked that site three times in a month"
    OVER = "it was answered or ended meanwhile"


class SiteRefusedError(AnsimError):
    """A place cannot become part of a site, or is none any more."""

    def __init__(self, fault: SiteFault) -> None:
        super().__init__(f"not part of a site: {fault.value}")
        self.fault = fault


def site_of_code(text: str) -> Venue:
    """The site whose poster carries a code; of a zone's code the place around. Raises SiteRefusedError."""
    code = read_code(text)
    good = Q(revoked_at=None) | Q(revoked_at__gt=Now())
    found = VenueCode.objects.select_related("venue__parent").filter(good, code=code).first()
    if code is None or found is None:
        raise SiteRefusedError(SiteFault.UNKNOWN)
    return found.venue.around or found.venue


@transaction.atomic
def ask(tenant: Venue, site: Venue, by: By, *, may_agree: bool = False) -> Tenancy:
    """Ask for a place to be part of a site; agreed at once where whoever asks decides for both. Raises SiteRefusedError."""
    both = _locked(tenant.pk, site.pk)
    _require(both[tenant.pk], both[site.pk])
    made = Tenancy.objects.create(tenant=tenant, site=site, asked_by=by.owner)
    made.refresh_from_db()
    if may_agree:
        agree(made, by)
    elif site.business is not None:
        tell_all(
            site.business,
            Template.SITE_ASKED,
            Right.VENUE_CHANGE,
            tenant=tenant.name,
            venue=site.name,
            url=portal_url(reverse("zones:list", args=[site.pk])),
        )
    return made


@transaction.atomic
def agree(tenancy: Tenancy, by: By) -> None:
    """Make the place part of the site. Raises SiteRefusedError."""
    tenant, site = tenancy.tenant, tenancy.site
    both = _locked(tenant.pk, site.pk)
    _require(both[tenant.pk], both[site.pk], besides=tenancy)
    _move_on(tenancy, (Tenancy.State.ASKED,), Tenancy.State.AGREED)
    Venue.objects.filter(pk=tenant.pk).update(parent=site, parted_at=None)
    note([tenant], VenueChange.JOINED, database_now(), "", by)
    _tell(tenant, Template.SITE_JOINED, tenancy)


@transaction.atomic
def refuse(tenancy: Tenancy) -> None:
    """The site does not want it, or whoever asked takes it back. Raises SiteRefusedError."""
    _locked(tenancy.tenant_id, tenancy.site_id)
    _move_on(tenancy, (Tenancy.State.ASKED,), Tenancy.State.REFUSED)
    _tell(tenancy.tenant, Template.SITE_REFUSED, tenancy)


@transaction.atomic
def end(tenancy: Tenancy, by: By) -> None:
    """End it, by whichever side; both are told. Raises SiteRefusedError."""
    _locked(tenancy.tenant_id, tenancy.site_id)
    _move_on(tenancy, (Tenancy.State.AGREED,), Tenancy.State.ENDED)
    Venue.objects.filter(pk=tenancy.tenant_id).update(parted_at=Now())
    note([tenancy.tenant], VenueChange.PARTED, database_now(), "", by)
    for side in (tenancy.tenant, tenancy.site):
        _tell(side, Template.SITE_PARTED, tenancy)


def _require(tenant: Venue, site: Venue, besides: Tenancy | None = None) -> None:
    running = tenant.sites_asked.filter(state__in=[Tenancy.State.ASKED, Tenancy.State.AGREED])
    if besides is not None:
        running = running.exclude(pk=besides.pk)
    former = tenant.parent_id is not None and tenant.parted_at is not None
    faults = {
        SiteFault.ITSELF: tenant.pk == site.pk,
        SiteFault.CLOSED: tenant.is_closed or site.is_closed,
        SiteFault.OF_A_SITE: site.parent_id is not None,
        SiteFault.HAS_ZONES: tenant.zones.exists(),
        SiteFault.ASKED: running.exists() or (tenant.parent_id is not None and not former),
        SiteFault.FORMER: former and tenant.parent_id != site.pk,
        SiteFault.OFTEN: besides is None and _asked_lately(tenant, site) >= MOST_TIMES,
    }
    for fault, holds in faults.items():
        if holds:
            raise SiteRefusedError(fault)


def _asked_lately(tenant: Venue, site: Venue) -> int:
    """How often the site was asked: each time writes to its owners."""
    return tenant.sites_asked.filter(site=site, asked_at__gt=Now() - MONTH).count()


def _move_on(tenancy: Tenancy, before: tuple[Tenancy.State, ...], after: Tenancy.State) -> None:
    rows = Tenancy.objects.filter(pk=tenancy.pk, state__in=before)
    if not rows.update(state=after, changed_at=Now()):
        raise SiteRefusedError(SiteFault.OVER)
    tenancy.state = after


def _locked(*ids: int) -> dict[int, Venue]:
    # In the order of ids, so that two hands wait for each other and never for ever.
    rows = Venue.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return {venue.pk: venue for venue in rows}


def _tell(side: Venue, template: Template, tenancy: Tenancy) -> None:
    if side.business is not None:
        tenant, site = tenancy.tenant.name, tenancy.site.name
        tell_all(side.business, template, Right.VENUE_CHANGE, tenant=tenant, venue=site)
