"""What is told with an exposure, another window for it, why it goes, and the text of an alert."""

import time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.domain.days import local_day
from ansim.domain.exposure_feed import (
    Advice,
    DiseaseGroup,
    ExposureWindowError,
    Guidance,
    WithdrawalReason,
    require_publishable,
)
from ansim.investigation.feed.venue_windows import VenueWindow
from ansim.investigation.time_fields import SpanForm
from ansim.investigation.words import ADVICE, DISEASE_GROUPS, WITHDRAWAL_REASONS

LONGEST_TEXT: Final = 4000


class ToldForm(forms.Form):
    """What a phone tells whoever was there; of the disease no more than its group, and by itself nothing."""

    advice = forms.TypedChoiceField(
        label=_("What to do"),
        choices=[(one.value, words) for one, words in ADVICE.items()],
        coerce=int,
    )
    group = forms.TypedChoiceField(
        label=_("What is said of the disease"),
        choices=[(one.value, words) for one, words in DISEASE_GROUPS.items()],
        coerce=int,
        initial=DiseaseGroup.UNSAID.value,
    )

    def told(self) -> Guidance:
        """Both, of a valid form."""
        said = self.cleaned_data
        return Guidance(Advice(said["advice"]), DiseaseGroup(said["group"]))


class CorrectionForm(SpanForm, ToldForm):
    """Another window of the same venue, and what is told."""

    field_order = ("start", "end", "advice", "group")

    def clean(self) -> dict[str, Any]:
        """Whole hours that are over and still belong into the feed."""
        super().clean()
        if not self.errors:
            try:
                self.cleaned_data["hours"] = require_publishable(*self.seconds(), time.time())
            except ExposureWindowError:
                self.add_error("end", WINDOW_REFUSED)
        return self.cleaned_data

    def window(self, venue: int) -> VenueWindow:
        """The window, of a valid form."""
        start, end = self.cleaned_data["hours"]
        return VenueWindow(start, end, venue)


class WithdrawalForm(forms.Form):
    """Why an exposure goes."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            (one.value, words)
            for one, words in WITHDRAWAL_REASONS.items()
            if one is not WithdrawalReason.CORRECTED
        ],
    )

    def why(self) -> WithdrawalReason:
        """The reason, of a valid form."""
        return WithdrawalReason(self.cleaned_data["reason"])


class AlertForm(forms.Form):
    """A published alert, as it was sent."""

    text = forms.CharField(
        label=_("Text of the alert"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    sent = forms.DateField(
        label=_("Sent on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].initial = local_day(time.time())


WINDOW_REFUSED: Final = _(
    "An exposure is over, ended at most 14 days ago, and lasts 24 hours at most."
)
