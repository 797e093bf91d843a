"""Venues as the tracer tells them: those of the main database, and the invented ones of training cases.

Their numbers are apart, so neither is ever shown for the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from ansim.business.models import Venue, venues_with
from ansim.domain.categories import Category
from ansim.domain.invented_world import InventedVenue, invented_venue, is_invented_venue


@dataclass(frozen=True, slots=True)
class TrainingVenue:
    """An invented venue, in the words that pages have for a real one."""

    invented: InventedVenue
    phone: str = ""
    address: str = ""

    @property
    def full_name(self) -> str:
        """Its name in the reader's language; it says that it is invented."""
        one = self.invented
        return one.name_ko if (get_language() or "ko").startswith("ko") else one.name_en

    @property
    def kind(self) -> Category:
        """What it is for."""
        return self.invented.category

    @property
    def district(self) -> str:
        """The part of the invented town."""
        return self.invented.district


ToldVenue = Venue | TrainingVenue


def venues_told(numbers: Iterable[int]) -> dict[int, ToldVenue]:
    """The venues with these numbers; one that is not there any more is left out."""
    wanted = set(numbers)
    invented = {one: invented_venue(one) for one in wanted if is_invented_venue(one)}
    told: dict[int, ToldVenue] = dict(venues_with(wanted - invented.keys()).items())
    return told | {one: TrainingVenue(venue) for one, venue in invented.items() if venue}
