"""A mode of a surge, with its reason and its time."""

from datetime import timedelta
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.domain.surge import LONGEST_SURGE
from ansim.investigation.words import SURGE_MODES, SURGE_REASONS

_DAYS: Final = (1, 3, 7, LONGEST_SURGE)
_NONE: Final = ("", _("Please choose"))


class SurgeForm(forms.Form):
    """What is done instead, why, and for how long."""

    mode = forms.ChoiceField(
        label=_("What is done instead"),
        choices=[_NONE, *((one.value, words) for one, words in SURGE_MODES.items())],
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[_NONE, *((one.value, words) for one, words in SURGE_REASONS.items())],
    )
    days = forms.TypedChoiceField(
        label=_("For how many days"), choices=[(one, str(one)) for one in _DAYS], coerce=int
    )

    @property
    def lasts(self) -> timedelta:
        """For how long it holds."""
        return timedelta(days=self.cleaned_data["days"])
