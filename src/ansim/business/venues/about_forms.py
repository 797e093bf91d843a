"""What is asked of a venue that stands: by its owner what may change at any time, by a clerk also what was verified."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.business.admission.kinds import KINDS
from ansim.business.districts import district_at
from ansim.business.lifecycle.particulars import mark_of
from ansim.business.models import Venue
from ansim.business.particulars_form import ParticularsForm, entries_of_particulars
from ansim.domain.facilities import CATEGORIES, Facility
from ansim.domain.venue_names import claims_authority

_PIN: Final = ("latitude", "longitude")


class AboutForm(ParticularsForm):
    """A venue's particulars. `seen` is the mark of what the page showed, so that nobody writes over another's change."""

    by_clerk = False
    seen = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, venue: Venue, posted: Any = None) -> None:
        initial = {**entries_of_particulars(venue), **self.verified_of(venue)}
        super().__init__(posted, initial={**initial, "seen": mark_of(venue)})
        # Whom the authority would call stays known.
        self.fields["phone"].required = bool(venue.phone)

    def clean_name_en(self) -> str:
        """The English name; an owner takes none that a clerk would turn down beside the Korean one."""
        name: str = self.cleaned_data["name_en"]
        if "name_en" in self.changed_data and not self.by_clerk and claims_authority(name):
            raise ValidationError(
                _("This name could be taken for an authority's. Please choose another one.")
            )
        return name

    def verified_of(self, _venue: Venue) -> dict[str, Any]:
        """What the fields show of what was verified; none of it is asked of an owner."""
        return {}


class ClerkForm(AboutForm):
    """The same, and what was verified, with what the clerk saw or was told."""

    by_clerk = True
    name = forms.CharField(label=_("Name on the sign"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind of place"), required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=32, max_value=39)
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=124, max_value=132.5
    )
    words = forms.CharField(
        label=_("Why, and what you were shown"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays in the history. Please write nobody's name or number."),
    )

    def __init__(self, venue: Venue, posted: Any = None) -> None:
        super().__init__(venue, posted)
        kinds = self.fields["kind"]
        kinds.choices = [("", _("As it is")), *KINDS]  # type: ignore[attr-defined]
        if venue.place != venue:  # a zone lies where its place does, and its owner names it
            for name in ("name", "kind", "address", *_PIN):
                del self.fields[name]
        self.order_fields(["name", "name_en", "kind", "address", *_PIN])

    def verified_of(self, venue: Venue) -> dict[str, Any]:
        """What the fields show of what was verified."""
        named = venue.kind_of_site in set(Facility)
        return {
            "name": venue.name,
            "kind": venue.kind_of_site if named else "",
            "address": venue.address,
            "latitude": venue.latitude,
            "longitude": venue.longitude,
        }

    def clean(self) -> dict[str, Any]:
        """Both numbers of a pin, or neither."""
        given = super().clean() or {}
        if not self.errors and (given.get("latitude") is None) != (given.get("longitude") is None):
            self.add_error("longitude", _("A pin has both numbers, or leave both empty."))
        return given

    def columns(self) -> dict[str, Any]:
        """What the columns hold, the town of the pin among them."""
        given, wanted = self.cleaned_data, super().columns()
        if "name" not in self.fields:
            return wanted
        wanted |= {name: given[name] for name in ("name", "address", *_PIN)}
        if given["kind"]:
            kind = Facility(given["kind"])
            wanted |= {"kind_of_site": kind.value, "category": CATEGORIES[kind].value}
        if given["latitude"] is not None and set(_PIN) & set(self.changed_data):
            town = district_at(given["latitude"], given["longitude"])
            wanted["district"] = town.name if town else ""
        return wanted
