"""What an owner states. Days lie in the past, and no person's name is asked for."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ansim.business.proof.words import DESTROYERS

EARLIEST: Final = timedelta(days=3 * 366)
"""How far back a statement may lie: before it there was no such log."""


class DayField(forms.DateField):
    """A day that is not ahead and not of another age."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
        )


class Statement(forms.Form):
    """Something that the owner states on a day; `today` is the calendar day at the venue."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Refuse days ahead and days of long ago."""
        values = super().clean() or {}
        for name, field in self.fields.items():
            day = values.get(name)
            if isinstance(field, DayField) and day is not None:
                if day > self.today:
                    self.add_error(name, _("That day is still ahead."))
                elif day < self.today - EARLIEST:
                    self.add_error(name, _("That is too long ago."))
        return values


class HungForm(Statement):
    """That a poster hangs."""

    day = DayField(_("Hanging since"))
    entrance = forms.CharField(
        label=_("At which entrance"),
        required=False,
        max_length=40,
        help_text=_("Such as: front door, car park. Empty: at every entrance."),
    )


class LogForm(Statement):
    """That a hand-written log was kept."""

    first = DayField(_("First day of the log"))
    last = DayField(_("Last day of the log"))

    def clean(self) -> dict[str, Any]:
        """A log ends no sooner than it begins."""
        values = super().clean()
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("That is before its first day."))
        return values


class DestroyedForm(Statement):
    """That a hand-written log was destroyed."""

    day = DayField(_("Destroyed on"))
    by = forms.ChoiceField(
        label=_("By whom"),
        choices=[(one.value, label) for one, label in DESTROYERS.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last

    def clean(self) -> dict[str, Any]:
        """Nothing is destroyed before its last entry."""
        values = super().clean()
        day = values.get("day")
        if day is not None and day < self.last:
            self.add_error("day", _("That is before the last day of the log."))
        return values
