"""What is asked of an event's days and of a mobile venue's place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.domain.event_dates import EventDays

_DAY = {"type": "date"}


class DaysForm(forms.Form):
    """The first and the last day of an event."""

    first = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )

    def days(self) -> EventDays:
        """What was entered."""
        return EventDays(self.cleaned_data["first"], self.cleaned_data["last"])


class PlaceForm(forms.Form):
    """Where a mobile venue stands on a day."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    address = forms.CharField(
        label=_("Place"),
        max_length=200,
        help_text=_("As guests find it: 동문시장 8번 문 앞, or a road and number."),
    )
    latitude = forms.FloatField(
        label=_("Latitude"),
        required=False,
        min_value=32.0,
        max_value=39.0,
        help_text=_("Not needed. With both numbers guests' phones can tell whether they are near."),
    )
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=124.0, max_value=132.5
    )

    def clean(self) -> dict[str, Any]:
        """Both numbers of a pin, or neither."""
        given = super().clean() or {}
        if not self.errors and (given["latitude"] is None) != (given["longitude"] is None):
            self.add_error("longitude", _("A pin has both numbers, or leave both empty."))
        return given


class UnmannedForm(forms.Form):
    """Whether somebody of the business is there."""

    unmanned = forms.TypedChoiceField(
        label=_("Is staff there while guests are?"),
        choices=[("no", _("Yes")), ("yes", _("No, it is unmanned"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
