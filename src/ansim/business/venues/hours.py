"""Opening hours in words. Stored as `{"mon": [["09:00", "22:00"]], …}`; null means unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WEEKDAYS: Final = MappingProxyType(
    {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    }
)


@dataclass(frozen=True, slots=True)
class DayHours:
    """A weekday and its periods; no period means closed."""

    day: Promise | str
    periods: tuple[str, ...]


def in_words(hours: Mapping[str, Sequence[Sequence[str]]] | None) -> list[DayHours]:
    """One line a weekday; an empty list where the hours are unknown."""
    if hours is None:
        return []
    return [
        DayHours(name, tuple(f"{start}-{end}" for start, end in hours.get(key, ())))
        for key, name in WEEKDAYS.items()
    ]
