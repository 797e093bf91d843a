"""A request of a portal: Django's, with the member of staff who made it."""

from django.http import HttpRequest

from ansim.accounts.models import Staff
from ansim.accounts.permissions import Permission
from ansim.domain.teams import AgencyTeam


class PortalRequest(HttpRequest):
    """`staff` is set by the middleware: whoever is signed in, or None. `about`: whose the thing is that a page is about."""

    staff: Staff | None
    about: AgencyTeam | None = None


class StaffRequest(PortalRequest):
    """A request behind `@requires`: somebody is signed in, and may do what the route names."""

    staff: Staff
    permission: Permission
