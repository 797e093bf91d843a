"""Issue and revoke a venue's code."""

from datetime import UTC, datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.codes import issuing
from ansim.business.models import Venue


@requires(Permission.VENUE_CODE_CHANGE)
@require_POST
def reissue(_request: StaffRequest, venue_id: int) -> HttpResponse:
    """A fresh code; the poster on the wall stops working at once."""
    issuing.reissue(get_object_or_404(Venue, pk=venue_id), datetime.now(UTC))
    return HttpResponseRedirect(reverse("venues:one", args=[venue_id]))


@requires(Permission.VENUE_CODE_CHANGE)
@require_POST
def revoke(_request: StaffRequest, venue_id: int) -> HttpResponse:
    """No code at all, as for a venue that closed."""
    issuing.revoke(get_object_or_404(Venue, pk=venue_id), datetime.now(UTC))
    return HttpResponseRedirect(reverse("venues:one", args=[venue_id]))
