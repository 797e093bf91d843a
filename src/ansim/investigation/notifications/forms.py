"""What somebody enters who notifies a case."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ansim.domain.notification import NOBODY, OLDEST_ANCHOR
from ansim.domain.pathogens import Anchor, presets
from ansim.identity.emails import EmailError, read_email
from ansim.identity.phones import PhoneError, read_phone
from ansim.investigation.notifications.words import ANCHORS
from ansim.investigation.refusals import refusal

PHONE = forms.TextInput(
    attrs={"type": "tel", "autocomplete": "off", "placeholder": "010-0000-0000"}
)


class DiseaseForm(forms.Form):
    """The disease of a case, and the day that it counts from."""

    preset = forms.ChoiceField(label=_("Disease"))
    anchor_kind = forms.ChoiceField(label=_("The date is that of"))
    anchor_date = forms.DateField(
        label=_("Anchor date"),
        help_text=_(
            "COVID-19, MERS: onset of symptoms, or the specimen's date without symptoms. Measles: onset of the rash."
        ),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        language = get_language() or "ko"
        names = [(preset.key, preset.name(language)) for preset in presets().values()]
        kinds = [(anchor.value, words) for anchor, words in ANCHORS.items()]
        self.fields["preset"] = forms.ChoiceField(label=_("Disease"), choices=names)
        self.fields["anchor_kind"] = forms.ChoiceField(
            label=_("The date is that of"), choices=kinds
        )

    def clean_anchor_date(self) -> Any:
        """A date within the last year, since older anchors are typing errors."""
        day = self.cleaned_data["anchor_date"]
        if not self._today - timedelta(days=OLDEST_ANCHOR) <= day <= self._today:
            raise ValidationError(
                _("The date must lie within the last year and not in the future.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        """A day that the disease counts from."""
        data = self.cleaned_data
        preset = presets().get(data.get("preset", ""))
        if preset and data.get("anchor_kind") not in {one.value for one in preset.anchors}:
            fitting = ", ".join(str(ANCHORS[one]) for one in preset.anchors)
            words = _("This disease counts from: %(fitting)s")
            self.add_error("anchor_kind", ValidationError(words % {"fitting": fitting}))
        return data

    @property
    def counted_from(self) -> Anchor:
        """What happened on the day."""
        return Anchor(self.cleaned_data["anchor_kind"])


class NotificationForm(DiseaseForm):
    """Whom the case is about beside that: a number, an e-mail address, or nobody who signed up."""

    phone = forms.CharField(
        label=_("Phone number of the confirmed person"),
        max_length=254,
        required=False,
        help_text=_(
            "It stands in the text that you sign. The vault turns it into a random mark at once and stores it nowhere."
        ),
        widget=PHONE,
    )
    nobody = forms.BooleanField(
        label=_("Without a number: the person never signed up, or has no phone"), required=False
    )
    unverified = forms.BooleanField(
        label=_("Nobody verified this number: it was given at a counter or by a call"),
        required=False,
    )
    field_order = ("phone", "preset", "anchor_kind", "anchor_date", "nobody", "unverified")

    def clean(self) -> dict[str, Any]:
        """One person or nobody, in one written form."""
        data = super().clean()
        try:
            data["subject"] = self._subject()
        except (PhoneError, EmailError) as error:
            self.add_error("phone", refusal(error))
        return data

    def _subject(self) -> str:
        written = self.cleaned_data.get("phone", "")
        if self.cleaned_data.get("nobody"):
            if written:
                self.add_error("nobody", _("Either a number, or this: not both."))
            return NOBODY
        if not written:
            self.add_error("phone", _("This field is required."))
            return NOBODY
        if "@" in written and self.cleaned_data.get("unverified"):
            self.add_error("unverified", _("Nobody gives an e-mail address at a counter."))
        return read_email(written) if "@" in written else read_phone(written)


class AskPatientForm(DiseaseForm):
    """Where a patient's code goes beside that, and in which language too."""

    phone = forms.CharField(
        label=_("The patient's own phone number"),
        max_length=30,
        help_text=_(
            "A text message with six digits goes there. Ask the patient to read it to the end, and to read the digits out."
        ),
        widget=PHONE,
    )
    language = forms.ChoiceField(
        label=_("Language of the message"),
        choices=[("ko", "한국어"), ("en", "English"), ("zh", "中文"), ("ja", "日本語")],
        help_text=_("The language of the number's country comes with it always."),
    )
    field_order = ("phone", "language", "preset", "anchor_kind", "anchor_date")


class PatientCodeForm(forms.Form):
    """The digits as the patient read them out."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("Six digits that the patient reads out"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
