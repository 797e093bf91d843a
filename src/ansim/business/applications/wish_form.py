"""What an owner asks to change of what was checked of a place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.business.admission.kinds import KINDS
from ansim.business.applications.maps import View
from ansim.business.districts import district_at
from ansim.business.lifecycle.particulars import mark_of
from ansim.business.models import Venue
from ansim.domain.distances import metres_between
from ansim.domain.facilities import CATEGORIES, Facility


class WishForm(forms.Form):
    """Name, kind and address; the pin is the map's. `seen` is the mark of what the page showed."""

    seen = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name on the sign"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind of place"), required=False)
    address = forms.CharField(
        label=_("Address"),
        max_length=300,
        help_text=_("As it stands at the door. Another place gets a code of its own."),
    )
    about = forms.CharField(
        label=_("What can a clerk see it by?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Such as the new sign, the certificate, the lease. Please write nobody's name or number."
        ),
    )

    def __init__(self, venue: Venue, posted: Any = None, initial: Any = None) -> None:
        stands = {
            "name": venue.name,
            "kind": "",
            "address": venue.address,
            "seen": mark_of(venue),
        }
        super().__init__(posted, initial={**stands, **(initial or {})})
        self.venue = venue
        self.fields["address"].required = bool(venue.address)
        kinds = self.fields["kind"]
        kinds.choices = [("", _("As it is")), *KINDS]  # type: ignore[attr-defined]

    def wanted(self, view: View, shown: View) -> dict[str, Any]:
        """The columns that would become others. `shown`: where the map was as the page was opened."""
        given = self.cleaned_data
        columns = {
            name: given[name]
            for name in ("name", "address")
            if given[name] != getattr(self.venue, name)
        }
        if given["kind"] and given["kind"] != self.venue.kind_of_site:
            kind = Facility(given["kind"])
            columns |= {"kind_of_site": kind.value, "category": CATEGORIES[kind].value}
        place = view.latitude, view.longitude
        if metres_between(place, (shown.latitude, shown.longitude)) >= 1:  # as a whole, or not
            town = district_at(*place)
            columns |= {"latitude": place[0], "longitude": place[1]}
            columns["district"] = town.name if town else ""
        return columns
