"""Dwell curves from files: an analyst's log of visits joined with a list that says what kind of venue each one is."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ansim.domain.categories import Category
from ansim.domain.days import VENUE_ZONE, local_day
from ansim.domain.errors import AnsimError
from ansim.tables import Account, Aside, RowNote, Why
from ansim.tables.ids import read_ids
from ansim.tables.reading import one_of_each, read_table
from ansim.tracing.dwell import DwellCurves
from ansim.tracing.dwell.estimate import ObservedStays, fit_dwell, observed_stays
from ansim.tracing.offline.read_visits import VisitTable

COLUMNS = ("venue_id", "category")
_WANTED = one_of_each(*((name,) for name in COLUMNS))
_EXAMPLES = 3
_NO_CATEGORY = Why("알려진 업종이 아닙니다 ({known})", "is none of {known}")
_OTHER_BEFORE = Why(
    "앞에서 다른 업종({before})으로 적힌 사업장입니다",
    "is listed before as {before}: keep one",
)


class FitError(AnsimError):
    """Stays that no curve can be estimated from; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class ListedVenues:
    """The category of each venue id, and the account of the file."""

    category: Mapping[str, Category]
    account: Account


@dataclass(frozen=True, slots=True)
class JoinedVenues:
    """The category of each venue of a log, OTHER where the list has none; `remarks` say how many those are."""

    category: NDArray[np.int16]
    remarks: tuple[str, ...] = ()


def read_categories(file: Path) -> ListedVenues:
    """The category of each venue. Raises TableError for a file that is no such list."""
    table = read_table(file, _WANTED, ", ".join(COLUMNS))
    ids = read_ids(table.columns["venue_id"], "venue_id", file.name)
    found: dict[str, Category] = {}
    told = list(table.refused)
    doubled = 0
    for place, (row, cells) in enumerate(table.rows()):
        category = _category(cells["category"])
        if (reason := ids.why.get(place)) is not None:
            told.append(RowNote(row, "venue_id", cells["venue_id"], reason))
        elif category is None:
            known = ", ".join(Category.__members__)
            told.append(RowNote(row, "category", cells["category"], _NO_CATEGORY.of(known=known)))
        elif (before := found.setdefault(ids.names[ids.number[place]], category)) != category:
            told.append(
                RowNote(row, "venue_id", cells["venue_id"], _OTHER_BEFORE.of(before=before.name))
            )
        else:
            doubled += 1
    doubled -= len(found)
    account = Account(
        rows=len(table),
        added=len(found),
        refused=len(told),
        aside={Aside.DUPLICATE: doubled},
        told=tuple(sorted(told, key=lambda note: note.row)),
        remarks=table.remarks,
    )
    return ListedVenues(found, account)


def _category(text: str) -> Category | None:
    try:
        return Category(int(float(text))) if _is_number(text) else Category[text.upper()]
    except (KeyError, ValueError):
        return None


def _is_number(text: str) -> bool:
    return text.removesuffix(".0").isdecimal()


def join(table: VisitTable, listed: ListedVenues) -> JoinedVenues:
    """The kind of each venue of a log. Raises FitError where no venue of the log is listed."""
    category = [listed.category.get(name) for name in table.venues]
    unknown = [name for name, kind in zip(table.venues, category, strict=True) if kind is None]
    if table.venues and len(unknown) == len(table.venues):
        raise FitError(
            "no venue of the visits is in the list: the visits have "
            f"{_some(unknown)}, the list has {_some(list(listed.category))}; write them alike"
        )
    kinds = np.array([Category.OTHER if kind is None else kind for kind in category], np.int16)
    if not unknown:
        return JoinedVenues(kinds)
    share = f"{len(unknown)} of {len(table.venues)} venues are not in the list and count as OTHER"
    return JoinedVenues(kinds, (f"{share}: {_some(unknown)}",))


def _some(names: list[str]) -> str:
    more = ", ..." if len(names) > _EXAMPLES else ""
    return ", ".join(repr(name) for name in names[:_EXAMPLES]) + more


def stays_of_table(table: VisitTable, joined: JoinedVenues) -> ObservedStays:
    """The stays of an analyst's log; venues of unknown category count as OTHER."""
    return observed_stays(
        table.person.astype(np.int64),
        table.venue.astype(np.int64),
        joined.category[table.venue],
        table.entered,
        table.left,
    )


def curves_of(
    table: VisitTable, joined: JoinedVenues, source: str, start: DwellCurves | None
) -> DwellCurves:
    """The curves of a log. Raises FitError where no stay has an end within a day."""
    stays = stays_of_table(table, joined)
    if not len(stays):
        raise FitError(
            "no visit has an end within a day: there is nothing to estimate from; give visits with left_at"
        )
    made_on = local_day(float(table.entered.max()), VENUE_ZONE)
    return fit_dwell(stays, made_on, source, start)


def write_curves(curves: DwellCurves, out: Path) -> None:
    """Write them whole or not at all. Raises FitError where the file cannot be written."""
    try:
        curves.write(out)
    except OSError as error:
        raise FitError(
            f"--out {out} cannot be written: {error.strerror}; give another path"
        ) from None
