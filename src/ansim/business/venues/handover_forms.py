"""What is asked before a venue goes to another business."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.business.models import Business, Owner
from ansim.domain.members import Right

NEW: Final = "new"


class OfferForm(forms.Form):
    """Nobody gives a venue away by a slip."""

    sure = forms.BooleanField(label=_("Yes, I want to hand this place over."))


class TokenForm(forms.Form):
    """The key of an offer, which the link carries behind its #."""

    token = forms.CharField(
        label=_("Key of the link"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class TakeForm(forms.Form):
    """For which of one's businesses: an owner's choice, and the only one where there is one."""

    business = forms.ChoiceField(label=_("Take it over for"), widget=forms.RadioSelect)

    def __init__(self, owner: Owner, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        mine = owner.businesses(Right.VENUE_HAND_OVER).filter(closed_at=None).order_by("name", "pk")
        self._mine = {str(one.pk): one for one in mine}
        choices = [(key, one.name) for key, one in self._mine.items()]
        field = self.fields["business"]
        field.choices = choices or [(NEW, _("A new business without a number"))]  # type: ignore[attr-defined]
        if len(field.choices) == 1:  # type: ignore[attr-defined]
            field.initial = field.choices[0][0]  # type: ignore[attr-defined]

    def taker(self) -> Business | None:
        """The business; None for a new one."""
        return self._mine.get(self.cleaned_data["business"])
