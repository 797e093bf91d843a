"""Rows of a file as the preview shows them: what becomes of each, old and new values, and why, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language

from ansim.business.admission.kinds import KIND_LABELS
from ansim.business.bulk.words import ANOTHERS, ASIDES, CLOSED_HERE, CLOSED_THERE, FATES, FIELDS
from ansim.business.category_words import LABELS
from ansim.business.models import Upload, UploadRow, Venue
from ansim.domain.categories import Category
from ansim.domain.days import VENUE_ZONE
from ansim.domain.facilities import kinds_under_duty
from ansim.domain.venue_lists import CLOSINGS, OF_THE_FILE, Fate
from ansim.settings.orders import known_orders

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
    kind: Promise | str
    changes: list[ChangedValue]
    reasons: list[ToldReason]


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows have a fate."""

    fate: Fate
    words: Promise | str
    count: int


def totals(upload: Upload) -> list[Total]:
    """The rows of the file by their fate; they add up to the rows that came in."""
    return [Total(fate, FATES[fate], upload.counts.get(fate.value, 0)) for fate in OF_THE_FILE]


def trouble_in_words(upload: Upload) -> str:
    """Why a file could not be read, or not be taken in, in the reader's language; empty where there is no trouble."""
    return str(upload.trouble[0 if get_language() == "ko" else 1]) if upload.trouble else ""


def closings(upload: Upload) -> int:
    """How many venues of the list are proposed for closing."""
    return sum(int(upload.counts.get(fate.value, 0)) for fate in CLOSINGS)


def without_kind(upload: Upload) -> int:
    """How many venues of the rows to be taken in would have no kind of facility: nothing is told of duties to their owners."""
    has = Venue.objects.filter(pk=OuterRef("venue_id")).exclude(kind_of_site="")
    return _taken(upload).filter(Q(kind_of_site="") & ~Exists(has)).count()


def under_duty(upload: Upload) -> int:
    """How many rows to be taken in name a kind for which an order holds today, whatever the size of the place."""
    today = datetime.now(UTC).astimezone(VENUE_ZONE).date()
    kinds = [kind.value for kind in kinds_under_duty(today, known_orders())]
    return _taken(upload).filter(kind_of_site__in=kinds).count() if kinds else 0


def _taken(upload: Upload) -> QuerySet[UploadRow]:
    return upload.rows.filter(fate__in=(Fate.ADDED, Fate.CHANGED, Fate.UNCHANGED))


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
        KIND_LABELS.get(row.kind_of_site, row.kind_of_site),
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
                why = ASIDES.get(told["aside"], told["aside"])
                more = told.get(language, "")
                yield ToldReason("", "", "", f"{why}: {more}" if more else why)
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
    if name == "kind_of_site":
        return ChangedValue(
            FIELDS[name],
            KIND_LABELS.get(old, str(old)),
            KIND_LABELS.get(row.kind_of_site, row.kind_of_site),
        )
    if name == "place":
        return ChangedValue(FIELDS[name], str(old), f"{row.latitude}, {row.longitude}")
    return ChangedValue(FIELDS[name], str(old), str(getattr(row, name)))


def _category(number: int | None) -> Promise | str:
    if number is None:
        return ""
    return LABELS.get(Category(number), "") if number in set(Category) else ""
