"""What is asked before a key or a webhook is made."""

from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.business.partners.words import SCOPES
from ansim.domain.api_keys import LIVES, ApiScope
from ansim.domain.business_numbers import BusinessNumberError, read_business_number
from ansim.notices.channels.webhook_targets import TargetRefusedError, read_target

_LIFE_WORDS: Final = {30: _("30 days"), 90: _("90 days"), 365: _("a year")}


class KeyForm(forms.Form):
    """A key: its name, what it may do, how long it lives."""

    label = forms.CharField(
        label=_("Name of the system"),
        max_length=60,
        help_text=_("So that you know later which key is whose."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=[(scope.value, SCOPES[scope]) for scope in ApiScope],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No more than the system needs."),
    )
    days = forms.TypedChoiceField(
        label=_("How long is it good?"),
        choices=[(days, _LIFE_WORDS[days]) for days in LIVES],
        coerce=int,
        initial=LIVES[-1],
        widget=forms.RadioSelect,
    )

    def clean_label(self) -> str:
        """The name without signs that nobody sees."""
        label = "".join(sign for sign in self.cleaned_data["label"] if sign.isprintable()).strip()
        if not label:
            raise ValidationError(_("Please write a name."))
        return label

    def wanted(self) -> list[ApiScope]:
        """The scopes that were ticked."""
        return [ApiScope(scope) for scope in self.cleaned_data["scopes"]]


class WebhookForm(forms.Form):
    """Where decisions are told."""

    url = forms.CharField(
        label=_("Address of your system"),
        max_length=500,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}
        ),
        help_text=_("It begins with https:// and can be reached from the internet."),
    )

    def clean_url(self) -> str:
        """An address that can be told something."""
        url = self.cleaned_data["url"].strip()
        try:
            read_target(url)
        except TargetRefusedError:
            raise ValidationError(
                _(
                    "Please write an address that begins with https:// and names a host of the internet."
                )
            ) from None
        return str(url)


class FindForm(forms.Form):
    """A business, by its number."""

    number = forms.CharField(
        label=_("Business number"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "data-format": "000-00-00000"}
        ),
        help_text=_("Of the head office, or the 고유번호 of the municipality."),
    )

    def clean_number(self) -> str:
        """Ten digits."""
        try:
            return read_business_number(self.cleaned_data["number"])
        except BusinessNumberError:
            raise ValidationError(_("A business number has ten digits: 000-00-00000.")) from None


class MunicipalForm(FindForm):
    """A municipality that has no business here yet."""

    name = forms.CharField(
        label=_("Name of the municipality or office"),
        max_length=200,
    )

    def clean_name(self) -> str:
        """The name without signs that nobody sees."""
        name = "".join(sign for sign in self.cleaned_data["name"] if sign.isprintable()).strip()
        if not name:
            raise ValidationError(_("Please write a name."))
        return name
