"""Find venues by what staff know of them: a name, an address, a district, or a code from a poster."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ansim.business.models import Venue
from ansim.domain.codes import read_code

PAGE = 50


@dataclass(frozen=True, slots=True)
class FoundVenues:
    """One page of venues in the order of their ids; `following` is the id to go on after, or None."""

    venues: list[Venue]
    following: int | None


def find_venues(words: str, after: int = 0, size: int = PAGE) -> FoundVenues:
    """Venues that hold every word in name, English name, address or district, or bear that very code."""
    found = list(_matching(words).filter(id__gt=after).order_by("id")[: size + 1])
    return FoundVenues(found[:size], found[size - 1].id if len(found) > size else None)


def _matching(words: str) -> QuerySet[Venue]:
    venues = Venue.objects.select_related("parent")
    if (code := read_code(words)) is not None:
        return venues.filter(codes__code=code)
    for word in words.split()[:6]:
        venues = venues.filter(
            Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(address__icontains=word)
            | Q(district__icontains=word)
        )
    return venues
