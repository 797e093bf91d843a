"""What an officer chooses for a campaign beside its people."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.domain.campaigns.contact_answers import (
    NO_SYMPTOM,
    AnswerError,
    ContactAnswer,
    read_answer,
)
from ansim.domain.campaigns.message_words import HAVE_DAY, CampaignTemplate
from ansim.domain.campaigns.references import read_reference
from ansim.investigation.campaigns.words import (
    FAULTS,
    LANGUAGES,
    NO_SYMPTOMS,
    SYMPTOMS,
    TEMPLATES,
)

LONGEST_DAYS = 60


class CampaignForm(forms.Form):
    """Which message, in which languages, until which day, and whether it goes at night too."""

    template = forms.ChoiceField(label=_("Message"))
    day = forms.DateField(
        label=_("Until which day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_(
            "Each person gets one: that of their number's country, where it is chosen here."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    night = forms.BooleanField(
        label=_("Send at night too"),
        help_text=_("Otherwise nothing goes from 21:00 to 08:00."),
        required=False,
    )

    def __init__(self, today: date, *args: Any, correction: bool = False, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        kinds = {
            one: text
            for one, text in TEMPLATES.items()
            if (one is CampaignTemplate.CORRECTION) == correction
        }
        offered = [(one.value, text) for one, text in kinds.items()]
        self.fields["template"] = forms.ChoiceField(label=_("Message"), choices=offered)
        field = self.fields["languages"]
        self.fields["languages"] = forms.MultipleChoiceField(
            label=field.label,
            help_text=field.help_text,
            choices=list(LANGUAGES.items()),
            widget=forms.CheckboxSelectMultiple,
        )
        if correction:
            self.fields.pop("day")

    def clean(self) -> dict[str, Any]:
        """A day just where the message says one, and not long from now."""
        kind, day = self.cleaned_data.get("template"), self.cleaned_data.get("day")
        if kind is None or "day" not in self.fields:
            return self.cleaned_data
        if CampaignTemplate(kind) not in HAVE_DAY:
            self.cleaned_data["day"] = None
        elif day is None:
            self.add_error("day", ValidationError(_("Please say until which day.")))
        elif not self.today <= day <= self.today + timedelta(days=LONGEST_DAYS):
            words = _("The day lies from today on, %(days)d days ahead at most.")
            self.add_error("day", ValidationError(words % {"days": LONGEST_DAYS}))
        return self.cleaned_data

    @property
    def kind(self) -> CampaignTemplate:
        """The message of a form that is valid."""
        return CampaignTemplate(self.cleaned_data["template"])


def first_values(today: date) -> dict[str, Any]:
    """What the form proposes."""
    return {"day": today + timedelta(days=3), "languages": list(LANGUAGES)}


class PhoneAnswerForm(forms.Form):
    """What somebody who was told says on the phone, by the reference of their message."""

    reference = forms.CharField(
        label=_("Reference"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    symptoms = forms.MultipleChoiceField(
        label=_("How they feel"),
        required=False,
        choices=[(one.value, words) for one, words in SYMPTOMS.items()]
        + [(NO_SYMPTOM, NO_SYMPTOMS)],
        widget=forms.CheckboxSelectMultiple,
    )
    test_on = forms.CharField(
        label=_("Will be tested on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    not_me = forms.BooleanField(label=_("Says that it was not them"), required=False)
    language = forms.ChoiceField(
        label=_("Wishes to be written to in"),
        required=False,
        choices=[("", _("as before")), *LANGUAGES.items()],
    )

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        self.today = today
        self.said = ContactAnswer()
        super().__init__(*args, **kwargs)

    def clean_reference(self) -> str:
        """The reference in its one written form."""
        reference = read_reference(self.cleaned_data["reference"])
        if reference is None:
            raise ValidationError(_("No message of this campaign has that reference."))
        return reference

    def clean(self) -> dict[str, Any]:
        """What was said, as `said`, by the one rule of answers."""
        data = self.cleaned_data
        if self.errors:
            return data
        try:
            self.said = read_answer(
                not_me=data["not_me"],
                test_on=data["test_on"],
                symptoms=data["symptoms"],
                language=data["language"],
                today=self.today,
            )
        except AnswerError as error:
            raise ValidationError(FAULTS[error.fault]) from None
        return data
