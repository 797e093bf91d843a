"""The working table as the template shows it: a page of rows with their panels, facets with counts, heads that sort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ansim.domain.classification import Classification
from ansim.domain.evidence import Grade
from ansim.investigation.contacts.facets import FACETS, SORTS, Filter, Narrowed, narrowed
from ansim.investigation.contacts.panels import Panel, panels
from ansim.investigation.contacts.recall import RecallStep, recall_steps
from ansim.investigation.contacts.rows import ContactRow, NamedPlace, Sorting
from ansim.investigation.contacts.words import AIR, CLASSES, COLUMNS, recall_words
from ansim.investigation.contacts.words import FACETS as FACET_WORDS
from ansim.investigation.models import Case
from ansim.investigation.words import GRADES

Pairs = Sequence[tuple[str, str]]
VALUES_SHOWN: Final = 8
"""Values of a facet that stand open; the others behind them."""
_NUMBERS: Final = frozenset({"minutes", "chance", "risk", "times", "party"})


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, with how many contacts choosing it would leave, and where that leads."""

    label: str | Promise
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values: those that stand open, and the others."""

    label: str | Promise
    values: list[Value]
    others: list[Value]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column, and where sorting by it leads. `order` is the word for screen readers, empty where unsorted."""

    name: str
    label: str | Promise
    query: str
    order: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Another page of the table."""

    number: int
    query: str


@dataclass(frozen=True, slots=True)
class ContactTable:
    """What the template shows. `hidden` are terms, filter and page as fields of a form."""

    rows: list[ContactRow]
    panels: list[Panel]
    count: int
    everybody: int
    facets: list[Facet]
    heads: list[Head]
    by: Filter
    page: int
    pages: int
    before: Page | None
    after: Page | None
    recall: list[RecallStep]
    recall_now: RecallStep | None
    reset: str
    without_chance: list[tuple[str, str]]
    hidden: list[tuple[str, str]]

    @property
    def recall_said(self) -> str:
        """What the threshold that stands keeps."""
        one = self.recall_now
        if one is None:
            return ""
        percent = (f"{one.threshold}%", f"{one.share}%")
        return recall_words(percent[0], one.people, one.true, percent[1], one.precision)

    @property
    def recall_form(self) -> str:
        """The same sentence with a word for each value, which the slider's script puts in."""
        return recall_words("THRESHOLD", "PEOPLE", "TRUE", "SHARE", "PRECISION")

    @property
    def steps(self) -> list[list[float]]:
        """The recall steps as the slider's script reads them."""
        return [
            [one.threshold, one.people, one.true, one.share, one.precision] for one in self.recall
        ]


def table_of(
    case: Case,
    rows: Sequence[ContactRow],
    places: Mapping[int, NamedPlace],
    by: Filter,
    terms: Pairs,
    sorting: Sorting,
) -> ContactTable:
    """The page of rows that a filter asks for; `terms` are the names and values of the search in the address."""
    found = narrowed(rows, by)
    shown, page, pages = found.page(by.page)
    here = [*terms, *by.pairs()]
    steps = recall_steps([row.percent for row in rows if row.percent is not None])
    at = max((one for one in steps if one.threshold <= by.chance), key=lambda one: one.threshold)
    return ContactTable(
        rows=shown,
        panels=panels(case, shown, rows, places, sorting),
        count=len(found.rows),
        everybody=len(rows),
        facets=_facets(found, by, terms, places),
        heads=[_head(name, by, terms) for name in SORTS],
        by=by,
        page=page,
        pages=pages,
        before=_page(page - 1, here) if page > 1 else None,
        after=_page(page + 1, here) if page < pages else None,
        recall=steps,
        recall_now=at if any(row.percent is not None for row in rows) else None,
        reset=urlencode(terms),
        without_chance=[*terms, *replace(by, chance=0).pairs()],
        hidden=[*here, ("page", str(page))],
    )


def _page(number: int, here: Pairs) -> Page:
    return Page(number, urlencode([*here, ("page", str(number))]))


def _head(name: str, by: Filter, terms: Pairs) -> Head:
    query = urlencode([*terms, *by.sorted_by(name).pairs()])
    order = {name: "ascending", f"-{name}": "descending"}.get(by.sort, "")
    return Head(name, COLUMNS[name], query, order, name in _NUMBERS)


def _facets(
    found: Narrowed[ContactRow], by: Filter, terms: Pairs, places: Mapping[int, NamedPlace]
) -> list[Facet]:
    names = {place.mark: place.full_name for place in places.values()}
    facets = []
    for name in FACETS:
        chosen = by.chosen.get(name, frozenset())
        counts = found.counts[name]
        ordered = sorted({*counts, *chosen}, key=lambda one: _place_of(name, one, counts))
        values = [
            Value(
                _label(name, one, names),
                counts[one],
                urlencode([*terms, *by.toggled(name, one).pairs()]),
                one in chosen,
            )
            for one in ordered
            if one or one in chosen
        ]
        if len(values) > 1 or chosen:
            open_ = [
                one for place, one in enumerate(values) if place < VALUES_SHOWN or one.is_chosen
            ]
            others = [one for one in values[VALUES_SHOWN:] if not one.is_chosen]
            facets.append(Facet(FACET_WORDS[name], open_, others))
    return facets


def _place_of(name: str, value: str, counts: Mapping[str, int]) -> tuple[Any, ...]:
    if name == "venue":
        return (-counts[value], value)
    if name == "class":
        order = [*map(str, Classification), "none"]
        return (order.index(value) if value in order else len(order), value)
    return (value,)


def _label(name: str, value: str, venues: Mapping[str, str]) -> str | Promise:
    if name == "class":
        return CLASSES[Classification(value)][0] if value in set(Classification) else _("no class")
    if name == "degree":
        return _("degree %(degree)s") % {"degree": value}
    if name == "evidence":
        known = {str(int(grade)): GRADES[grade][0] for grade in Grade}
        return known.get(value, _("not judged"))
    if name == "air":
        return AIR.get(value, value)
    if name == "venue":
        return venues.get(value, _("unknown place"))
    return value[5:]
