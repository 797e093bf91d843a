"""Wishes in words: from what to what, and how far a pin moves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ansim.business.admission.kinds import KIND_LABELS
from ansim.business.admission.words import WISH_REASONS
from ansim.business.category_words import LABELS
from ansim.business.models import Venue
from ansim.domain.distances import metres_between
from ansim.domain.venue_wishes import WishReason

_TEXTS: Final = {"name": gettext_lazy("Name on the sign"), "address": gettext_lazy("Address")}


@dataclass(frozen=True, slots=True)
class Difference:
    """One particular: what it is, how it stands, how it would be."""

    what: Promise | str
    before: Promise | str
    after: Promise | str


def differences(venue: Venue, wanted: Mapping[str, Any]) -> list[Difference]:
    """What would become other than it stands, in the order of the form."""
    found = [
        Difference(label, getattr(venue, name) or "–", wanted[name])
        for name, label in _TEXTS.items()
        if name in wanted
    ]
    if "kind_of_site" in wanted:
        found.append(
            Difference(
                _("Kind of place"),
                KIND_LABELS.get(venue.kind_of_site) or LABELS[venue.kind],
                KIND_LABELS.get(wanted["kind_of_site"], wanted["kind_of_site"]),
            )
        )
    if "latitude" in wanted:
        after = wanted["latitude"], wanted["longitude"]
        found.append(Difference(_("Pin"), _pin(venue), _moved(venue, after, wanted["district"])))
    return found


def reasons_in_words(reasons: Iterable[str]) -> list[Promise | str]:
    """Why a clerk looks at a wish, as it was stored with it."""
    return [WISH_REASONS[WishReason(one)] for one in reasons if one in set(WishReason)]


def _pin(venue: Venue) -> str:
    if venue.latitude is None or venue.longitude is None:
        return "–"
    return _point((venue.latitude, venue.longitude))


def _moved(venue: Venue, after: tuple[float, float], town: str) -> str:
    """The point, its town, and how far it lies from where the pin stands."""
    parts = [_point(after), town or _("in no town")]
    if venue.latitude is not None and venue.longitude is not None:
        metres = round(metres_between((venue.latitude, venue.longitude), after))
        parts.append(_("%(metres)s m from there") % {"metres": metres})
    return " · ".join(parts)


def _point(place: tuple[float, float]) -> str:
    return f"{place[0]:.5f}, {place[1]:.5f}"
