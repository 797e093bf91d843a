"""Rows of the pages: what the tracer answered, in words and with the venues' names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.functional import Promise

from ansim.business.categories import LABELS
from ansim.business.models import Venue
from ansim.domain.classification import Classification
from ansim.domain.evidence import Grade, Sign, grade
from ansim.investigation.desk import NumberedContact
from ansim.investigation.forms import moment
from ansim.investigation.words import CLASSES, GRADES, sign_words
from ansim.tracing.process.calls import ItineraryStay


@dataclass(frozen=True, slots=True)
class ShownStay:
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


@dataclass(frozen=True, slots=True)
class Day:
    """The stays that began on one local day."""

    day: date
    stays: list[ShownStay]


@dataclass(frozen=True, slots=True)
class ShownContact:
    """One line of the contact list. Minutes are rounded down; probability in percent."""

    number: int
    via: int | None
    degree: int
    minutes: int
    seconds: int
    encounters: int
    first: datetime
    last: datetime
    venue: Venue | None
    percent: int
    classification: str | Promise
    """In words; empty where the log proposes none."""
    tone: str


def venues_of(ids: Iterable[int]) -> dict[int, Venue]:
    """The venues with these ids; one that is not there any more is left out."""
    return Venue.objects.select_related("parent").in_bulk(set(ids))


def days_of(stays: Sequence[ItineraryStay]) -> list[Day]:
    """An itinerary by local day, oldest first."""
    venues = venues_of(stay.venue for stay in stays)
    shown = [_shown(stay, venues) for stay in stays]
    return [
        Day(day, list(group)) for day, group in groupby(shown, key=lambda one: one.entered.date())
    ]


def contacts_shown(rows: Sequence[NumberedContact]) -> list[ShownContact]:
    """Contacts as the list shows them, in the order given."""
    venues = venues_of(row.contact.venue for row in rows)
    return [
        ShownContact(
            number=row.number,
            via=row.via,
            degree=row.contact.degree,
            minutes=row.contact.overlap // 60,
            seconds=row.contact.overlap % 60,
            encounters=row.contact.encounters,
            first=moment(row.contact.first_exposed),
            last=moment(row.contact.last_exposed),
            venue=venues.get(row.contact.venue),
            percent=round(row.contact.probability * 100),
            classification=words,
            tone=tone,
        )
        for row in rows
        for words, tone in [_class_of(row)]
    ]


def _class_of(row: NumberedContact) -> tuple[str | Promise, str]:
    proposed = row.contact.classification
    return CLASSES[Classification(proposed)] if proposed else ("", "")


def _shown(stay: ItineraryStay, venues: Mapping[int, Venue]) -> ShownStay:
    venue = venues.get(stay.venue)
    graded = grade(Sign(stay.signs)) if stay.possible else Grade.DOUBTFUL
    words, tone = GRADES[graded]
    return ShownStay(
        venue=venue,
        category=LABELS[venue.kind] if venue else "",
        entered=moment(stay.entered),
        left=moment(stay.left),
        imputed=stay.imputed,
        party=stay.party,
        grade=words,
        tone=tone,
        signs=sign_words(stay.signs),
        possible=stay.possible,
        doubtful=graded is Grade.DOUBTFUL,
    )
