"""Steps of venues in words: what happened, which particulars changed from what to what."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ansim.business.admission.kinds import KIND_LABELS
from ansim.business.admission.words import NOT_CHANGED
from ansim.business.category_words import LABELS
from ansim.business.particulars_form import VENTILATION
from ansim.domain.categories import Category
from ansim.domain.days import VENUE_ZONE
from ansim.domain.venue_life import Closing, OldCode, VenueChange
from ansim.domain.venue_wishes import WishEnd

CHANGES: Final[Mapping[str, Promise | str]] = MappingProxyType(
    {
        VenueChange.CLOSED: _("Closed"),
        VenueChange.REOPENED: _("Opened again"),
        VenueChange.DATES: _("Days of the event changed"),
        VenueChange.RENAMED: _("Renamed"),
        VenueChange.JOINED: _("Became part of a site"),
        VenueChange.PARTED: _("Is part of the site no more"),
        VenueChange.HANDED_OVER: _("Handed over"),
        VenueChange.REGISTERED: _("Registered"),
        VenueChange.CHANGED: _("Particulars changed"),
        VenueChange.LISTED: _("Changed by a list"),
        VenueChange.CODE_ISSUED: _("QR code issued"),
        VenueChange.CODE_REPLACED: _("New QR code issued"),
        VenueChange.CODE_STOPPED: _("QR code stopped"),
        VenueChange.ASKED: _("Change asked for"),
        VenueChange.ASKED_NO_MORE: _("Taken back what was asked"),
        VenueChange.TURNED_DOWN: _("Not changed as asked"),
    }
)
WHYS: Final[Mapping[str, Promise | str]] = MappingProxyType(
    {
        Closing.OWNER: _("by whoever runs it"),
        Closing.CLERK: _("by a clerk"),
        Closing.REGISTER: _("by the register of licensed places"),
        Closing.SITE: _("with the place around it"),
        Closing.MOVED: _("as it goes on elsewhere"),
        OldCode.WAITS: _("the poster before stays good for 48 hours"),
        WishEnd.AT_ONCE: _("at once, as it stays the same place"),
        WishEnd.GRANTED: _("as its owner asked"),
        **{reason: explained.told for reason, explained in NOT_CHANGED.items()},
        OldCode.AT_ONCE: _("the poster before is refused at once"),
    }
)
COLUMNS: Final[Mapping[str, Promise | str]] = MappingProxyType(
    {
        "name": _("Name on the sign"),
        "name_en": _("Name in English"),
        "category": _("Category"),
        "kind_of_site": _("Kind of place"),
        "district": _("District"),
        "address": _("Address"),
        "place": _("Place"),
        "latitude": _("Latitude"),
        "longitude": _("Longitude"),
        "phone": _("Phone of the place"),
        "opening_hours": _("Opening hours"),
        "opening_days": _("Public holidays and single dates"),
        "capacity": _("Most people at a time"),
        "floor_area": _("Floor area in m²"),
        "indoor": _("Indoors"),
        "ventilation": _("Ventilation"),
        "unmanned": _("There is no staff"),
        "valid_from": _("First day"),
        "valid_until": _("Last day"),
    }
)
_LONG: Final = frozenset({"opening_hours", "opening_days"})  # said as changed; their pages show how
_YES: Final = MappingProxyType({True: _("It is so"), False: _("It is not so")})


def changes_in_words(changed: Mapping[str, Any]) -> Iterator[str]:
    """A line for each particular: from what to what, where that is kept and short."""
    for name, values in changed.items():
        label = COLUMNS.get(name, name)
        if name in _LONG or not isinstance(values, list) or len(values) != 2:
            yield str(label)
        else:
            before, after = (_shown(name, value) for value in values)
            yield f"{label}: {before} → {after}"


def _shown(name: str, value: Any) -> Promise | str:
    if value is None or value == "":
        return "–"
    return _SHOWN[name](value) if name in _SHOWN else str(value)


def _day(value: Any) -> str:
    try:
        return datetime.fromisoformat(str(value)).astimezone(VENUE_ZONE).date().isoformat()
    except ValueError:
        return str(value)


def _category(value: Any) -> Promise | str:
    return LABELS[Category(value)] if value in set(Category) else str(value)


_SHOWN: Final[Mapping[str, Callable[[Any], Promise | str]]] = MappingProxyType(
    {
        "category": _category,
        "kind_of_site": lambda value: KIND_LABELS.get(value, str(value)),
        "indoor": lambda value: _YES.get(value, str(value)),
        "unmanned": lambda value: _YES.get(value, str(value)),
        "ventilation": lambda value: VENTILATION.get(str(value), str(value)),
        "valid_from": _day,
        "valid_until": _day,
    }
)
