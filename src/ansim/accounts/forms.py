"""What somebody without a key says of themselves."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.domain.codes import ALPHABET


class FirstKeyForm(forms.Form):
    """The mark of a member of staff, as the operator told it. Whether anybody has it is not said."""

    staff = forms.CharField(
        label=_("Staff number"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "characters",
                "placeholder": "S-7KQ2M4XW",
            }
        ),
    )

    def clean_staff(self) -> str:
        """The mark in its one form: `S-` and eight signs."""
        signs = "".join(str(self.cleaned_data["staff"]).upper().split()).removeprefix("S")
        signs = signs.replace("-", "").translate(str.maketrans("OIL", "011"))
        if len(signs) != 8 or set(signs) - set(ALPHABET):
            raise ValidationError(
                _("A staff number is S- and eight letters and digits. The operator tells it.")
            )
        return f"S-{signs}"
