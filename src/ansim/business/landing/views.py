"""The front page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ansim.accounts.access import public
from ansim.accounts.requests import PortalRequest
from ansim.settings.environment import call_number


@public
@require_GET
def landing(request: PortalRequest) -> HttpResponse:
    """What Ansim is, for owners."""
    return render(request, "landing/page.html", {"call": call_number()})
