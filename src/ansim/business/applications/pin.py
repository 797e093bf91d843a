"""The page on which an owner sets the pin: by touch, by keys, by buttons that work without a script."""

from contextlib import suppress

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ansim.business.admission.deciding import AlreadyDecidedError, keep_form
from ansim.business.applications.handing_in import set_pin
from ansim.business.applications.map_pages import MIDDLE, moved_view, with_map
from ansim.business.applications.maps import View
from ansim.business.models import VenueApplication
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.members import Right


@owned(Right.APPLY)
@require_http_methods(["GET", "POST"])
def pin(request: OwnerRequest, application_id: int) -> HttpResponse:
    """The map with the pin in its middle; a press moves it, `set` keeps it."""
    application = get_object_or_404(VenueApplication, pk=application_id)
    if not application.is_open_to_its_owner:
        return HttpResponseRedirect(reverse("applications:one", args=[application.pk]))
    place = application.place
    view = View(*place) if place else MIDDLE
    if request.method == "POST":
        view = moved_view(request.POST)
    if request.method == "POST" and request.POST.get("do") == "set":
        set_pin(application.form, view.latitude, view.longitude)
        with suppress(AlreadyDecidedError):  # the page that follows says how it stands
            keep_form(application)
        return HttpResponseRedirect(reverse("applications:edit", args=[application.pk]))
    return with_map(request, "applications/pin.html", view, {"application": application})
