"""What a clerk writes."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.business.category_words import LABELS
from ansim.business.models import Announcement, Venue


class AnnouncementForm(forms.ModelForm):  # type: ignore[type-arg]  # cannot be subscripted when it runs
    """A text in both languages, whom it concerns, and from when until when it is shown."""

    category = forms.TypedChoiceField(
        label=_("For venues of the kind"), required=False, coerce=int, empty_value=None
    )
    district = forms.CharField(
        label=_("For venues in the district"),
        required=False,
        max_length=100,
        help_text=_("As venues have it, such as 연동. Empty: everywhere."),
    )

    class Meta:
        model = Announcement
        fields: ClassVar = [
            "title_ko",
            "text_ko",
            "title_en",
            "text_en",
            "category",
            "district",
            "shown_from",
            "shown_until",
        ]
        widgets: ClassVar = {
            "text_ko": forms.Textarea({"rows": 5}),
            "text_en": forms.Textarea({"rows": 5}),
            "shown_from": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "shown_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(int(kind), label) for kind, label in LABELS.items()]
        self.fields["category"].choices = [("", _("every kind")), *kinds]  # type: ignore[attr-defined]
        self.fields["shown_until"].required = False

    def clean_district(self) -> str:
        """A district in which there is a venue: a slip of the pen would reach nobody, and nobody would know."""
        district: str = self.cleaned_data["district"].strip()
        if district and not Venue.objects.filter(district=district).exists():
            raise forms.ValidationError(_("There is no venue in a district of that name."))
        return district

    def clean(self) -> dict[str, Any]:
        """It lasts until its first day at the least."""
        values = super().clean() or {}
        first, last = values.get("shown_from"), values.get("shown_until")
        if first and last and last < first:
            self.add_error("shown_until", _("That is before its first day."))
        return values
