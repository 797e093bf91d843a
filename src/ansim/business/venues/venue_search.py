"""Find venues by what staff know of them: a name or its initials, an address, a kind, or a code from a poster."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from ansim.business.models import Venue, VenueCode
from ansim.business.venue_words import with_words
from ansim.domain.categories import Category
from ansim.domain.codes import read_code

PAGE = 50


@dataclass(frozen=True, slots=True)
class VenueQuestion:
    """What is looked for. `code`: True for venues with a live code, False for those without, None for both."""

    words: str = ""
    category: Category | None = None
    code: bool | None = None


@dataclass(frozen=True, slots=True)
class FoundVenues:
    """One page of venues in the order of their ids; `following` is the id to go on after, or None."""

    venues: list[Venue]
    following: int | None


def find_venues(question: VenueQuestion, after: int = 0, size: int = PAGE) -> FoundVenues:
    """Venues that every word fits, by name, English name, initials, address, district or kind; or that very code."""
    matching = _matching(question).filter(id__gt=after).order_by("id")
    if question.code is not None:
        # Every venue is looked at: by its id alone, out of two indexes. Whole rows take twice as long.
        ids = list(matching.values_list("id", flat=True)[: size + 1])
        matching = Venue.objects.select_related("parent").filter(id__in=ids).order_by("id")
    found = list(matching[: size + 1])
    return FoundVenues(found[:size], found[size - 1].id if len(found) > size else None)


def _matching(question: VenueQuestion) -> QuerySet[Venue]:
    venues = Venue.objects.select_related("parent")
    if (code := read_code(question.words)) is not None:
        return venues.filter(codes__code=code)
    venues = with_words(venues, question.words)
    if question.category is not None:
        venues = venues.filter(category=question.category)
    if question.code is not None:
        live = Exists(VenueCode.objects.filter(venue=OuterRef("pk"), revoked_at__isnull=True))
        venues = venues.filter(live if question.code else ~live)
    return venues
