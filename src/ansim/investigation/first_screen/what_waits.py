"""What waits for whoever reads the first screen, most urgent first, each with a number and the page where it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.case_clocks import CASE_CLOCKS
from ansim.identity.campaigns.calls import CampaignsToAgree
from ansim.investigation.lookups import desk_of
from ansim.investigation.models import cases_of, owned_by, waiting_warrants
from ansim.rpc import CallError, UnreachableError

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ansim.investigation.models.warrant import SignedWarrant

_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of work: how much of it waits, and where it is done. `number` is None where it could not be asked."""

    words: Promise
    number: int | None
    address: str
    urgent: bool = False


def waiting_for(request: StaffRequest, now: datetime) -> list[Waiting]:
    """The work that waits; what has none is left out."""
    staff, found = request.staff, list[Waiting]()
    if staff.may(Permission.CASE_OPEN):
        number = _asked(lambda: len(desk_of(request).waiting_cases()))
        place = reverse("notifications:waiting")
        found.append(
            Waiting(_("Notified cases that nobody has taken up"), number, place, urgent=True)
        )
    if staff.may(Permission.WARRANT_APPROVE):
        unsigned = waiting_warrants(now.timestamp()).filter(case__in=cases_of(staff, "letting"))
        place = reverse("warrants:waiting")
        found.append(
            Waiting(_("Warrants that wait for a signature"), _counted(unsigned), place, urgent=True)
        )
        number = _asked(lambda: len(desk_of(request).places_to_agree()))
        place = reverse("itinerary:waiting")
        found.append(Waiting(_("Places that wait for a signature"), number, place, urgent=True))
    if staff.may(Permission.CAMPAIGN_APPROVE):
        asked = CampaignsToAgree(staff.ref)
        number = _asked(lambda: len(desk_of(request).vault.campaigns_to_agree(asked)))
        place = reverse("campaigns:waiting")
        found.append(Waiting(_("Messages that wait for a signature"), number, place, urgent=True))
    if staff.may(Permission.CONTACTS_SEARCH):
        found += _own_cases(request, now)
    if staff.may(Permission.CORRECTION_ANSWER):
        number = _asked(desk_of(request).corrections_that_wait)
        found.append(Waiting(_("Requests for correction"), number, reverse("corrections:list")))
    return [one for one in found if one.number != 0]


def _own_cases(request: StaffRequest, now: datetime) -> list[Waiting]:
    """What is to do in one's own open cases: counted in one query."""
    own = cases_of(request.staff).filter(owned_by(request.staff), closed_at=None)
    soon = now - timedelta(days=CASE_CLOCKS.close_after - CASE_CLOCKS.warn)
    told = own.aggregate(
        unread=Count("pk", filter=Q(itinerary_at=None, contacts_at=None, handle__isnull=False)),
        unsearched=Count(
            "pk", filter=Q(itinerary_at__isnull=False, contacts_at=None, handle__isnull=False)
        ),
        unasked=Count("pk", filter=Q(contacts_at__isnull=False, warrant_at=None)),
        unopened=Count("pk", filter=Q(warrant_at__isnull=False, names_at=None)),
        closing=Count("pk", filter=Q(opened_at__lte=soon)),
    )
    mine = f"{reverse('cases:list')}?owner=me"
    return [
        Waiting(
            _("My cases whose itinerary nobody has read"), told["unread"], f"{mine}&step=taken"
        ),
        Waiting(
            _("My cases whose contacts nobody has searched"),
            told["unsearched"],
            f"{mine}&step=itinerary",
        ),
        Waiting(
            _("My cases without a warrant to see names"), told["unasked"], f"{mine}&step=contacts"
        ),
        Waiting(
            _("My cases with a warrant and no name opened"),
            told["unopened"],
            f"{mine}&step=warrant",
        ),
        Waiting(_("My cases that close by themselves soon"), told["closing"], mine),
    ]


def _counted(rows: "QuerySet[SignedWarrant]") -> int:
    return rows.order_by()[:_MOST].count()


def _asked(ask: Callable[[], int]) -> int | None:
    """The answer of another process, or None: the first screen stands also while one is away."""
    try:
        return ask()
    except (CallError, UnreachableError):
        return None
