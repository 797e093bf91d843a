"""Opening hours as an owner enters them: one span for most, and beside it what is otherwise on some days.

The plain case is two times. Breaks, other hours of a weekday, of public holidays and of single dates are lines of text,
as they are quicker on a phone than thirty lists to choose from.
"""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ansim.business.hours_in_words import WEEKDAYS as NAMES
from ansim.domain.opening import WEEKDAYS, OpeningHoursError
from ansim.domain.opening_words import read_dates, read_spans, read_time

PLAIN: Final = ("opens", "closes", "closed_days", "holidays")
LINES: Final = (*(f"on_{day}" for day in WEEKDAYS), "on_holidays")
HOURS_FIELDS: Final = (*PLAIN, *LINES, "dates")


class SpansField(forms.CharField):
    """The hours of one day in a line of text; stays text, as it is shown again as it was written."""

    def __init__(self, label: Any, day: Any = None) -> None:
        """`day`: how its hint names the day, where that is not as the label has it."""
        widget = forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": "09:00-14:00, 17:00-22:00"}
        )
        hint = format_lazy(
            _("Only if {day} differs, so that check-ins on it are judged rightly."),
            day=day or label,
        )
        super().__init__(label=label, max_length=100, required=False, widget=widget, help_text=hint)

    def clean(self, value: Any) -> str:
        """The text. Raises ValidationError where it is no hours."""
        text = str(super().clean(value) or "")
        if text:
            _checked(
                read_spans, text, _("Please write hours as 09:00-14:00, 17:00-22:00, or closed.")
            )
        return text


class DatesField(forms.CharField):
    """Single dates with their hours, one a line."""

    def clean(self, value: Any) -> str:
        """The text. Raises ValidationError where a line is no date with hours."""
        text = str(super().clean(value) or "")
        _checked(
            read_dates, text, _("Please write a date and its hours on each line: 2026-12-24 closed")
        )
        return text


class TimeField(forms.CharField):
    """A time as people write it, given as 09:00."""

    def clean(self, value: Any) -> str:
        """`09:00`, or an empty text. Raises ValidationError."""
        text = str(super().clean(value) or "")
        return _checked(read_time, text, _("Please write a time as 09:00.")) if text else ""


class HoursForm(forms.Form):
    """The hours of a venue, as a form of their own or as part of another."""

    opens = TimeField(
        label=_("Opens at"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-format": "00:00"}),
        help_text=_("Check-ins while you are closed are marked as doubtful."),
    )
    closes = TimeField(
        label=_("Closes at"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-format": "00:00"}),
        help_text=_("A stay ends with it at the latest. After midnight is understood: 02:00."),
    )
    closed_days = forms.MultipleChoiceField(
        label=_("Closed on"),
        choices=tuple(NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The days on which you are closed every week."),
    )
    holidays = forms.ChoiceField(
        label=_("Public holidays"),
        choices=[("", _("not said")), ("open", _("open")), ("closed", _("closed"))],
        required=False,
        help_text=_("So that check-ins on public holidays are judged rightly."),
    )
    on_mon = SpansField(NAMES["mon"])
    on_tue = SpansField(NAMES["tue"])
    on_wed = SpansField(NAMES["wed"])
    on_thu = SpansField(NAMES["thu"])
    on_fri = SpansField(NAMES["fri"])
    on_sat = SpansField(NAMES["sat"])
    on_sun = SpansField(NAMES["sun"])
    on_holidays = SpansField(_("Public holidays, hours of their own"), day=_("a public holiday"))
    dates = DatesField(
        label=_("Single dates"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "2026-12-24 10:00-14:00"}),
        help_text=_("One a line; several days in a row as 2026-07-30~2026-08-02 closed."),
    )

    def clean(self) -> dict[str, Any]:
        """What the fields say together."""
        given = self.cleaned_data
        if bool(given.get("opens")) != bool(given.get("closes")):
            missing = "closes" if given.get("opens") else "opens"
            if missing not in self.errors:
                self.add_error(missing, _("Please say both, when you open and when you close."))
        elif given.get("opens") == "24:00":
            self.add_error("opens", _("Please write a time as 09:00."))
        return given

    @property
    def hours_fields(self) -> list[forms.BoundField]:
        """The plain case."""
        return [self[name] for name in PLAIN]

    @property
    def other_days(self) -> list[forms.BoundField]:
        """What is otherwise on some days."""
        return [self[name] for name in (*LINES, "dates")]

    @property
    def other_days_open(self) -> bool:
        """Whether one of those says something, so that they are to be seen."""
        return any(field.errors or field.value() for field in self.other_days)


def _checked(read: Any, text: str, words: Any) -> Any:
    try:
        return read(text)
    except OpeningHoursError:
        raise ValidationError(words) from None
