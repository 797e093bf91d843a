"""What an officer writes down after a call."""

import uuid
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.investigation.models import CallOutcome
from ansim.investigation.work_lists.words import OUTCOMES

LONGEST_NOTE: Final = 1000


class CallForm(forms.Form):
    """The outcome of a call and a note; `ref` is the form's own, so that one sent twice is one call."""

    ref = forms.UUIDField(widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("What became of the call"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Sealed under the case's key, and gone with it."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, words) for one, (words, _tone) in OUTCOMES.items()]
        field = self.fields["outcome"]
        self.fields["outcome"] = forms.ChoiceField(
            label=field.label, choices=choices, widget=forms.RadioSelect
        )

    @property
    def decided(self) -> CallOutcome:
        """The outcome of a form that is valid."""
        return CallOutcome(self.cleaned_data["outcome"])


def fresh_form(number: int) -> CallForm:
    """A form for a call to somebody on the list."""
    return CallForm(initial={"ref": uuid.uuid4(), "number": number})
