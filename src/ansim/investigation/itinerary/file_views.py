"""Stays out of a file: shown row by row what became of each."""

from typing import cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.domain.notification import bounds_of
from ansim.domain.pathogens import from_stored
from ansim.domain.stays_by_hand import Source
from ansim.investigation.itinerary.stay_files import COLUMNS, LARGEST, StayFile, stays_of_file
from ansim.investigation.itinerary.stay_views import changing
from ansim.investigation.itinerary.words import SOURCES
from ansim.investigation.lookups import StayBook, case_frame
from ansim.investigation.models import Case, StayStep
from ansim.tables import TableError


class StayFileForm(forms.Form):
    """The file and what it is of."""

    file = forms.FileField(label=_("File (XLSX or CSV)"))
    source = forms.ChoiceField(
        label=_("Known from"), choices=[(one, SOURCES[one]) for one in ("card", "telecom", "cctv")]
    )


@requires(Permission.CONTACTS_SEARCH)
@require_http_methods(["GET", "POST"])
@changing
def stays_from_file(request: StaffRequest, case: Case, book: StayBook) -> HttpResponse:
    """Read a file of card payments or base stations: one change, which can be taken back as a whole."""
    form = StayFileForm(request.POST or None, request.FILES or None)
    read: StayFile | None = None
    if form.is_valid():
        upload = form.cleaned_data["file"]
        bounds = bounds_of(from_stored(case.preset), case.anchor_date)
        try:
            if upload.size > LARGEST:
                form.add_error("file", _("The file is too large."))
            else:
                read = stays_of_file(upload, cast("Source", form.cleaned_data["source"]), bounds)
        except TableError:
            words = _("This is no table with these columns: %(columns)s")
            form.add_error("file", words % {"columns": COLUMNS})
    if read is not None and read.stays:
        book.change(StayStep.Kind.IMPORT, [], read.stays)
    context = case_frame(case, "itinerary") | {"form": form, "read": read, "columns": COLUMNS}
    status = 400 if form.errors else 200
    return render(request, "itinerary/file.html", context, status=status)
