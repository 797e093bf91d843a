"""Every route for owners names its right, and every object in its address is looked for among the owner's own.

    @owned(Right.VENUE_CHANGE)
    def close(request: OwnerRequest, venue_id: int) -> HttpResponse:
        venue = request.owner.venues(Right.VENUE_CHANGE).get(pk=venue_id)

An object of somebody else answers 404, like one that does not exist. A room with objects of its own says once how an owner
reaches them: `reach("application_ref", lambda owner, right, ref: …)`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from ansim.accounts.access import ATTRIBUTE
from ansim.business.models import Owner
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.errors import AnsimError
from ansim.domain.members import Right

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Reach = Callable[[Owner, Right, Any], bool]
PLAIN: Final = "plain_parameters"


class ReachTakenError(AnsimError):
    """Two rooms say how an owner reaches objects of one name."""


_REACHES: Final[dict[str, Reach]] = {
    "business_id": lambda owner, right, value: owner.businesses(right).filter(pk=value).exists(),
    "venue_id": lambda owner, right, value: owner.venues(right).filter(pk=value).exists(),
}


def reach(parameter: str, has: Reach) -> None:
    """Say of a parameter of addresses whether an owner with that right has the object. Raises ReachTakenError."""
    if _REACHES.setdefault(parameter, has) is not has:
        raise ReachTakenError(f"{parameter!r} is another room's: choose another name")


def is_reached(parameter: str) -> bool:
    """Whether a parameter has a rule."""
    return parameter in _REACHES


def owned(right: Right, *, plain: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Let only a signed-in owner through, to objects of their own; `plain` parameters name no object.

    Whoever is not signed in is sent to the owners' sign-in page; staff too, as they have pages of their own.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: OwnerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.owner is None:
                query = urlencode({"next": request.path}) if request.method == "GET" else ""
                return HttpResponseRedirect(f"{reverse('owners:sign-in')}?{query}")
            for name, value in kwargs.items():
                if name not in plain and not _REACHES[name](request.owner, right, value):
                    raise Http404
            return view(request, *args, **kwargs)

        setattr(guarded, ATTRIBUTE, right)
        setattr(guarded, PLAIN, plain)
        return cast("View", guarded)

    return guard
