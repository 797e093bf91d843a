"""What an officer writes into a warrant, and the passphrase of whoever signs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.domain.warrant import LIMITS, LegalBasis, Purpose
from ansim.investigation.time_fields import SpanForm
from ansim.investigation.warrants.signing import WarrantTerms
from ansim.investigation.warrants.words import LEGAL_BASES
from ansim.investigation.words import PURPOSES


class PassphraseForm(forms.Form):
    """The passphrase of one's own signing key."""

    passphrase = forms.CharField(
        label=_("Passphrase of your signing key"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class WarrantForm(PassphraseForm, SpanForm):
    """What a warrant asks for, with the officer's passphrase."""

    purpose = forms.ChoiceField(label=_("Purpose"))
    legal_basis = forms.ChoiceField(label=_("Legal basis"))
    row_cap = forms.IntegerField(
        label=_("People, at most"), min_value=1, max_value=LIMITS.row_cap, initial=200
    )
    valid_days = forms.IntegerField(
        label=_("Valid for days"), min_value=1, max_value=LIMITS.validity // 86400, initial=7
    )
    field_order = ("purpose", "legal_basis", "start", "end", "row_cap", "valid_days", "passphrase")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("purpose", PURPOSES), ("legal_basis", LEGAL_BASES)):
            choices = [(one.value, text) for one, text in words.items()]
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=choices)

    def terms(self) -> WarrantTerms:
        """The terms as a warrant is written from them."""
        start, end = self.seconds()
        data = self.cleaned_data
        return WarrantTerms(
            legal_basis=LegalBasis(data["legal_basis"]),
            purpose=Purpose(data["purpose"]),
            start=start,
            end=end,
            row_cap=data["row_cap"],
            valid_for=data["valid_days"] * 86400,
        )
