"""The field for the six digits of a message."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class SixDigits(forms.CharField):
    """A code of six digits, whatever width and spaces it comes with. `autocomplete` says where a browser may take it from."""

    def __init__(self, autocomplete: str, **more: Any) -> None:
        attributes = {
            "autocomplete": autocomplete,
            "autofocus": True,
            "inputmode": "numeric",
            "placeholder": "000000",
        }
        widget = forms.TextInput(attrs=attributes)
        super().__init__(label=_("Code of six digits"), max_length=20, widget=widget, **more)

    def clean(self, value: Any) -> str:
        """The digits."""
        text = unicodedata.normalize("NFKC", super().clean(value))
        digits = "".join(text.split())
        if len(digits) != 6 or not digits.isascii() or not digits.isdecimal():
            raise ValidationError(_("The code has six digits."))
        return digits
