"""The opening hours of one venue."""

import time

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from ansim.business.hours_entered import columns_of, entries_of
from ansim.business.hours_form import HoursForm
from ansim.business.hours_in_words import in_words
from ansim.business.lifecycle.particulars import change_particulars
from ansim.business.lifecycle.steps import By
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.days import local_day
from ansim.domain.members import Right


@owned(Right.VENUE_CHANGE)
@require_http_methods(["GET", "POST"])
def hours(request: OwnerRequest, venue_id: int) -> HttpResponse:
    """See the hours as they stand, and change them. Check-ins are judged by them within a minute."""
    venue = get_object_or_404(request.owner.venues(Right.VENUE_CHANGE), pk=venue_id)
    stored = entries_of(venue.opening_hours, venue.opening_days, gettext("closed"))
    form = HoursForm(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid():
        columns = zip(("opening_hours", "opening_days"), columns_of(form.cleaned_data), strict=True)
        change_particulars(venue, dict(columns), By(owner=request.owner))
        return HttpResponseRedirect(f"{reverse('hours:my-hours', args=[venue.pk])}?done=1")
    wrong = [field for field in form if field.errors]
    if wrong:
        wrong[0].field.widget.attrs["autofocus"] = True
    context = {
        "venue": venue,
        "hours": in_words(venue, local_day(time.time())),
        "form": form,
        "wrong": wrong,
        "done": request.GET.get("done"),
    }
    return render(request, "hours/one.html", context, status=400 if form.errors else 200)
