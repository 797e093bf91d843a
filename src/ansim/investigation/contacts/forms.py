"""The terms of a contact search."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.domain.contact_rules import ContactRule
from ansim.domain.pathogens import from_stored
from ansim.domain.search_bounds import LONGEST_AIR
from ansim.domain.shared_time import MINUTES
from ansim.investigation.contacts.words import CLASSES, REASONS, minutes_words
from ansim.investigation.lookups import SearchTerms
from ansim.investigation.models import Case
from ansim.investigation.time_fields import SpanForm

MAXIMUM_MINUTES: Final = 24 * 60


class SearchForm(SpanForm):
    """Between which minutes, for how long together, how many links away."""

    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=[
            ("forward", _("forward: possibly infected")),
            ("backward", _("backward: possible source")),
        ],
        required=False,
    )
    minutes = forms.IntegerField(
        label=_("Minutes together, at least"), min_value=0, max_value=MAXIMUM_MINUTES
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
        label=_("Minutes in the air after leaving"), min_value=0, max_value=LONGEST_AIR // 60
    )

    def terms(self, case: Case) -> SearchTerms:
        """The terms as the desk takes them. A minimum of 0 minutes means one second together."""
        start, end = self.seconds()
        close = from_stored(case.preset).contact_minutes.value
        return SearchTerms(
            start=start,
            end=end,
            minimum_overlap=max(1, self.cleaned_data["minutes"] * 60),
            degrees=self.cleaned_data["degrees"],
            residual=self.cleaned_data["residual"] * 60,
            backward=self.cleaned_data["direction"] == "backward",
            close=int(close * 60) if close else None,
        )


def start_values(case: Case) -> dict[str, object]:
    """The terms that the case's preset proposes."""
    preset = from_stored(case.preset)
    return {
        "start": case.window_start,
        "end": case.window_end,
        "minutes": int(preset.contact_minutes.value or 0),
        "degrees": 1,
        "residual": int(preset.residual_air_minutes.value or 0),
    }


class RuleForm(forms.Form):
    """From which time together, and how surely, a contact of the case is close."""

    minutes = forms.TypedChoiceField(label=_("Together"), coerce=int)
    chance = forms.IntegerField(
        label=_("Probability in percent, at least"), min_value=1, max_value=100
    )
    indoors = forms.BooleanField(label=_("indoors at least once"), required=False)
    air = forms.BooleanField(label=_("air alone counts too"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "rule", **kwargs})
        choices = [(one, minutes_words(one)) for one in MINUTES]
        self.fields["minutes"] = forms.TypedChoiceField(
            label=self.fields["minutes"].label, coerce=int, choices=choices
        )

    @classmethod
    def of(cls, rule: ContactRule) -> "RuleForm":
        """The form as the rule fills it."""
        return cls(
            initial={
                "minutes": rule.minutes,
                "chance": rule.chance,
                "indoors": rule.indoors,
                "air": rule.air,
            }
        )


class ClassForm(forms.Form):
    """Which class the chosen contacts get, and why."""

    kind = forms.ChoiceField(label=_("Class"), required=False)
    reason = forms.ChoiceField(label=_("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "class", **kwargs})
        classes = [(one.value, words) for one, (words, _tone) in CLASSES.items()]
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label,
            required=False,
            choices=[*classes, ("", _("as the rule says"))],
        )
        self.fields["reason"] = forms.ChoiceField(
            label=self.fields["reason"].label, choices=list(REASONS.items())
        )
