"""Rows of a file as the preview shows them: what becomes of each, old and new values, and why, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language

from ansim.business.admission.words import explained
from ansim.business.bulk.words import ANOTHERS, ASIDES, CLOSED_HERE, CLOSED_THERE, FATES, FIELDS
from ansim.business.category_words import LABELS
from ansim.business.models import ListDecision, Upload, UploadRow
from ansim.domain.categories import Category
from ansim.domain.venue_lists import CLOSINGS, OF_THE_FILE, Fate

PAGE: Final = 50
_NAMES: Final = ("상호", "사업장명", "name", "store_name")


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value that would change."""

    field: Promise | str
    old: Promise | str
    new: Promise | str


@dataclass(frozen=True, slots=True)
class ToldReason:
    """What is told of a cell: its heading and value as the file has them, and why; `other` in the file's own language."""

    column: str
    cell: str
    value: str
    why: Promise | str
    other: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the preview."""

    row: UploadRow
    fate: Promise | str
    name: str
    category: Promise | str
    changes: list[ChangedValue]
    reasons: list[ToldReason]


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """What a clerk decided, and why in words."""

    decision: ListDecision
    why: Promise | str


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows have a fate."""

    fate: Fate
    words: Promise | str
    count: int


def totals(upload: Upload) -> list[Total]:
    """The rows of the file by their fate; they add up to the rows that came in."""
    return [Total(fate, FATES[fate], upload.counts.get(fate.value, 0)) for fate in OF_THE_FILE]


def closings(upload: Upload) -> int:
    """How many venues of the list are proposed for closing."""
    return sum(int(upload.counts.get(fate.value, 0)) for fate in CLOSINGS)


def page_of(upload: Upload, fate: Fate | None, after: int) -> tuple[list[ShownRow], int]:
    """Fifty rows behind the one of that id, and the id behind which the next page lies (0: none).

    Rows are stored in the order of their kinds and found by (row, id); `after` is the last row shown.
    """
    within = (
        upload.rows.exclude(fate=Fate.MISSING) if fate is None else upload.rows.filter(fate=fate)
    )
    last = UploadRow.objects.filter(pk=after, upload=upload).values_list("row", "pk").first()
    if last is not None:
        within = within.filter(Q(row__gt=last[0]) | Q(row=last[0], pk__gt=last[1]))
    found = list(within.order_by("row", "pk")[: PAGE + 1])
    following = found[PAGE - 1].pk if len(found) > PAGE else 0
    return [shown(upload, row) for row in found[:PAGE]], following


def shown(upload: Upload, row: UploadRow) -> ShownRow:
    """One row in words."""
    fate = Fate(row.fate)
    return ShownRow(
        row,
        FATES[fate],
        row.name or _said_name(row),
        _category(row.category),
        [_change(row, name, old) for name, old in row.before.items()],
        list(_reasons(upload, row, fate)),
    )


def _said_name(row: UploadRow) -> str:
    """The name that a refused row gives, by which people find it."""
    cells = row.cells or {}
    return next((str(cells[one]) for one in _NAMES if cells.get(one)), "")


def _reasons(upload: Upload, row: UploadRow, fate: Fate) -> Iterator[ToldReason]:
    language = "ko" if get_language() == "ko" else "en"
    if (
        row.said == "venue" and fate is Fate.REFUSED
    ):  # before notes on its cells, which refused nothing
        yield ToldReason("", "", row.external_id.partition(":")[2], ANOTHERS)
    for told in row.reasons:
        if "aside" in told:
            if row.said != "ended":
                yield ToldReason("", "", "", ASIDES.get(told["aside"], told["aside"]))
            continue
        other = told[upload.language] if upload.language != language else ""
        yield ToldReason(told["column"], told["cell"], told["value"], told[language], other)
    if row.said == "ended" and fate is Fate.ASIDE:
        yield ToldReason("", "", row.external_id, CLOSED_THERE)
    elif row.said == "venue" and fate is Fate.ASIDE:
        yield ToldReason("", "", "", CLOSED_HERE)


def _change(row: UploadRow, name: str, old: Any) -> ChangedValue:
    if name == "category":
        return ChangedValue(FIELDS[name], _category(old), _category(row.category))
    if name == "place":
        return ChangedValue(FIELDS[name], str(old), f"{row.latitude}, {row.longitude}")
    return ChangedValue(FIELDS[name], str(old), str(getattr(row, name)))


def _category(number: int | None) -> Promise | str:
    if number is None:
        return ""
    return LABELS.get(Category(number), "") if number in set(Category) else ""


def decisions_of(upload: Upload) -> list[ToldDecision]:
    """What clerks decided on the rows that waited, oldest first."""
    return [
        ToldDecision(one, reason.short if (reason := explained(one.reason)) else "")
        for one in upload.decisions.select_related("staff")
    ]
