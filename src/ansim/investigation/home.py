"""The first page of the console, by what somebody may do."""

from typing import cast

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from ansim.accounts.access import public
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import PortalRequest, StaffRequest
from ansim.investigation.first_screen.views import first_screen


@public
def home(request: PortalRequest) -> HttpResponse:
    """Keepers go to the staff; anybody else sees the first screen, which asks for its own right."""
    if request.staff is not None and request.staff.may(Permission.STAFF_KEEP):
        return HttpResponseRedirect(reverse("staff_records:all"))
    return first_screen(cast("StaffRequest", request))
