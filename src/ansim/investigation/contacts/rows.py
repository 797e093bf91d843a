"""Contacts as the pages show them: numbered in their case, sorted by its rule, in words and with the venues' names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ansim.business.models import Venue
from ansim.domain.categories import Category
from ansim.domain.classification import Classification
from ansim.domain.contact_rules import ContactRule, SharedWithCase, class_by
from ansim.domain.evidence import Grade, Sign, grade
from ansim.domain.invented_world import is_invented_venue
from ansim.domain.shared_time import likely_range, percent_shared
from ansim.investigation.contacts.numbering import number_contacts
from ansim.investigation.contacts.sorting_rule import ByHand, by_hand, rule_of
from ansim.investigation.contacts.words import AIR, class_words
from ansim.investigation.lookups import Desk, venues_told
from ansim.investigation.models import Case
from ansim.investigation.time_fields import moment
from ansim.investigation.words import GRADES
from ansim.tracing.process.calls import Contact, Encounter

_ORDER: Final = (Classification.CLOSE, Classification.CASUAL, Classification.UNLIKELY, None)
_EPOCH: Final = date(1970, 1, 1).toordinal()
_EAST: Final = 9 * 3600  # Korea keeps no summer time
_OUTDOORS: Final = frozenset({Category.SIGHT})
"""Kinds that are outdoors where the venue does not say."""


class NamedPlace(NamedTuple):
    """A venue as a row says it. `mark` stands for it in addresses, which say nothing of where a case was."""

    full_name: str
    indoors: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Sorting:
    """By what contacts are sorted into classes."""

    rule: ContactRule
    by_hand: ByHand


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact under its number in the case; `via` is the number it hangs on, None for the case itself.

    `venue` is where the first exposure happened, None where it is gone and beyond degree 1; `kind` is the class, None where
    nothing is proposed;
    `percent` the probability of the rule's time, None beyond degree 1.
    """

    number: int
    via: int | None
    contact: Contact
    venue: NamedPlace | None
    kind: Classification | None
    is_by_hand: bool
    percent: int | None
    evidence: Grade | None
    air: str
    facets: Mapping[str, str]
    keys: Mapping[str, Any] = field(repr=False)

    @property
    def classification(self) -> str | Promise:
        """The class in words; empty where there is none."""
        return class_words(self.kind)[0]

    @property
    def tone(self) -> str:
        """Of the badge of the class."""
        return class_words(self.kind)[1]

    @property
    def is_estimated(self) -> bool:
        """Whether the time together rests on an end that nobody recorded."""
        return any(one.estimated for one in self.contact.met)

    @property
    def is_direct(self) -> bool:
        """Whether place, time and minutes are told: they are of who met the case, of nobody else (RIGHTS §1, rule 5)."""
        return self.contact.venue is not None

    @property
    def together(self) -> str:
        """The time together in words, rounded down; "≈" where an end was recorded by nobody. Empty beyond degree 1."""
        if not self.is_direct:
            return ""
        words = time_words(self.contact.overlap)
        return f"≈ {words}" if self.is_estimated else words

    @property
    def range(self) -> str:
        """Between which minutes it probably was, where it is estimated; empty where nothing is known of that."""
        if not self.is_estimated or not self.contact.chances:
            return ""
        least, most = likely_range(self.contact.chances)
        if most is None:
            return _("%(least)s or more") % {"least": least}
        return f"{least}–{most}"

    @property
    def evidence_words(self) -> tuple[str | Promise, str]:
        """The best grade of the contact's check-ins there, with the tone of its badge; empty beyond degree 1."""
        return GRADES[self.evidence] if self.evidence else ("", "")

    @property
    def party(self) -> int:
        """With how many companions the contact came, at the most."""
        return max((one.party for one in self.contact.met), default=0)

    @property
    def air_words(self) -> str | Promise:
        """Whether they shared the air alone; empty where they were there at the same time, and beyond degree 1."""
        return AIR[self.air] if self.air in ("all", "some") else ""

    @property
    def hangs_on(self) -> str:
        """Whom the contact was met through: another contact, or the case itself."""
        return _("Contact %(number)s") % {"number": self.via} if self.via else _("the case")

    @property
    def risk(self) -> str:
        """The risk of infection that the model gives, in percent with one digit: for the order, not for the person."""
        return f"{self.contact.risk * 100:.1f}"

    @property
    def first(self) -> datetime:
        """When the first exposure began, in Korean time; beyond degree 1 the first moment of its day."""
        return moment(self.contact.first_exposed)

    @property
    def since(self) -> str:
        """The same in words: beyond degree 1 the day alone."""
        return f"{self.first:%m-%d %H:%M}" if self.is_direct else f"{self.first:%m-%d}"

    @property
    def until(self) -> str:
        """When the last exposure ended; empty beyond degree 1."""
        return f"{moment(self.contact.last_exposed):%m-%d %H:%M}" if self.is_direct else ""

    @property
    def place(self) -> str:
        """The venue's name, a dash where it is gone; empty beyond degree 1."""
        if not self.is_direct:
            return ""
        return self.venue.full_name if self.venue else "–"


def contact_rows(desk: Desk, case: Case, contacts: Sequence[Contact]) -> list[ContactRow]:
    """Rows in the order given; contacts seen for the first time get the next numbers of the case."""
    numbers = number_contacts(desk, case, contacts)
    return rows_of(case, contacts, numbers, Sorting(rule_of(case).rule, by_hand(case)))


def rows_of(
    case: Case,
    contacts: Sequence[Contact],
    numbers: Mapping[bytes, int],
    by: Sorting,
    places: Mapping[int, NamedPlace] | None = None,
) -> list[ContactRow]:
    """Rows of contacts that have numbers, sorted into classes by a rule and what was set by hand."""
    if places is None:
        places = places_of(case, contacts)
    return [_row(one, numbers, places, by) for one in contacts]


def _row(
    one: Contact, numbers: Mapping[bytes, int], places: Mapping[int, NamedPlace], by: Sorting
) -> ContactRow:
    number = numbers[one.person]
    set_by_hand = by.by_hand.classes.get(number)
    kind = set_by_hand or class_by(by.rule, shared_of(one, places))
    percent = percent_shared(one.chances, by.rule.minutes) if one.chances else None
    evidence = min((graded(met) for met in one.met), default=None)
    air = air_of(one)
    venue = None if one.venue is None else places.get(one.venue)
    return ContactRow(
        number=number,
        via=numbers.get(one.via),
        contact=one,
        venue=venue,
        kind=kind,
        is_by_hand=set_by_hand is not None,
        percent=percent,
        evidence=evidence,
        air=air,
        facets={
            "class": kind or "none",
            "degree": str(one.degree),
            "evidence": str(int(evidence)) if evidence else "none",
            "air": air,
            "day": _day((one.first_exposed + _EAST) // 86400),
            "venue": "" if one.venue is None else venue.mark if venue else "none",
        },
        keys={
            "number": number,
            "degree": one.degree,
            "class": -_ORDER.index(kind),
            "minutes": one.overlap,
            "chance": -1 if percent is None else percent,
            "risk": one.risk,
            "times": one.encounters,
            "first": one.first_exposed,
            "last": one.last_exposed,
            "venue": venue.full_name if venue else "",
            "evidence": -int(evidence) if evidence else -9,
            "party": max((met.party for met in one.met), default=0),
            "air": air,
            "via": numbers.get(one.via, 0),
        },
    )


def time_words(seconds: int) -> str:
    """A length of time in minutes, or seconds below one; rounded down."""
    minutes, rest = divmod(seconds, 60)
    if minutes:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(seconds)s s") % {"seconds": rest}


def graded(met: Encounter) -> Grade:
    """How sure it is that the contact stood at that door."""
    return _graded(met.signs)


@cache  # a few dozen sets of signs, asked for thousands of encounters
def _graded(signs: int) -> Grade:
    return grade(Sign(signs))


@lru_cache(64)
def _day(number: int) -> str:
    """The date of a day since 1970."""
    return date.fromordinal(_EPOCH + number).isoformat()


def air_of(one: Contact) -> str:
    """`all` where they shared air alone each time, `some` where at times, else `none`; empty beyond degree 1."""
    if not one.met:
        return ""
    count = sum(met.in_air for met in one.met)
    return "none" if not count else "all" if count == len(one.met) else "some"


def shared_of(one: Contact, places: Mapping[int, NamedPlace]) -> SharedWithCase:
    """What the rule judges by. A venue that is gone counts as indoors."""
    indoors = any(place.indoors if (place := places.get(met.venue)) else True for met in one.met)
    return SharedWithCase(one.chances, indoors, in_air_alone=air_of(one) == "all")


def places_of(case: Case, contacts: Iterable[Contact]) -> dict[int, NamedPlace]:
    """All venues that rows name, by id: one query, of the columns that are shown."""
    ids = {one.venue for one in contacts if one.venue is not None}
    ids |= {met.venue for one in contacts for met in one.met}
    columns = ("id", "name", "category", "indoor", "parent__name", "parted_at")
    invented = {one for one in ids if is_invented_venue(one)}
    found = Venue.objects.filter(pk__in=ids - invented).values_list(*columns)
    of_training = {
        pk: NamedPlace(venue.full_name, venue.kind not in _OUTDOORS, _mark(case, pk))
        for pk, venue in venues_told(invented).items()
    }
    return of_training | {
        pk: NamedPlace(
            f"{around} · {name}" if around and parted is None else name,
            category not in _OUTDOORS if indoor is None else indoor,
            _mark(case, pk),
        )
        for pk, name, category, indoor, around, parted in found
    }


def _mark(case: Case, venue: int) -> str:
    return salted_hmac("ansim.contacts.venue", f"{case.ref}/{venue}").hexdigest()[:8]
