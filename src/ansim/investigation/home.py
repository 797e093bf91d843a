"""The first page of the console, by what somebody may do."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from ansim.accounts.access import public
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import PortalRequest


@public
def home(request: PortalRequest) -> HttpResponseRedirect:
    """Keepers go to the staff, anybody else to the cases."""
    keeps = request.staff is not None and request.staff.may(Permission.STAFF_KEEP)
    return HttpResponseRedirect(reverse("staff_records:all" if keeps else "cases:list"))
