"""Every route names its permission; every request of staff leaves a trace in `accounts_act`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from ansim.accounts.models import Act, Staff
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import PortalRequest, StaffRequest

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
ATTRIBUTE: Final = "names_permission"


def public(view: View) -> View:
    """Mark a route that anybody may ask for."""
    setattr(view, ATTRIBUTE, Permission.PUBLIC)
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Let only staff with the permission through, and record who asked for what, allowed or not.

    A visitor who is not signed in is sent to the sign-in page; a role without the permission gets 403.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.staff is None:
                query = urlencode({"next": request.path}) if request.method == "GET" else ""
                return HttpResponseRedirect(f"{reverse('accounts:sign-in')}?{query}")
            allowed = request.staff.may(permission)
            _record(
                request, request.staff, permission, str(kwargs.get("case_ref", "")), allowed=allowed
            )
            if not allowed:
                raise PermissionDenied
            cast("StaffRequest", request).permission = permission
            return view(request, *args, **kwargs)

        setattr(guarded, ATTRIBUTE, permission)
        return cast("View", guarded)

    return guard


def _record(
    request: PortalRequest, staff: Staff, permission: Permission, case_ref: str, *, allowed: bool
) -> None:
    Act.objects.create(
        staff=staff,
        portal=settings.PORTAL,
        permission=permission.name,
        route=request.resolver_match.view_name if request.resolver_match else "",
        method=str(request.method),
        case_ref=case_ref[:12],
        allowed=allowed,
    )
