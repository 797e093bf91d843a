"""What owners type."""

from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.business.six_digits import SixDigits
from ansim.domain.members import MemberRole
from ansim.identity.phones import PhoneError, PhoneFault, read_phone, require_reachable

_FAULTS: Final = {
    PhoneFault.NOT_A_NUMBER: _("That is not a phone number. Write it like 010-0000-0000."),
    PhoneFault.WRONG_LENGTH: _("That phone number has too few or too many digits."),
    PhoneFault.UNCLEAR_COUNTRY: _(
        "The country of that number is not clear. Write it with + and the country code."
    ),
    PhoneFault.NO_MESSAGES: _("No text message reaches that number. Write a mobile number."),
    PhoneFault.COUNTRY_NOT_SERVED: _("No codes are sent to numbers of that country."),
}

ROLES: Final = {
    MemberRole.OWNER: _("Owner"),
    MemberRole.HEAD_OFFICE: _("Head office"),
    MemberRole.STAFF: _("Staff"),
}


class PhoneForm(forms.Form):
    """A mobile number; `e164` once it is good."""

    phone = forms.CharField(
        label=_("Your mobile number"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "tel",
                "autofocus": True,
                "inputmode": "tel",
                "placeholder": "010-0000-0000",
            }
        ),
    )

    def clean_phone(self) -> str:
        """The number in E.164, where a code can reach it."""
        try:
            number = read_phone(self.cleaned_data["phone"])
            require_reachable(number)
        except PhoneError as error:
            raise ValidationError(_FAULTS[error.fault]) from None
        return number


class CodeForm(forms.Form):
    """The six digits of a message."""

    code = SixDigits("one-time-code")


class InviteForm(forms.Form):
    """Whom a link lets in."""

    role = forms.ChoiceField(
        label=_("As what"),
        choices=[
            (MemberRole.STAFF, _("Staff: sees the venues, prints posters")),
            (MemberRole.HEAD_OFFICE, _("Head office: also changes codes and devices")),
            (MemberRole.OWNER, _("Owner: also decides who belongs to the business")),
        ],
        initial=MemberRole.STAFF,
        widget=forms.RadioSelect,
    )


class JoinForm(forms.Form):
    """The key of an invitation, which the link carries behind its #."""

    token = forms.CharField(
        label=_("Key of the invitation"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class SureForm(forms.Form):
    """Nobody does what lasts by a slip: the box is ticked first."""

    sure = forms.BooleanField(label=_("Yes, I am sure."))


class NameForm(forms.Form):
    """How the authority may address the owner."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        required=False,
        help_text=_(
            "Only the authority's clerks can read it, for a reason that you will see here. Leave it empty to remove it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class PasskeyForm(forms.Form):
    """How the owner calls a passkey; what its device answers is no field that anybody types into."""

    label = forms.CharField(
        label=_("Name of the passkey"),
        max_length=40,
        required=False,
        help_text=_("So that you know it again, such as “counter tablet”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
