"""Have a code sent to the number that the register holds for the place, and enter it."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ansim.business.applications.place_codes import (
    OfPlaceCode,
    PlaceNumber,
    TriedPlaceCode,
    enter,
    number_of,
    open_code,
    send,
)
from ansim.business.models import VenueApplication
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.business.six_digits import SixDigits
from ansim.domain.members import Right
from ansim.domain.place_code_budgets import PlaceBudget
from ansim.settings.environment import call_number

SPENT = {
    PlaceBudget.PLACE: gettext_lazy(
        "Three codes were sent to this number today. Try again tomorrow, or wait for the clerk."
    ),
    PlaceBudget.OWNER: gettext_lazy(
        "You had five codes sent to places today. Try again tomorrow, or wait for the clerk."
    ),
    PlaceBudget.ALL: gettext_lazy(
        "Too many codes were sent to places today. Try again tomorrow, or wait for the clerk."
    ),
}


class PlaceCodeForm(forms.Form):
    """The six digits that went to the place's own number."""

    code = SixDigits("off")


@owned(Right.APPLY)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def place_code(request: OwnerRequest, application_id: int) -> HttpResponse:
    """Send a code (`do=send`), or try one. Without a mobile number of the place there is nothing to do here."""
    application = get_object_or_404(VenueApplication, pk=application_id)
    to = number_of(application)
    if to is None or not to.e164:
        return HttpResponseRedirect(reverse("applications:one", args=[application.pk]))
    if request.POST.get("do") == "send":
        budget = send(application, to)
        return _page(request, application, to, PlaceCodeForm(), SPENT[budget] if budget else "")
    form = PlaceCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tried = enter(application, form.cleaned_data["code"])
        if tried.outcome in {OfPlaceCode.APPROVED, OfPlaceCode.NOTED}:
            return _shown(application, tried)
        form.add_error("code", _refusal(tried))
    return _page(request, application, to, form)


def _shown(application: VenueApplication, tried: TriedPlaceCode) -> HttpResponse:
    application.refresh_from_db()
    if tried.outcome is OfPlaceCode.APPROVED:
        page = reverse("posters:my-page", args=[application.venue_id])
        return HttpResponseRedirect(f"{page}?done=approved")
    return HttpResponseRedirect(reverse("applications:one", args=[application.pk]))


def _refusal(tried: TriedPlaceCode) -> str:
    if tried.outcome is OfPlaceCode.WRONG:
        return gettext("That is not the code. Tries left: %(tries)s") % {"tries": tried.tries_left}
    return gettext("This code is no longer good. Please have a new one sent.")


def _page(
    request: OwnerRequest,
    application: VenueApplication,
    to: PlaceNumber,
    form: PlaceCodeForm,
    spent: object = "",
) -> HttpResponse:
    context = {
        "application": application,
        "end": to.end,
        "form": form,
        "sent": open_code(application) is not None,
        "spent": spent,
        "call": call_number(),
    }
    status = 429 if spent else 400 if form.is_bound else 200
    return render(request, "applications/place_code.html", context, status=status)
