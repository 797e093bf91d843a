"""A request of the business portal: with the member of staff or the owner who made it, never with both."""

from ansim.accounts.requests import PortalRequest
from ansim.business.models import Owner


class BusinessRequest(PortalRequest):
    """`owner` is set by the middleware: whoever is signed in, or None."""

    owner: Owner | None


class OwnerRequest(BusinessRequest):
    """A request behind `@owned`: an owner is signed in."""

    owner: Owner
