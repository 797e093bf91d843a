"""An itinerary as the page shows it: stays by local day, in words and with the venues' names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ansim.business.category_words import LABELS
from ansim.business.models import Venue, places_by_day, venues_with
from ansim.domain.evidence import Grade, Sign, grade
from ansim.investigation.itinerary.words import method_words, sign_words
from ansim.investigation.time_fields import moment
from ansim.investigation.words import GRADES
from ansim.tracing.process.calls import ItineraryStay


@dataclass(frozen=True, slots=True)
class StayRow:
    """One stay on the itinerary."""

    venue: Venue | None
    category: Promise | str
    entered: datetime
    left: datetime
    imputed: bool
    party: int
    grade: Promise | str
    tone: str
    signs: list[str]
    possible: bool
    doubtful: bool
    stood_at: str = ""  # of a mobile venue: where it stood that day

    @property
    def facts(self) -> list[str]:
        """What is known beside the venue's name: kind, district, phone, companions."""
        facts = [str(self.category)]
        if self.venue:
            facts += [self.stood_at or self.venue.district, self.venue.phone or ""]
        if self.party:
            facts.append(_("with %(count)s companions") % {"count": self.party})
        return [fact for fact in facts if fact]

    @property
    def until(self) -> str:
        """When it ended; with its day where that is another than it began on."""
        same = self.left.date() == self.entered.date()
        return self.left.strftime("%H:%M" if same else "%m-%d %H:%M")


@dataclass(frozen=True, slots=True)
class ItineraryDay:
    """The stays that began on one local day."""

    day: date
    stays: list[StayRow]


def days_of(stays: Sequence[ItineraryStay]) -> list[ItineraryDay]:
    """An itinerary by local day, oldest first."""
    venues = venues_with(stay.venue for stay in stays)
    places = places_by_day(stay.venue for stay in stays)
    rows = [_row(stay, venues, places) for stay in stays]
    return [
        ItineraryDay(day, list(group))
        for day, group in groupby(rows, key=lambda one: one.entered.date())
    ]


def _row(
    stay: ItineraryStay, venues: Mapping[int, Venue], places: Mapping[tuple[int, date], str]
) -> StayRow:
    venue = venues.get(stay.venue)
    graded = grade(Sign(stay.signs)) if stay.possible else Grade.DOUBTFUL
    words, tone = GRADES[graded]
    return StayRow(
        venue=venue,
        category=LABELS[venue.kind] if venue else "",
        entered=moment(stay.entered),
        left=moment(stay.left),
        imputed=stay.imputed,
        party=stay.party,
        grade=words,
        tone=tone,
        signs=[*method_words(stay.method), *sign_words(stay.signs)],
        possible=stay.possible,
        doubtful=graded is Grade.DOUBTFUL,
        stood_at=places.get((stay.venue, moment(stay.entered).date()), ""),
    )
