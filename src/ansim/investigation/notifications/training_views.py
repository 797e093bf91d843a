"""Make a training case: signed like any notification, about nobody (ADR 44)."""

import time
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.days import local_day
from ansim.domain.notification import NOBODY
from ansim.domain.signed_texts import write_text
from ansim.domain.training import TRAINING_DAYS
from ansim.investigation.lookups import hand_over
from ansim.investigation.notifications.forms import DiseaseForm
from ansim.investigation.notifications.views import written


@requires(Permission.CASE_NOTIFY)
@require_http_methods(["GET", "POST"])
def training(request: StaffRequest) -> HttpResponse:
    """Choose the disease and its day, yesterday as a start; the text goes to the signing page as a real one's does."""
    now = time.time()
    today = local_day(now)
    start = {"anchor_date": today - timedelta(days=1)}
    form = DiseaseForm(request.POST or None, today=today, initial=start)
    if request.method == "POST" and form.is_valid():
        said = written(request, form, int(now), NOBODY, training=True)
        return hand_over(request, write_text(said), said)
    context = {"form": form, "days": TRAINING_DAYS}
    status = 400 if form.is_bound else 200
    return render(request, "notifications/training.html", context, status=status)
