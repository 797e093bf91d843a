"""What is asked before a place closes."""

from datetime import datetime
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.business.lifecycle.steps import database_now
from ansim.domain.venue_life import GRACE

WAIT: Final = "wait"
AT_ONCE: Final = "at-once"


class ClosingForm(forms.Form):
    """Whether the code stays good until the poster is down."""

    when = forms.ChoiceField(
        label=_("The poster that hangs there now"),
        choices=[
            (AT_ONCE, _("is taken down now: the code is refused at once")),
            (WAIT, _("stays good for 48 hours more, for a last day with guests")),
        ],
        initial=AT_ONCE,
        widget=forms.RadioSelect,
    )

    def at(self) -> datetime | None:
        """The moment of closing; None for now."""
        return database_now() + GRACE if self.cleaned_data["when"] == WAIT else None
