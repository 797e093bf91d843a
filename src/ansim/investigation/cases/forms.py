"""What an officer enters to open a case."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ansim.investigation.pathogens import presets


class CaseForm(forms.Form):
    """Phone number, pathogen and anchor date of a new case."""

    phone = forms.CharField(
        label=_("Phone number of the confirmed person"),
        max_length=30,
        help_text=_(
            "Turned into a random mark by the vault at once; the number itself is not stored."
        ),
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "off", "placeholder": "010-0000-0000"}
        ),
    )
    unverified = forms.BooleanField(
        label=_("Nobody verified this number: it was given at a counter or by a call"),
        required=False,
    )
    preset = forms.ChoiceField(label=_("Disease"))
    anchor_date = forms.DateField(
        label=_("Anchor date"),
        help_text=_(
            "COVID-19, MERS: onset of symptoms, or the specimen's date without symptoms. Measles: onset of the rash."
        ),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        language = get_language() or "ko"
        names = [(preset.key, preset.name(language)) for preset in presets().values()]
        self.fields["preset"] = forms.ChoiceField(label=_("Disease"), choices=names)
        self.order_fields(["phone", "preset", "anchor_date", "unverified"])

    def clean_anchor_date(self) -> Any:
        """A date within the last year, since older anchors are typing errors."""
        day = self.cleaned_data["anchor_date"]
        if not self._today - timedelta(days=366) <= day <= self._today:
            raise ValidationError(
                _("The date must lie within the last year and not in the future.")
            )
        return day
