"""An analyst's contact search over a file of visits. No server, no database.

Open ends are held to end with the person's next check-in elsewhere, or after the dwell quantile of an unknown category.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ansim.domain.categories import Category
from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError
from ansim.tables.moments import Moment, read_moment
from ansim.tables.written import Cell
from ansim.tracing.compiling import say_when_compiling
from ansim.tracing.dwell import DWELL_SHARE, TRAVEL, StayBounds, impute_ends, start_curves
from ansim.tracing.limits import LATEST, LONGEST
from ansim.tracing.offline import plain
from ansim.tracing.offline.question import Engine, Question, Together
from ansim.tracing.offline.read_visits import VisitTable

HEADING = (
    "person_id",
    "degree",
    "first_exposed_at",
    "overlap_seconds",
    "encounters",
    "via_person_id",
    "direction",
)
FORWARD = "forward"
"""Whom the person may have infected."""
BACKWARD = "backward"
"""By whom they may have been infected."""
DAY = 86400
Line = tuple[str, int, int, int, int, str]
Window = tuple[int | None, int | None]


class NotInFileError(AnsimError):
    """The file has no visit of that person."""


class QuestionError(AnsimError):
    """A window, overlap or number of degrees that makes no sense."""


@dataclass(frozen=True)
class Searchable:
    """A file of visits. Searches count from `origin`; `first` and `last` bound it, all in epoch seconds.

    `left` are the ends as searched, those included that nobody recorded.
    """

    table: VisitTable
    left: NDArray[np.int64]
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
        case. Raises NotInFileError, QuestionError.
        """
        people, person = self.table.people, self.number_of(person_id)
        if degrees < 1 or minimum < 0:
            raise QuestionError(
                f"degrees are counted from 1 and seconds from 0, not {degrees} and {minimum}"
            )
        if minimum > LONGEST:
            raise QuestionError(f"{minimum} seconds together: {LONGEST} can be asked at most")
        start, end = self.first if start is None else start, self.last if end is None else end
        if end < start:
            raise QuestionError(
                f"the window ends ({_written(end)}) before it starts ({_written(start)}):"
                " are --from and --to swapped?"
            )
        # Beyond the first and last moment of the file a window says nothing more.
        start, end = (
            min(max(moment, self.first), self.last) - self.origin for moment in (start, end)
        )
        question = Question(person, start, end, minimum, degrees, back)
        lines = _lines(self.engine_for(question), question)
        return [
            (people[person], degree, exposed + self.origin, overlap, encounters, people[via])
            for degree, exposed, person, overlap, encounters, via in lines
        ]

    def engine_for(self, question: Question) -> Engine:
        """The reference where it answers at once, else the kernels. They give the same."""
        if plain.is_small(self.table) and plain.is_quick(self.table, question):
            return self._plain
        return self._compiled

    @cached_property
    def _plain(self) -> Engine:
        return plain.Plain(self.table, self.table.entered - self.origin, self.left - self.origin)

    @cached_property
    def _compiled(self) -> Engine:
        say_when_compiling()
        from ansim.tracing.offline.compiled import Compiled  # noqa: PLC0415 loads every kernel

        return Compiled(self.table, self.table.entered - self.origin, self.left - self.origin)

    def number_of(self, person_id: str) -> int:
        """The person's number. Raises NotInFileError."""
        people = self.table.people
        if person_id not in people:
            refused = self.table.account.refused
            lost = f", or is it in one of the {refused} rows that were refused" if refused else ""
            raise NotInFileError(
                f"no visit of {person_id!r} among {len(people)} people: is the id written as in"
                f" the file ({', '.join(map(repr, people[:3]))} ...){lost}?"
            )
        return people.index(person_id)

    def remark_on(self, person_id: str, window: Window) -> str | None:
        """What a reader of an empty list must know: the window leaves the file, or the person was nowhere in it.

        Raises QuestionError for a window that lies wholly outside the file.
        """
        start, end = (
            bound if one is None else one
            for one, bound in zip(window, (self.first, self.last), strict=True)
        )
        span = f"its visits lie between {_written(self.first)} and {_written(self.last)}"
        if self.first == self.last or (None not in window and end < start):
            return None
        if end <= self.first or start >= self.last:
            asked = " to ".join("..." if one is None else _written(one) for one in window)
            raise QuestionError(f"the window {asked} lies outside the file: {span}; ask within it")
        mine = self.table.person == self.number_of(person_id)
        if not (mine & (self.table.entered < end) & (self.left > start)).any():
            return (
                f"{person_id!r} has no visit between {_written(start)} and {_written(end)}, so that"
                " nobody can have been met"
            )
        if start < self.first or end > self.last:
            return f"the window reaches beyond the file: {span}"
        return None


def searchable(table: VisitTable) -> Searchable:
    """A file's visits with their ends. Raises QuestionError where they span too many years."""
    if not len(table):
        return Searchable(table, table.left, 0, 0, 0)
    dwell = int(start_curves().quantile(Category.OTHER, DWELL_SHARE))
    usual = np.full(len(table), dwell, np.int64)
    if not (small := plain.is_small(table)):
        say_when_compiling()
    left = impute_ends(
        table.person,
        table.venue,
        table.entered,
        table.left,
        StayBounds(usual, travel=TRAVEL),
        compiled=not small,
    )
    first, last = int(table.entered.min()), int(left.max()) + 1
    origin = first // DAY * DAY  # so that old logs have room too
    if last - origin > LATEST:
        raise QuestionError(
            f"the visits lie between {_written(first)} and {_written(last)}, {LATEST // DAY} days at"
            " most can be searched: is a year mistyped, or left_at?"
        )
    return Searchable(table, left, origin, first, last)


def _lines(engine: Engine, question: Question) -> list[tuple[int, int, int, int, int, int]]:
    case, back = question.case, question.back
    met = engine.met(case, question.start, question.end, question.minimum)
    direct = [
        (1, last if back else first, person, overlap, encounters, case)
        for person, (overlap, encounters, first, last) in met.items()
    ]
    deeper = _deeper(engine, question, set(met)) if question.degrees > 1 else ()
    return sorted([*direct, *deeper])


def _deeper(
    engine: Engine, question: Question, known: set[int]
) -> Iterator[tuple[int, int, int, int, int, int]]:
    reached = list(engine.reached(question))
    exposures = {person: exposed for person, _, exposed, _ in reached}
    exposures[question.case] = question.end if question.back else question.start
    by_via: dict[int, Mapping[int, Together]] = {}
    for person, degree, exposed, via in reached:
        if person in known:
            continue
        if via not in by_via:
            by_via[via] = engine.met(via, *question.of(exposures[via]))
        overlap, encounters, *_ = by_via[via][person]
        yield degree, exposed, person, overlap, encounters, via


def rows_of(lines: Mapping[str, Iterable[Line]]) -> Iterator[tuple[Cell, ...]]:
    """The contacts of each direction as rows under HEADING."""
    for direction, found in lines.items():
        for person, degree, exposed, overlap, encounters, via in found:
            yield person, degree, _written(exposed), overlap, encounters, via, direction


def read_window(names: tuple[str, str], texts: tuple[str | None, str | None]) -> Window:
    """A window as it was typed; a day stands for its first second, as the end for its last. Raises QuestionError."""
    moments = [_moment(name, text) for name, text in zip(names, texts, strict=True)]
    start, end = moments
    return start and start.start, end and end.until


def _moment(name: str, text: str | None) -> Moment | None:
    if text is None:
        return None
    match read_moment(text, VENUE_ZONE):
        case Moment() as moment:
            return moment
        case reason:
            raise QuestionError(f"{name} {text!r} {reason.en}")


def _written(moment: int) -> str:
    try:
        return datetime.fromtimestamp(moment, VENUE_ZONE).isoformat()
    except (ValueError, OverflowError):  # at the ends of the calendar
        return str(moment)
