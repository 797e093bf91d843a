"""What an owner enters. Every field says why it is asked; at most nine are required, phone and code of the sign-in included.

The representative and the opening date go to the tax office and into no draft.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.business.admission.kinds import KINDS
from ansim.business.applications.words import WAYS, Way
from ansim.business.hours_form import HOURS_FIELDS, HoursForm
from ansim.business.models import VenueApplication
from ansim.business.particulars_form import ParticularsForm
from ansim.domain.business_numbers import (
    BusinessNumberError,
    BusinessNumberFault,
    read_business_number,
)
from ansim.domain.opening import WEEKDAYS

FAULTS: Final = {
    BusinessNumberFault.LETTERS: _("A business number has digits alone."),
    BusinessNumberFault.LENGTH: _("A business number has ten digits: 000-00-00000."),
    BusinessNumberFault.CHECK: _(
        "One of the digits is wrong. Please compare with the certificate."
    ),
    BusinessNumberFault.EMPTY_NUMBER: _("This is no business number."),
}
NOT_KEPT: Final = frozenset({"representative", "opened"})
_LONG: Final = {"dates": 2000}  # characters of a draft's field; 300 of any other


class OpeningDateField(forms.CharField):
    """A day as people write it on a phone: 20190302, 2019-03-02, 2019.3.2, 2019년 3월 2일."""

    def clean(self, value: Any) -> date | None:
        """The day. Raises ValidationError."""
        text = unicodedata.normalize("NFKC", str(super().clean(value) or "")).strip()
        if not text:
            return None
        found = re.fullmatch(r"(\d{4})\D{0,3}(\d{1,2})\D{0,3}(\d{1,2})\D?", text)
        if re.fullmatch(r"\d{8}", text):
            found = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
        try:
            return date(*(int(part) for part in found.groups())) if found else self._no(text)
        except ValueError:
            return self._no(text)

    def _no(self, _text: str) -> date:
        raise ValidationError(_("Please write the day as 8 digits: 20190302."))


class ApplicationForm(HoursForm):
    """One place and the business behind it. `way` decides which fields are asked."""

    number = forms.CharField(
        label=_("Business number"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "data-format": "000-00-00000"}
        ),
        help_text=_(
            "So that nobody else gets a code for your place. We ask the tax office about it."
        ),
    )
    representative = forms.CharField(
        label=_("Representative"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("The tax office compares it with the number. We do not keep it."),
    )
    opened = OpeningDateField(
        label=_("Opening date"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "data-format": "0000-00-00"}
        ),
        help_text=_(
            "As on the certificate, such as 20190302. It shows that the business is yours; we do not keep it."
        ),
    )
    name = forms.CharField(
        label=_("Name on the sign"),
        max_length=100,
        help_text=_("Guests see it after they scan, and it stands on the poster."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of place"),
        choices=[("", "")],
        help_text=_("How long guests stay and which rules hold depends on it."),
    )
    address_words = forms.CharField(
        label=_("Address"),
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "enterkeyhint": "search", "data-press": "search"}
        ),
        help_text=_("Road and number, such as 안심로 12. It stands on the poster."),
    )
    phone = ParticularsForm.base_fields["phone"]
    valid_from = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The code is good from 6 hours before this day."),
    )
    valid_until = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The code is good until 6 hours after this day."),
    )
    about = forms.CharField(
        label=_("How can we see that the place is yours?"),
        max_length=300,
        help_text=_(
            "Such as the market's stall number, the village head, the licence of the truck. A clerk reads it."
        ),
    )
    address_more = forms.CharField(
        label=_("Floor, room, stall"),
        max_length=60,
        required=False,
        help_text=_("So that the poster names the right door."),
    )
    name_en = ParticularsForm.base_fields["name_en"]
    capacity = ParticularsForm.base_fields["capacity"]
    floor_area = ParticularsForm.base_fields["floor_area"]
    indoor = ParticularsForm.base_fields["indoor"]
    ventilation = ParticularsForm.base_fields["ventilation"]
    unmanned = forms.BooleanField(
        label=_("There is no staff"),
        required=False,
        help_text=_("Then nobody can help guests without a phone."),
    )
    mobile = forms.BooleanField(
        label=_("It changes its place, as a food truck does"),
        required=False,
        help_text=_("Then you say each day where it stands."),
    )

    def __init__(self, way: Way, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way = way
        for name in set(ASKED_OF_SOME) - set(WAYS[way]):
            del self.fields[name]
        self.order_fields([name for name in self.fields if name not in HOURS_FIELDS])
        kinds = self.fields["kind"]
        kinds.choices = [("", _("Please choose")), *KINDS]  # type: ignore[attr-defined]

    @property
    def needed(self) -> Iterator[forms.BoundField]:
        """The fields before the map, in their order."""
        return (self[name] for name in self.fields if name not in (*MORE, *HOURS_FIELDS))

    @property
    def more(self) -> Iterator[forms.BoundField]:
        """What may be said as well."""
        return (self[name] for name in self.fields if name in MORE)

    @property
    def wrong(self) -> list[forms.BoundField]:
        """The fields that were refused."""
        return [field for field in self if field.errors]

    @property
    def wrong_more(self) -> bool:
        """Whether a refused field stands in the closed part, which then opens."""
        return any(field.name in (*MORE, *HOURS_FIELDS) for field in self.wrong)

    def clean_number(self) -> str:
        """Ten digits."""
        try:
            return read_business_number(self.cleaned_data["number"])
        except BusinessNumberError as error:
            raise ValidationError(FAULTS[error.fault]) from None

    def clean(self) -> dict[str, Any]:
        """What fields say together."""
        given = super().clean()
        first, last = given.get("valid_from"), given.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day lies before the first."))
        return given


MORE: Final = (
    "address_more",
    "name_en",
    "capacity",
    "floor_area",
    "indoor",
    "ventilation",
    "unmanned",
    "mobile",
)
ASKED_OF_SOME: Final = ("number", "representative", "opened", "valid_from", "valid_until", "about")
KEPT: Final = tuple(name for name in ApplicationForm.base_fields if name not in NOT_KEPT)


def draft_of(posted: Mapping[str, Any], application: VenueApplication) -> dict[str, Any]:
    """What of a posted form goes into the draft, unchecked but cut; what the draft had beside it stays."""
    kept = dict(application.form)
    for name in KEPT:
        if name == "closed_days":
            days = posted.getlist(name) if hasattr(posted, "getlist") else []
            kept[name] = [day for day in WEEKDAYS if day in days]
        elif isinstance(value := posted.get(name, ""), str):
            kept[name] = value.replace("\0", "").strip()[: _LONG.get(name, 300)]
    return kept
