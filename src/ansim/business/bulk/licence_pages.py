"""A clerk chooses the kind of facility for kinds of licences that nobody knows: of one file, or later for all of them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ansim.accounts.requests import StaffRequest
from ansim.business.admission.kinds import KINDS
from ansim.business.bulk.licence_choices import NO_PLACE, chosen_licences, keep_choices
from ansim.business.bulk.list_desk import begin, desk_of
from ansim.business.bulk.words import NO_PLACE_WORDS
from ansim.business.imports import Chosen
from ansim.business.models import LicenceChoice, Upload
from ansim.domain.facilities import Facility
from ansim.domain.venue_lists import TaskKind, UploadState

_MOST_KINDS = 200
_CHOICES = [
    ("", _("put under “Other place” for now")),
    (NO_PLACE, NO_PLACE_WORDS),
    *((group, [(kind.value, label) for kind, label in kinds]) for group, kinds in KINDS),
]


@dataclass(frozen=True, slots=True)
class UnknownLicence:
    """A kind that nobody knew, how many rows have it, and where a clerk puts it."""

    name: str
    rows: int
    field: forms.BoundField


class LicenceForm(forms.Form):
    """A kind of facility for each kind of licence by name; the fields are numbered in the order of the names."""

    def __init__(self, names: list[str], chosen: Chosen, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        for number, name in enumerate(names):
            standing = (chosen[name] or NO_PLACE) if name in chosen else ""
            self.fields[f"kind-{number}"] = forms.ChoiceField(
                label=name,
                choices=_CHOICES,
                required=False,
                initial=standing,
                widget=forms.Select(attrs={"aria-label": name}),
            )

    def chosen(self) -> dict[str, Facility | None]:
        """What was chosen; kinds that were left alone are not in it."""
        given = {name: self.cleaned_data[f"kind-{n}"] for n, name in enumerate(self.names)}
        return {
            name: None if value == NO_PLACE else Facility(value)
            for name, value in given.items()
            if value
        }


def unknown_of(upload: Upload) -> list[UnknownLicence]:
    """The kinds of a file that nobody knew, the most rows first."""
    names = _names(upload)
    form = LicenceForm(names, chosen_licences())
    return [
        UnknownLicence(name, upload.unknown_licences[name], form[f"kind-{n}"])
        for n, name in enumerate(names)
    ]


def choose(request: StaffRequest, upload_id: int) -> HttpResponse:
    """Keep what was chosen for kinds of a file, and compare the file anew."""
    with transaction.atomic():
        upload = get_object_or_404(
            desk_of(request).uploads().select_for_update(of=("self",)), pk=upload_id
        )
        form = LicenceForm(_names(upload), chosen_licences(), request.POST)
        if upload.state == UploadState.READY and form.is_valid() and form.chosen():
            keep_choices(upload, form.chosen(), request.staff)
            begin(TaskKind.COMPARE, upload, UploadState.READY, UploadState.READING)
    return HttpResponseRedirect(reverse("bulk:upload", args=[upload_id]))


def all_choices(request: StaffRequest) -> HttpResponse:
    """Everything that was chosen so far, to be changed; files that come later are read by it."""
    kept = list(LicenceChoice.objects.select_related("staff").order_by("name")[:_MOST_KINDS])
    form = LicenceForm([one.name for one in kept], chosen_licences(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        standing = chosen_licences()
        changed = {name: kind for name, kind in form.chosen().items() if standing[name] != kind}
        with transaction.atomic():
            keep_choices(None, changed, request.staff)
        return HttpResponseRedirect(reverse("bulk:licences"))
    rows = [(one, form[f"kind-{number}"]) for number, one in enumerate(kept)]
    return render(request, "bulk/licences.html", {"rows": rows, "form": form})


def _names(upload: Upload) -> list[str]:
    ordered = sorted(upload.unknown_licences.items(), key=lambda item: (-item[1], item[0]))
    return [name for name, _rows in ordered][:_MOST_KINDS]
