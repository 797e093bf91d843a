"""`ansim trace contacts`: an analyst's contact search over a file of visits. No server, no database.

Open ends are held to end with the person's next check-in elsewhere, or after the dwell quantile of an unknown category.
"""

import csv
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, TextIO

import numpy as np
import typer

from ansim.domain.categories import Category
from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError
from ansim.domain.spreadsheets import harmless
from ansim.tracing.contacts import search
from ansim.tracing.dwell import DWELL_SHARE, TRAVEL, impute_ends, start_curves
from ansim.tracing.index import LATEST, Index, Snapshot, visit_log
from ansim.tracing.offline.read_visits import LOOKS_LIKE_A_DATE, OPEN, VisitTable, read_visits
from ansim.tracing.reach import ReachWorkspace, reach

HEADING = (
    "person_id",
    "degree",
    "first_exposed_at",
    "overlap_seconds",
    "encounters",
    "via_person_id",
    "direction",
)
FORWARD, BACKWARD = (
    "forward",
    "backward",
)  # whom the person may have infected, and by whom they may have been
DAY = 86400
LONGEST_EPOCH = 10  # digits: seconds until the year 2286, and no milliseconds
Line = tuple[str, int, int, int, int, str]


class UnknownPersonError(AnsimError):
    """The file has no visit of that person."""


class QuestionError(AnsimError):
    """A window, overlap or number of degrees that makes no sense."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """A file of visits, indexed. Its times count from `origin`; `first` and `last` bound it, all in epoch seconds."""

    table: VisitTable
    snapshot: Snapshot
    origin: int
    first: int
    last: int

    def contacts(
        self,
        person_id: str,
        start: int | None,
        end: int | None,
        minimum: int,
        degrees: int,
        *,
        back: bool = False,
    ) -> list[Line]:
        """Contacts of a person within `[start, end)` epoch seconds (None: the whole file), by degree, exposure, id.

        Whom the person may have infected; with `back`, who may have infected them. For degree 1 overlap and encounters
        are the totals with the case; beyond, those with the person who stands between, from that person's own exposure
        on (with `back`: up to it). Exposures are the first seconds together, with `back` the last ones that lead to the
        case. Raises UnknownPersonError, QuestionError.
        """
        people = self.table.people
        if person_id not in people:
            raise UnknownPersonError(
                f"no visit of {person_id!r} among {len(people)} people: is the id written as in the file?"
            )
        if degrees < 1 or minimum < 0:
            raise QuestionError(
                f"degrees are counted from 1 and seconds from 0, not {degrees} and {minimum}"
            )
        start, end = self.first if start is None else start, self.last if end is None else end
        if end < start:
            raise QuestionError(
                f"the window ends ({_written(end)}) before it starts ({_written(start)})"
            )
        # Beyond the first and last moment of the file a window says nothing more.
        start, end = (
            min(max(moment, self.first), self.last) - self.origin for moment in (start, end)
        )
        lines = _lines(
            self.snapshot, people.index(person_id), start, end, minimum, degrees, back=back
        )
        return [
            (people[person], degree, exposed + self.origin, overlap, encounters, people[via])
            for degree, exposed, person, overlap, encounters, via in lines
        ]


def searchable(table: VisitTable) -> Searchable:
    """Index a file's visits. Raises QuestionError where they span too many years."""
    if not len(table.person):
        return Searchable(table, Index.build(visit_log([], [], [], [])).snapshot, 0, 0, 0)
    dwell = int(start_curves().quantile(Category.OTHER, DWELL_SHARE))
    left = impute_ends(
        table.person, table.venue, table.entered, table.left, np.full(len(table.person), dwell, np.int64),
        travel=TRAVEL, open_end=OPEN,
    )  # fmt: skip
    first, last = int(table.entered.min()), int(left.max()) + 1
    origin = first // DAY * DAY  # old logs and those that count from 0 have room too
    if last - origin > LATEST:
        raise QuestionError(
            f"the visits lie between {_written(first)} and {_written(last)}, {LATEST // DAY} days at most can be"
            " searched: is a year mistyped, or left_at?"
        )
    log = visit_log(table.person, table.venue, table.entered - origin, left - origin)
    return Searchable(table, Index.build(log).snapshot, origin, first, last)


def find_contacts(
    table: VisitTable, person_id: str, start: int | None, end: int | None, minimum: int, degrees: int,
    *, back: bool = False,
) -> list[Line]:  # fmt: skip
    """One search over a table (`Searchable.contacts`)."""
    return searchable(table).contacts(person_id, start, end, minimum, degrees, back=back)


def _lines(
    snapshot: Snapshot, case: int, start: int, end: int, minimum: int, degrees: int, *, back: bool
) -> list[tuple[int, int, int, int, int, int]]:
    work = search.Workspace()
    met = search.of_itinerary(snapshot, work, case, start, end, minimum=minimum)
    direct = [
        (1, int(exposed), int(person), int(overlap), int(encounters), case)
        for person, overlap, encounters, exposed in zip(
            met.person, met.overlap, met.encounters, met.last if back else met.first, strict=True
        )
    ]
    known = set(met.person.tolist())
    deeper = (
        _deeper(snapshot, work, case, start, end, minimum, degrees, known, back=back)
        if degrees > 1
        else []
    )
    return sorted(direct + deeper)


def _deeper(
    snapshot: Snapshot, work: search.Workspace, case: int, start: int, end: int, minimum: int, degrees: int,
    known: set[int], *, back: bool,
) -> list[tuple[int, int, int, int, int, int]]:  # fmt: skip
    found = reach(
        snapshot,
        ReachWorkspace(snapshot.people),
        case,
        start,
        end,
        degrees,
        minimum=minimum,
        back=back,
    )
    exposures = dict(zip(found.person.tolist(), found.exposed.tolist(), strict=True))
    by_via: dict[int, search.MetPeople] = {}
    lines = []
    columns = (found.person, found.degree, found.exposed, found.via)
    for person, degree, exposed, via in zip(*(column.tolist() for column in columns), strict=True):
        if person in known:
            continue
        if via not in by_via:
            # Forward from their own exposure on, backward up to it.
            span = (start, exposures.get(via, end)) if back else (exposures.get(via, start), end)
            by_via[via] = search.of_itinerary(snapshot, work, via, *span)
        met = by_via[via]
        place = int(np.flatnonzero(met.person == person)[0])
        lines.append(
            (degree, exposed, person, int(met.overlap[place]), int(met.encounters[place]), via)
        )
    return lines


def contacts_command(
    visits: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="CSV or Parquet: person_id, venue_id, entered_at, left_at",
        ),
    ],
    person: Annotated[str, typer.Option(help="the case's person_id, as in the file")],
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="start of the window, ISO 8601 or epoch seconds (default: the first visit)",
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", help="end of the window, ISO 8601 or epoch seconds (default: the last visit)"
        ),
    ] = None,
    back_from: Annotated[
        str | None,
        typer.Option(
            help="ask also who may have infected the person, from here on (default: the first visit)"
        ),
    ] = None,
    back_to: Annotated[
        str | None,
        typer.Option(
            help="ask also who may have infected the person, until here (default: the last visit)"
        ),
    ] = None,
    min_overlap: Annotated[int, typer.Option(help="seconds together")] = 60,
    degrees: Annotated[int, typer.Option(help="links from the case at most")] = 1,
    out: Annotated[Path | None, typer.Option(help="CSV file (default: the terminal)")] = None,
) -> None:
    """Find everybody who was at the same place at the same time as a person, and whom they met in turn.

    With --back-from or --back-to also who may have infected the person within that second window.
    """
    table = read_visits(visits)
    window = _moment("--from", from_), _moment("--to", to)
    window_back = _moment("--back-from", back_from), _moment("--back-to", back_to)
    log = searchable(table)
    lines = {FORWARD: log.contacts(person, *window, min_overlap, degrees)}
    if window_back != (None, None):
        lines[BACKWARD] = log.contacts(person, *window_back, min_overlap, degrees, back=True)
    count = write_lines(lines, sys.stdout) if out is None else _write_file(lines, out)
    typer.echo(
        f"{count} contacts among {len(table.people)} people and {len(table.person)} visits",
        err=True,
    )


def _write_file(lines: Mapping[str, Iterable[Line]], out: Path) -> int:
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            return write_lines(lines, file)
    except OSError as error:
        raise QuestionError(f"--out {out} cannot be written: {error.strerror}") from None


def write_lines(lines: Mapping[str, Iterable[Line]], file: TextIO) -> int:
    """Write the contacts of each direction as CSV; gives their number.

    Ids that a spreadsheet would take for formulas get an apostrophe.
    """
    writer = csv.writer(file)
    writer.writerow(HEADING)
    count = 0
    for direction, found in lines.items():
        for person, degree, exposed, overlap, encounters, via in found:
            writer.writerow((
                harmless(person), degree, _written(exposed), overlap, encounters, harmless(via), direction,
            ))  # fmt: skip
            count += 1
    return count


def _written(moment: int) -> str:
    try:
        return datetime.fromtimestamp(moment, VENUE_ZONE).isoformat()
    except (ValueError, OverflowError):  # at the ends of the calendar
        return str(moment)


def _moment(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if re.fullmatch(LOOKS_LIKE_A_DATE, text):
        raise QuestionError(
            f"{name} {text!r} may be a date or epoch seconds: write {text[:4]}-{text[4:6]}-{text[6:]}"
        )
    if text.isdecimal() and len(text) <= LONGEST_EPOCH:
        return int(text)
    try:
        moment = datetime.fromisoformat(text)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=VENUE_ZONE)).timestamp())
    except (ValueError, OverflowError):
        raise QuestionError(
            f"{name} {text!r} is no time: write 2026-11-23T12:00:00+09:00 or epoch seconds"
        ) from None
