"""What an officer writes into a warrant beside the search that it is for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.domain.warrant import LIMITS, LegalBasis, Purpose
from ansim.investigation.models import ReturnReason
from ansim.investigation.warrants.words import LEGAL_BASES, RETURNS
from ansim.investigation.warrants.writing import WarrantTerms
from ansim.investigation.words import PURPOSES


class WarrantForm(forms.Form):
    """Why names are needed, of how many at most, and for how long."""

    purpose = forms.ChoiceField(label=_("Purpose"))
    legal_basis = forms.ChoiceField(label=_("Legal basis"))
    cap = forms.IntegerField(
        label=_("People, at most"),
        help_text=_("Left empty: all who were found."),
        min_value=1,
        max_value=LIMITS.row_cap,
        required=False,
    )
    valid_days = forms.IntegerField(
        label=_("Valid for days"), min_value=1, max_value=LIMITS.validity // 86400, initial=7
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("purpose", PURPOSES), ("legal_basis", LEGAL_BASES)):
            choices = [(one.value, text) for one, text in words.items()]
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=choices)

    def terms(self) -> WarrantTerms:
        """The terms as a warrant is written from them."""
        data = self.cleaned_data
        return WarrantTerms(
            legal_basis=LegalBasis(data["legal_basis"]),
            purpose=Purpose(data["purpose"]),
            valid_for=data["valid_days"] * 86400,
            cap=data["cap"],
        )


class SendBackForm(forms.Form):
    """Why a warrant goes back unsigned."""

    reason = forms.ChoiceField(label=_("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, text) for one, text in RETURNS.items()]
        self.fields["reason"] = forms.ChoiceField(label=_("Why"), choices=choices)

    @property
    def decided(self) -> ReturnReason:
        """The reason of a form that is valid."""
        return ReturnReason(self.cleaned_data["reason"])
