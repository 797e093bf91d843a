"""What the panel beside the table says of one contact: each encounter, the chain, why that class, what stands by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ansim.domain.contact_rules import ContactRule
from ansim.investigation.contacts.rows import ContactRow, NamedPlace, Sorting, graded, time_words
from ansim.investigation.contacts.words import CLASSES, REASONS, minutes_words
from ansim.investigation.models import Case, CaseContact, ContactClassStep
from ansim.investigation.time_fields import moment
from ansim.investigation.words import GRADES
from ansim.tracing.process.calls import Encounter


@dataclass(frozen=True, slots=True)
class EncounterRow:
    """One encounter with the case, in words and Korean time."""

    place: str
    when: str
    evidence: str | Promise
    tone: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: a contact, and in words when they were exposed; next to the case also where."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One contact. `chain` begins next to the case; it is cut short where a link was not among those found."""

    row: ContactRow
    encounters: list[EncounterRow]
    chain: list[Link]
    is_cut: bool
    why: str
    step: ContactClassStep | None
    reason: str | Promise
    is_named: bool


def panels(
    case: Case,
    shown: Sequence[ContactRow],
    everybody: Sequence[ContactRow],
    places: Mapping[int, NamedPlace],
    by: Sorting,
) -> list[Panel]:
    """A panel for each row of the page."""
    numbers = [row.number for row in shown]
    named = CaseContact.objects.filter(
        case=case, number__in=numbers, register_handle__isnull=False
    ).values_list("number", flat=True)
    known, opened = {row.number: row for row in everybody}, set(named)
    return [_panel(row, known, places, by, is_named=row.number in opened) for row in shown]


def _panel(
    row: ContactRow,
    known: Mapping[int, ContactRow],
    places: Mapping[int, NamedPlace],
    by: Sorting,
    *,
    is_named: bool,
) -> Panel:
    chain, is_cut = chain_of(row, known)
    step = by.by_hand.steps.get(row.number)
    return Panel(
        row,
        [_encounter(met, places) for met in row.contact.met],
        chain,
        is_cut,
        why(row, by.rule),
        step,
        REASONS.get(step.reason, "") if step else "",
        is_named,
    )


def _encounter(met: Encounter, places: Mapping[int, NamedPlace]) -> EncounterRow:
    begin, end = moment(met.begin), moment(met.begin + met.seconds)
    words = time_words(met.seconds)
    said = [f"{begin:%m-%d %H:%M} – {end:%H:%M}", f"≈ {words}" if met.estimated else words]
    if met.in_air:
        said.append(_("air only"))
    if met.party:
        said.append(_("with %(count)s companions") % {"count": met.party})
    place = places.get(met.venue)
    evidence, tone = GRADES[graded(met)]
    return EncounterRow(place.full_name if place else "–", " · ".join(said), evidence, tone)


def chain_of(row: ContactRow, known: Mapping[int, ContactRow]) -> tuple[list[Link], bool]:
    """The links from the case to a contact, and whether some between are not among those found."""
    chain: list[Link] = []
    at: ContactRow | None = row
    while at is not None and len(chain) <= row.contact.degree:
        chain.append(_link(at))
        if at.via is None:
            return chain[::-1], False
        at = known.get(at.via)
    return chain[::-1], True


def _link(row: ContactRow) -> Link:
    said = {"number": row.number, "at": row.since, "place": row.place}
    if not row.is_direct:
        return Link(row.number, _("contact %(number)s, on %(at)s") % said)
    return Link(row.number, _("contact %(number)s, %(at)s, %(place)s") % said)


def why(row: ContactRow, rule: ContactRule) -> str:
    """The reason for the class that the rule proposes; what was set by hand has its own."""
    if row.percent is None:
        return _("No class is proposed beyond direct contacts.")
    said = {
        "time": minutes_words(rule.minutes),
        "percent": row.percent,
        "chance": rule.chance,
    }
    words = _("%(time)s together: probability %(percent)s%%, the rule wants %(chance)s%%.") % said
    if row.is_by_hand or row.kind is None:
        return words
    proposed = CLASSES[row.kind][0]
    so = _("So: %(class)s.") % {"class": proposed}
    return f"{words} {so}"
