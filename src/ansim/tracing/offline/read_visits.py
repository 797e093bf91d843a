"""Read an analyst's log of visits from CSV, XLSX or Parquet into arrays: ids of any text, times of any usual form."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ansim.domain.days import VENUE_ZONE, day_bounds, local_day
from ansim.domain.quantities import OPEN
from ansim.tables import Account, RowNote, Why, why
from ansim.tables.account import TOLD
from ansim.tables.cells import lookalikes
from ansim.tables.ids import Ids, read_ids, same_id
from ansim.tables.reading import Table, one_of_each, read_table
from ansim.tables.times import Times, read_times

__all__ = ["COLUMNS", "OPEN", "VisitTable", "read_visits"]
COLUMNS = ("person_id", "venue_id", "entered_at", "left_at")
_WANTED = one_of_each(*((name,) for name in COLUMNS[:3]), also=COLUMNS[3:])
DAY = 86400


@dataclass(frozen=True, slots=True)
class VisitTable:
    """Visits as numbers: `people[person]` and `venues[venue]` are the ids; times in epoch seconds, OPEN for no end.

    `account` says which rows were read and which were not.
    """

    people: list[str]
    venues: list[str]
    person: NDArray[np.int32]
    venue: NDArray[np.int32]
    entered: NDArray[np.int64]
    left: NDArray[np.int64]
    account: Account = field(default_factory=Account)
    numeric_people: bool = False

    def written(self, person_id: str) -> str:
        """An id that somebody typed as it stands in `people`: blanks and forms of letters do not matter."""
        return same_id(person_id, numeric=self.numeric_people)

    def __len__(self) -> int:
        return len(self.person)


def read_visits(file: Path) -> VisitTable:
    """The visits of a file with the columns of COLUMNS, those that can be read; raises TableError for no such file.

    Times without an offset are local times of the venues. `left_at` may be empty or missing. A day without an hour is the
    whole day, in both columns: somebody who came on a day and whose end is not written stays to its last second.
    """
    table = read_table(file, _WANTED, ", ".join(COLUMNS))
    columns = table.columns
    people, venues = (read_ids(columns[name], name, file.name) for name in COLUMNS[:2])
    entered = read_times(columns["entered_at"], VENUE_ZONE, "entered_at", file.name)
    left = _left(table, entered, file.name)
    bad = _bad_rows(table, people, venues, entered, left)
    keep = np.ones(columns.num_rows, np.bool_)
    keep[list(bad)] = False
    ends = np.where(
        (left.start == OPEN) & (entered.until != entered.start), entered.until, left.until
    )
    names, person = _kept(people, keep)
    places, venue = _kept(venues, keep)
    return VisitTable(
        names,
        places,
        person,
        venue,
        entered.start[keep],
        ends[keep],
        _account(
            table, bad, _remarks(entered, left, keep, {"person_id": names, "venue_id": places})
        ),
        people.numeric,
    )


def _left(table: Table, entered: Times, file: str) -> Times:
    if "left_at" in table.columns.column_names:
        return read_times(table.columns["left_at"], VENUE_ZONE, "left_at", file)
    none = np.full(len(entered.start), OPEN, np.int64)
    return Times(none, none, {})


def _bad_rows(
    table: Table, people: Ids, venues: Ids, entered: Times, left: Times
) -> dict[int, tuple[str, Why]]:
    """The rows that are no visits: the first column that is amiss, and why."""
    bad: dict[int, tuple[str, Why]] = {}
    missing = {
        int(row): why.EMPTY
        for row in np.flatnonzero(entered.start == OPEN)
        if int(row) not in entered.why
    }
    for column, reasons in (
        ("person_id", people.why),
        ("venue_id", venues.why),
        ("entered_at", missing | entered.why),
        ("left_at", left.why),
    ):
        for row, reason in reasons.items():
            bad.setdefault(row, (column, reason))
    backward = np.flatnonzero((left.until != OPEN) & (left.until < entered.start))
    written = table.columns["entered_at"]
    for row in backward.tolist():
        told = row not in bad and len(bad) < TOLD
        reason = why.ENDS_FIRST.of(entered=_written(written, row) if told else "")
        bad.setdefault(row, ("left_at", reason))
    return bad


def _written(column: pa.ChunkedArray, row: int) -> str:
    value = column[row].as_py()
    return "" if value is None else str(value)[:60]


def _kept(ids: Ids, keep: NDArray[np.bool_]) -> tuple[list[str], NDArray[np.int32]]:
    """Without the ids that only refused rows have."""
    if keep.all():
        return ids.names, ids.number
    used, number = np.unique(ids.number[keep], return_inverse=True)
    return [ids.names[place] for place in used.tolist()], number.astype(np.int32)


def _account(table: Table, bad: dict[int, tuple[str, Why]], remarks: list[str]) -> Account:
    first = sorted(bad)[:TOLD]
    told = [
        RowNote(int(table.number[row]), column, _written(table.columns[column], row), reason)
        for row, (column, reason) in ((row, bad[row]) for row in first)
    ]
    everything = sorted((*table.refused, *told), key=lambda note: note.row)
    refused = len(table.refused) + len(bad)
    return Account(
        rows=len(table),
        added=len(table) - refused,
        refused=refused,
        told=tuple(everything),
        remarks=(*table.remarks, *remarks),
    )


def _remarks(
    entered: Times, left: Times, keep: NDArray[np.bool_], ids: dict[str, list[str]]
) -> list[str]:
    remarks = []
    start, until = entered.start[keep], entered.until[keep]
    days = int((until != start).sum()) + int((left.until != left.start)[keep].sum())
    if days:
        remarks.append(f"{days} times are days without an hour and are taken as whole days")
    elif len(start) > 1 and not ((start - day_bounds(local_day(int(start[0])))[0]) % DAY).any():
        remarks.append(
            "every visit begins at midnight to the second: if these are days without hours, write"
            " the day alone (2026-11-23)"
        )
    whole_days = (left.until != left.start) | (entered.until != entered.start)
    if long := int(((left.start - entered.start > DAY) & ~whole_days)[keep].sum()):
        remarks.append(
            f"{long} stays are longer than a day and are taken as written: of a forgotten check-out"
            " leave left_at empty"
        )
    for column, names in ids.items():
        if alike := lookalikes(names):
            count, one, other = alike
            remarks.append(
                f"{column} {one!r} and {other!r} are taken for two ({count} such in all): where they"
                " are one, write them alike"
            )
    return remarks
