"""Forms of the console. Times are typed and shown in Korean time."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ansim.domain.days import VENUE_ZONE
from ansim.domain.warrant import LIMITS, LegalBasis, Purpose
from ansim.investigation.desk import Terms
from ansim.investigation.presets import presets
from ansim.investigation.warrants import Request
from ansim.investigation.words import LEGAL_BASES, PURPOSES

_MOMENT = "%Y-%m-%dT%H:%M"
MAXIMUM_OVERLAP_MINUTES = 24 * 60
MAXIMUM_DEGREES = 3


class MomentField(forms.DateTimeField):
    """A minute in Korean time, with the browser's own picker."""

    widget = forms.DateTimeInput(format=_MOMENT, attrs={"type": "datetime-local"})
    input_formats = (_MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


class CaseForm(forms.Form):
    """Phone number, pathogen and anchor date of a new case."""

    phone = forms.CharField(
        label=_("Phone number of the confirmed person"),
        max_length=30,
        help_text=_(
            "Turned into a random mark by the vault at once; the number itself is not stored."
        ),
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "off", "placeholder": "010-0000-0000"}
        ),
    )
    preset = forms.ChoiceField(label=_("Disease"))
    anchor_date = forms.DateField(
        label=_("Anchor date"),
        help_text=_(
            "COVID-19, MERS: onset of symptoms, or the specimen's date without symptoms. Measles: onset of the rash."
        ),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        language = get_language() or "ko"
        names = [(preset.key, preset.name(language)) for preset in presets().values()]
        self.fields["preset"] = forms.ChoiceField(label=_("Disease"), choices=names)
        self.order_fields(["phone", "preset", "anchor_date"])

    def clean_anchor_date(self) -> Any:
        """A date within the last year, since older anchors are typing errors."""
        day = self.cleaned_data["anchor_date"]
        if not self._today - timedelta(days=366) <= day <= self._today:
            raise ValidationError(
                _("The date must lie within the last year and not in the future.")
            )
        return day


class _Window(forms.Form):
    start = MomentField(label=_("From"))
    end = MomentField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and not timedelta(0) < end - start <= timedelta(seconds=LIMITS.window):
            raise ValidationError(
                _("The window must run forward and span at most %(days)d days.")
                % {"days": LIMITS.window // 86400}
            )
        return self.cleaned_data

    def seconds(self) -> tuple[int, int]:
        """The window in epoch seconds."""
        return int(self.cleaned_data["start"].timestamp()), int(
            self.cleaned_data["end"].timestamp()
        )


class WindowForm(_Window):
    """Another infectious window."""


class SearchForm(_Window):
    """The terms of a contact search."""

    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=[
            ("forward", _("forward: possibly infected")),
            ("backward", _("backward: possible source")),
        ],
        required=False,
    )
    minutes = forms.IntegerField(
        label=_("Minutes together, at least"), min_value=0, max_value=MAXIMUM_OVERLAP_MINUTES
    )
    degrees = forms.TypedChoiceField(
        label=_("Degree"),
        coerce=int,
        choices=[
            (1, _("1: direct contacts")),
            (2, _("2: and their contacts")),
            (3, _("3: and theirs")),
        ],
    )
    residual = forms.IntegerField(
        label=_("Minutes in the air after leaving"), min_value=0, max_value=MAXIMUM_OVERLAP_MINUTES
    )

    def terms(self, close: int | None = None) -> Terms:
        """The terms as the desk takes them. A minimum of 0 minutes means one second together."""
        start, end = self.seconds()
        minutes, air = self.cleaned_data["minutes"], self.cleaned_data["residual"]
        return Terms(
            start,
            end,
            max(1, minutes * 60),
            self.cleaned_data["degrees"],
            air * 60,
            self.cleaned_data["direction"] == "backward",
            close,
        )


class PassphraseForm(forms.Form):
    """The passphrase of one's own signing key."""

    passphrase = forms.CharField(
        label=_("Passphrase of your signing key"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class WarrantForm(PassphraseForm, _Window):
    """What a warrant asks for, with the officer's passphrase."""

    purpose = forms.ChoiceField(label=_("Purpose"))
    legal_basis = forms.ChoiceField(label=_("Legal basis"))
    row_cap = forms.IntegerField(
        label=_("People, at most"), min_value=1, max_value=LIMITS.row_cap, initial=200
    )
    valid_days = forms.IntegerField(
        label=_("Valid for days"), min_value=1, max_value=LIMITS.validity // 86400, initial=7
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"] = forms.ChoiceField(
            label=_("Purpose"), choices=[(one.value, words) for one, words in PURPOSES.items()]
        )
        self.fields["legal_basis"] = forms.ChoiceField(
            label=_("Legal basis"),
            choices=[(one.value, words) for one, words in LEGAL_BASES.items()],
        )
        self.order_fields(
            ["purpose", "legal_basis", "start", "end", "row_cap", "valid_days", "passphrase"]
        )

    def request(self) -> Request:
        """The request as a warrant is written from it."""
        start, end = self.seconds()
        data = self.cleaned_data
        return Request(
            LegalBasis(data["legal_basis"]),
            Purpose(data["purpose"]),
            start,
            end,
            data["row_cap"],
            data["valid_days"] * 86400,
        )


def moment(seconds: float) -> datetime:
    """Epoch seconds as a form and a page show them."""
    return datetime.fromtimestamp(seconds, VENUE_ZONE)
