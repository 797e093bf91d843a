"""An itinerary as the page shows it: stays of the log and those typed in, by local day and in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ansim.business.category_words import LABELS
from ansim.business.hours_in_words import HoursShown, in_words
from ansim.business.models import Venue, places_by_day
from ansim.domain.evidence import Grade, Sign, grade
from ansim.investigation.itinerary.strips import Bar, DrawnStay, Gap, bars_of, gaps_of
from ansim.investigation.itinerary.words import (
    CONFIDENCES,
    SOURCES,
    STATES,
    method_words,
    sign_words,
)
from ansim.investigation.lookups import HandStay, ToldVenue, venues_told
from ansim.investigation.time_fields import moment
from ansim.investigation.words import GRADES
from ansim.tracing.process.calls import ItineraryStay


@dataclass(frozen=True, slots=True)
class StayRow:
    """One stay on the itinerary. `ref`, `state`, `note`: of one that was typed in."""

    venue: ToldVenue | None
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
    source: str = "log"
    ref: str = ""
    state: str = ""
    note: str = ""
    twice: bool = False
    """Whether the log tells of the same stay too: it counts once."""

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

    @property
    def source_words(self) -> Promise | str:
        """Where it is known from."""
        return SOURCES[self.source]

    @property
    def state_words(self) -> Promise | str:
        """Whether it is signed for; empty for a stay of the log."""
        return STATES[self.state][0] if self.state else ""

    @property
    def state_tone(self) -> str:
        """The colour of that."""
        return STATES[self.state][1] if self.state else ""

    @property
    def hours(self) -> HoursShown | None:
        """When the venue is open; None of an invented one."""
        venue = self.venue
        return in_words(venue, self.entered.date()) if isinstance(venue, Venue) else None

    @property
    def span(self) -> DrawnStay:
        """As the strip of its day draws it."""
        name = self.venue.full_name if self.venue else ""
        title = f"{self.entered:%H:%M}–{self.until} {name} ({self.source_words})"
        start, end = int(self.entered.timestamp()), int(self.left.timestamp())
        return DrawnStay(start, end, self.source, self.imputed, title)


@dataclass(frozen=True, slots=True)
class ItineraryDay:
    """The stays that began on one local day, and the strip of that day."""

    day: date
    stays: list[StayRow]
    bars: list[Bar] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def days_of(
    stays: Sequence[ItineraryStay], typed: Sequence[HandStay] = (), days: Iterable[date] = ()
) -> list[ItineraryDay]:
    """An itinerary by local day, oldest first; of `days` also those on which nothing is known."""
    numbers = [*(one.venue for one in stays), *(one.said.venue for one in typed)]
    venues, places = venues_told(numbers), places_by_day(numbers)
    rows = [_row(stay, venues, places) for stay in stays]
    for one in typed:
        twice = any(
            stay.venue == one.said.venue
            and stay.entered <= one.said.end
            and one.said.start <= stay.left
            for stay in stays
        )
        rows.append(replace(_typed_row(one, venues, places), twice=twice))
    by_day: dict[date, list[StayRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.entered):
        by_day[row.entered.date()].append(row)
    spans = [row.span for row in rows]
    return [
        ItineraryDay(day, by_day[day], bars_of(day, spans), gaps_of(day, spans))
        for day in sorted(by_day.keys() | set(days))
    ]


def _row(
    stay: ItineraryStay, venues: Mapping[int, ToldVenue], places: Mapping[tuple[int, date], str]
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


def _typed_row(
    stay: HandStay, venues: Mapping[int, ToldVenue], places: Mapping[tuple[int, date], str]
) -> StayRow:
    said, venue = stay.said, venues.get(stay.said.venue)
    words, tone = CONFIDENCES[said.confidence]
    return StayRow(
        venue=venue,
        category=LABELS[venue.kind] if venue else "",
        entered=moment(said.start),
        left=moment(said.end),
        imputed=False,
        party=0,
        grade=words,
        tone=tone,
        signs=[],
        possible=True,
        doubtful=False,
        stood_at=places.get((said.venue, moment(said.start).date()), ""),
        source=said.source,
        ref=stay.ref,
        state="signed" if stay.signed else "waiting" if stay.waiting else "unsigned",
        note=said.note,
    )
