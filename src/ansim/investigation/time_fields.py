"""Times as officers type and read them: minutes in Korean time, and spans between two of them."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.domain.days import VENUE_ZONE
from ansim.domain.warrant import LIMITS

_MOMENT: Final = "%Y-%m-%dT%H:%M"


def moment(seconds: float) -> datetime:
    """Epoch seconds as a form and a page show them."""
    return datetime.fromtimestamp(seconds, VENUE_ZONE)


class MomentField(forms.DateTimeField):
    """A minute in Korean time, with the browser's own picker."""

    widget = forms.DateTimeInput(format=_MOMENT, attrs={"type": "datetime-local"})
    input_formats = (_MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


class SpanForm(forms.Form):
    """From one minute until another, no longer than a warrant may span."""

    start = MomentField(label=_("From"))
    end = MomentField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        """Both moments, in order; the later one is marked where they are not."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and not timedelta(0) < end - start <= timedelta(seconds=LIMITS.window):
            words = _("The window must run forward and span at most %(days)d days.")
            self.add_error("end", ValidationError(words % {"days": LIMITS.window // 86400}))
        return self.cleaned_data

    def seconds(self) -> tuple[int, int]:
        """The span in epoch seconds."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return int(start.timestamp()), int(end.timestamp())
