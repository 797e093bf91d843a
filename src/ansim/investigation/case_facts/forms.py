"""What officers enter about a patient: bands and choices, one sealed word, and a date that came later."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.business.models import Venue
from ansim.investigation.models import AGE_BANDS
from ansim.investigation.words import age_in_words

_MOST: Final = 500  # districts of a province


class FactsForm(forms.Form):
    """Age band, district, and the word by which officers know the case."""

    nickname = forms.CharField(
        label=_("Nickname of the case"),
        max_length=30,
        required=False,
        help_text=_(
            "Such as the wedding or the fishmonger. It is sealed; only a session that you signed for opens it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    age_band = forms.TypedChoiceField(label=_("Age"), required=False, coerce=int, empty_value=None)
    district = forms.ChoiceField(label=_("District where they live"), required=False)

    def __init__(self, *args: Any, opens: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands = [("", _("Not known")), *((one, age_in_words(one)) for one in AGE_BANDS)]
        self.fields["age_band"].choices = bands  # type: ignore[attr-defined]
        known = (
            Venue.objects.exclude(district="")
            .order_by("district")
            .values_list("district", flat=True)
        )
        stands = self.initial.get("district")
        districts = [
            (one, one) for one in dict.fromkeys([*known.distinct()[:_MOST], stands]) if one
        ]
        self.fields["district"].choices = [("", _("Not known")), *districts]  # type: ignore[attr-defined]
        if not opens:
            del self.fields["nickname"]


class OnsetForm(forms.Form):
    """The day on which symptoms began, where the case counts from its specimen."""

    onset = forms.DateField(
        label=_("Onset of symptoms"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, anchor: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._anchor, self._today = anchor, today

    def clean_onset(self) -> date:
        """A day near the specimen's, not in the future: others are typing errors."""
        day: date = self.cleaned_data["onset"]
        if day > self._today or abs((day - self._anchor).days) > 30:
            raise ValidationError(
                _("The date must lie within 30 days of the specimen and not in the future.")
            )
        return day


class MergeForm(forms.Form):
    """The mark of the case in which this one goes on."""

    into = forms.RegexField(
        r"^\s*[A-Za-z0-9-]{1,12}\s*$",
        label=_("Goes on in case"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "2611-…"}),
    )

    def clean_into(self) -> str:
        """The mark as marks are written."""
        return str(self.cleaned_data["into"]).strip().upper()
