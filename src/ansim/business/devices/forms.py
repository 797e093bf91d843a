"""What is asked of a device, and of a telephone number for visitors."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.business.devices.words import KINDS
from ansim.domain.devices import DeviceKind
from ansim.identity.phones import PhoneError, read_phone, show_phone


class PairForm(forms.Form):
    """What the device is for, and what the venue calls it."""

    kind = forms.TypedChoiceField(
        label=_("What it is for"),
        choices=[(int(kind), words) for kind, words in KINDS.items()],
        coerce=lambda value: DeviceKind(int(value)),
        initial=int(DeviceKind.READER),
        widget=forms.RadioSelect,
    )
    label = forms.CharField(
        label=_("What you call it"),
        max_length=40,
        help_text=_("Such as: tablet at the counter"),
    )


class CallNumberForm(forms.Form):
    """The telephone number that visitors call; empty takes it away."""

    number = forms.CharField(
        label=_("Number that visitors call (080)"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """The number in E.164, empty where none is given."""
        text = self.cleaned_data["number"].strip()
        if not text:
            return ""
        try:
            return read_phone(text)
        except PhoneError:
            raise ValidationError(_("Please check the number: for example 080-000-0000")) from None


def shown(number: str) -> str:
    """The number as people write it."""
    return show_phone(number) if number else ""
