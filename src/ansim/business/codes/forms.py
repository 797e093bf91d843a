"""What is asked before a code changes."""

from datetime import timedelta
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.business.codes.issuing import GRACE

WAIT: Final = "wait"
AT_ONCE: Final = "at-once"


class ReissueForm(forms.Form):
    """Whether the poster on the wall stays good for a while."""

    old = forms.ChoiceField(
        label=_("The poster that hangs there now"),
        choices=[
            (
                WAIT,
                _("stays good for 48 hours, so that there is time to print and hang the new one"),
            ),
            (AT_ONCE, _("is refused at once, as when somebody copied it or stuck a code over it")),
        ],
        initial=WAIT,
        widget=forms.RadioSelect,
    )

    def grace(self) -> timedelta:
        """How long the former code stays good."""
        return GRACE if self.cleaned_data["old"] == WAIT else timedelta()


class RevokeForm(forms.Form):
    """Nobody revokes by a slip: the box is ticked first."""

    sure = forms.BooleanField(
        label=_("The poster has been taken down, or nobody is to check in with it any more."),
    )
