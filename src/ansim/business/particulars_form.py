"""What is asked of a place beside what is verified: by the application, the page of a place that stands, the partner API."""

import re
import unicodedata
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.business.models import Venue

VENTILATION: Final = MappingProxyType(
    {
        "1": _("hardly: no window, no fan"),
        "2": _("sometimes: windows are opened"),
        "3": _("always: fans or open fronts"),
    }
)
YES_OR_NO: Final = MappingProxyType({"yes": True, "no": False})
_CALLED: Final = re.compile(
    r"0(?:2\d{7,8}|[3-6]\d\d{7,8}|10\d{8}|70\d{8}|50\d\d{7,8}|80\d{7})|1[568]\d{6}"
)


class VenuePhoneField(forms.CharField):
    """A Korean number as it is called, given with hyphens."""

    def clean(self, value: Any) -> str:
        """The number. Raises ValidationError."""
        text = str(super().clean(value) or "")
        if not text:
            return ""
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
        digits = re.sub(r"^(?:00)?82", "0", digits)
        if not _CALLED.fullmatch(digits):
            raise ValidationError(_("Please write a number that can be called: 064-000-0000."))
        return written_phone(digits)


class ParticularsForm(forms.Form):
    """What whoever runs a place may change of it at any time."""

    phone = VenuePhoneField(
        label=_("Phone of the place"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "tel", "autocomplete": "tel", "data-format": "phone"}
        ),
        help_text=_("The authority calls it when somebody fell ill. Guests do not see it."),
    )
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=100,
        required=False,
        help_text=_("Guests from abroad see it."),
    )
    capacity = forms.IntegerField(
        label=_("Most people at a time"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Tells how crowded it can be."),
    )
    floor_area = forms.IntegerField(
        label=_("Floor area in m²"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("Some rules hold only from a size on."),
    )
    indoor = forms.ChoiceField(
        label=_("Indoors"),
        choices=[("", _("not said")), ("yes", _("indoors")), ("no", _("outdoors"))],
        required=False,
        help_text=_("Outdoors far fewer people are contacts."),
    )
    ventilation = forms.ChoiceField(
        label=_("Ventilation"),
        choices=[("", _("not said")), *VENTILATION.items()],
        required=False,
        help_text=_("Tells how long the air stays infectious."),
    )

    def columns(self) -> dict[str, Any]:
        """What the columns of a venue hold of a form that was found good; None where nothing was said."""
        given = self.cleaned_data
        return {
            "name_en": given["name_en"],
            "phone": given["phone"] or None,
            "capacity": given["capacity"],
            "floor_area": given["floor_area"],
            "indoor": YES_OR_NO.get(given["indoor"]),
            "ventilation": int(given["ventilation"]) if given["ventilation"] else None,
        }


def entries_of_particulars(venue: Venue) -> dict[str, Any]:
    """What the fields show of a venue that stands."""
    said = {True: "yes", False: "no"}
    return {
        "name_en": venue.name_en,
        "phone": venue.phone or "",
        "capacity": venue.capacity,
        "floor_area": venue.floor_area,
        "indoor": "" if venue.indoor is None else said[venue.indoor],
        "ventilation": "" if venue.ventilation is None else str(venue.ventilation),
    }


def written_phone(digits: str) -> str:
    """A Korean number with its hyphens: 064-000-0000, 02-000-0000, 1588-0000."""
    if digits.startswith("1"):
        return f"{digits[:4]}-{digits[4:]}"
    area = 2 if digits.startswith("02") else 4 if digits.startswith("050") else 3
    return f"{digits[:area]}-{digits[area:-4]}-{digits[-4:]}"
