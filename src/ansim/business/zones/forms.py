"""What is asked of a zone, an entrance, and a place that is part of a site."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ansim.business.category_words import LABELS
from ansim.business.models import Venue
from ansim.domain.categories import Category


class ZoneNameForm(forms.Form):
    """What a zone is called."""

    name = forms.CharField(
        label=_("Name of the zone"),
        max_length=60,
        help_text=_("As it stands at its door: 2nd floor, wedding hall, women's bath."),
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)


class ZoneForm(ZoneNameForm):
    """A new zone: its name, and what kind of place it is, as people stay longer in a bath than in a shop."""

    category = forms.TypedChoiceField(
        label=_("Kind of place"),
        choices=[(int(kind), words) for kind, words in LABELS.items()],
        coerce=lambda value: Category(int(value)),
        help_text=_("How long people stay depends on it."),
    )


class EntranceForm(forms.Form):
    """What an entrance is called."""

    name = forms.CharField(
        label=_("Name of the entrance"),
        max_length=40,
        help_text=_("Such as: main entrance, car park, lift on the 2nd floor."),
    )


class SiteForm(forms.Form):
    """The code on the poster of the site around."""

    code = forms.CharField(
        label=_("Code on the site's poster"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "The 16 characters on the poster at the site's entrance, or the address under it."
        ),
    )


class MoveForm(forms.Form):
    """Where a zone goes on, and until when its old poster is good."""

    to = forms.ModelChoiceField(label=_("It goes on at"), queryset=Venue.objects.none())

    def __init__(self, places: QuerySet[Venue], *args: Any) -> None:
        super().__init__(*args)
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)  # noqa: S101 as declared above
        to.queryset = places
