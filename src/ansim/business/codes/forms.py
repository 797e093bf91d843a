"""What is asked before a code changes."""

from datetime import timedelta
from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ansim.domain.venue_life import GRACE, OldCode

WAIT: Final = OldCode.WAITS.value
AT_ONCE: Final = OldCode.AT_ONCE.value


def _old_poster(wait: Promise | str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("The poster that hangs there now"),
        choices=[
            (WAIT, wait),
            (AT_ONCE, _("is refused at once, as when somebody copied it or stuck a code over it")),
        ],
        initial=WAIT,
        widget=forms.RadioSelect,
    )


class _CodeForm(forms.Form):
    def grace(self) -> timedelta:
        """How long the code on the wall stays good."""
        return GRACE if self.cleaned_data["old"] == WAIT else timedelta()


class ReissueForm(_CodeForm):
    """Whether the poster on the wall stays good for a while."""

    old = _old_poster(
        _("stays good for 48 hours, so that there is time to print and hang the new one")
    )


class RevokeForm(_CodeForm):
    """Nobody stops a code by a slip: it is said when, and the box is ticked."""

    old = _old_poster(_("stays good for 48 hours more, so that there is time to take it down"))
    sure = forms.BooleanField(label=_("Yes, stop using this code."))
