"""Head counts for venues: the tracer alone holds all visits, and puts what may be shown of them into the main database.

Days of places are counted anew and replaced, never added to: a push that broke off is made again and nothing is doubled.
The rule (`domain.head_counts`) is applied here, so no number below five leaves this process.
"""

import json
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import psycopg

from ansim.domain.days import local_day
from ansim.domain.head_counts import bands, shown
from ansim.domain.methods import Method
from ansim.domain.retention import POLICY
from ansim.tracing.process.late import LateVisits
from ansim.tracing.process.loading import numbers_of
from ansim.tracing.process.numbers import Numbers

log = logging.getLogger(__name__)
Connection = psycopg.Connection[tuple[Any, ...]]
AT_ONCE: Final = 12_500
"""CountedPlaces counted by one statement."""

SETTLED: Final = 600
"""Seconds after midnight until a day's bands are published: entries that can be undone have come in by then."""

LATEST: Final = timedelta(days=4)
"""How late a visit arrives at the most: three days, and one for clocks."""

_DAY: Final = timedelta(days=1)
_TURN: Final = 0x636F756E74  # "count", a key of the main database's locks
_PLACES: Final = """
    SELECT venue.id, CASE WHEN venue.business_id IS NOT DISTINCT FROM around.business_id
                          THEN coalesce(around.id, venue.id) ELSE venue.id END
    FROM business_venue AS venue LEFT JOIN business_venue AS around ON around.id = venue.parent_id
"""
_TOUCHED: Final = """
    SELECT seq, day, venue_id FROM visits.visit
    WHERE (seq > %s OR seq = ANY (%s)) AND day >= %s
"""
_AMONG: Final = "visits.visit ON visit.venue_id = place.code AND visit.day = %(day)s"
# With rows that came on another day, which only the tracer can read. People are counted, so a visit here and there is one.
_WITH_LATE: Final = """(
        SELECT venue_id, tag, method, entered_at, id FROM visits.visit WHERE day = %(day)s AND venue_id = ANY (%(codes)s)
        UNION ALL
        SELECT late.venue_id, late.tag, late.method, to_timestamp(late.entered), late.id
        FROM unnest(%(late_venues)s::int[], %(late_tags)s::bytea[], %(late_methods)s::int2[], %(late_entered)s::int8[],
                    %(late_ids)s::uuid[]) AS late (venue_id, tag, method, entered, id)
    ) AS visit ON visit.venue_id = place.code"""
# Everybody counts once a day: in the hour, by the way and at the code of their first check-in at the place.
_FIRST: Final = """
    SELECT DISTINCT ON (place.root, tag) place.root, visit.venue_id AS code, method,
           extract(hour FROM entered_at AT TIME ZONE 'Asia/Seoul')::int AS hour
    FROM unnest(%(codes)s::int[], %(roots)s::int[]) AS place(code, root)
    JOIN {visits}
    ORDER BY place.root, tag, entered_at, visit.id
"""
_HOURS: Final = ", ".join(f"count(*) FILTER (WHERE hour = {hour})" for hour in range(24))
_METHODS: Final = ", ".join(f"count(*) FILTER (WHERE method = {int(one)})" for one in Method)
_SPREAD: Final = (
    f"SELECT root, count(*), ARRAY[{_HOURS}], ARRAY[{_METHODS}] FROM ({_FIRST}) AS f GROUP BY root"  # noqa: S608 numbers of our own
)
_BY_CODE: Final = f"SELECT root, code, count(*) FROM ({_FIRST}) AS f GROUP BY root, code"  # noqa: S608 as above
_PEOPLE: Final = """
    SELECT place.root, count(DISTINCT tag)
    FROM unnest(%(codes)s::int[], %(roots)s::int[]) AS place(code, root)
    JOIN {visits} GROUP BY place.root
"""
_PUT: Final = """
    SELECT business_put_counts(
        %s, %s::int[], %s::int[], %s::text[], %s::text[], %s::text[], %s::timestamptz, %s::date)
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A day of one place: people, and bands as JSON where the day is over and they are enough."""

    root: int
    people: int
    hours: str | None = None
    methods: str | None = None
    codes: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """How far was counted: visits as they stood at a moment of the visits database, bands of days until one."""

    until: datetime
    closed: date


class CountedPlaces:
    """The codes of each place: a venue's own and those of its zones; another business's place within it is its own."""

    def __init__(self, rows: Sequence[tuple[int, int]]) -> None:
        self.root_of = dict(rows)
        self.codes_of: dict[int, list[int]] = {}
        for code, root in sorted(rows):
            self.codes_of.setdefault(root, []).append(code)

    def columns(self, roots: Sequence[int]) -> dict[str, list[int]]:
        """The codes of these places, and the place of each."""
        pairs = [(code, root) for root in roots for code in self.codes_of.get(root, ())]
        return {"codes": [code for code, _ in pairs], "roots": [root for _, root in pairs]}


class Heard:
    """What one tracer counted of: all days once, then where rows came; what a broken push had to count stays."""

    def __init__(self, late: LateVisits) -> None:
        self.late = late
        self._numbers: Numbers | None = None
        self._places: set[tuple[date, int]] = set()

    def listen(self, visits: Connection, first: date) -> bool:
        """Hear of new rows of days from `first`; False at first, when everything is to be counted."""
        if self._numbers is None:
            self._numbers = numbers_of(visits)
            return False
        now = time.monotonic()
        rows = visits.execute(
            _TOUCHED, (*self._numbers.wanted(now, all_gaps=True), first)
        ).fetchall()
        self._places |= {(day, code) for n, day, code in rows if self._numbers.is_new(n)}
        self._numbers.take((row[0] for row in rows), now)
        with suppress(IndexError):
            while True:
                self._places.add(self.late.touched.popleft())
        return True

    def places(self) -> set[tuple[date, int]]:
        """Days of codes that are to be counted."""
        return set(self._places)

    def counted(self) -> None:
        """A push went through."""
        self._places.clear()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Where the first push breaks off, the next one counts everything."""
        first = self._numbers is None
        try:
            yield
        except BaseException:
            if first:
                self._numbers = None
            raise


def push(visits: Connection, main: Connection, now: float, heard: Heard) -> int:
    """Count what changed since the last push, and days that ended; returns how many days of places were sent.

    Each part is a transaction of its own and moves the mark with it, so that what broke off goes on where it was.
    Two tracers take turns, as the slower one would put its older numbers over the other's.
    """
    with turn(main), heard.kept():
        return _push(visits, main, now, heard)


@contextmanager
def turn(main: "psycopg.Connection[Any]") -> Iterator[None]:
    """Hold the turn to push; whoever else wants it waits."""
    main.execute("SELECT pg_advisory_lock(%s)", [_TURN])
    try:
        yield
    finally:
        if not main.broken:
            main.execute("SELECT pg_advisory_unlock(%s)", [_TURN])


def _push(visits: Connection, main: Connection, now: float, heard: Heard) -> int:
    (moment,) = _one(visits, "SELECT now()")
    today = local_day(now)
    # What is past its period is counted no more, whether or not a sweep came by.
    first_kept = POLICY.first_kept_day(today)
    days = (row[0] for row in visits.execute("SELECT visits.days()"))
    kept = sorted(day for day in days if first_kept <= day <= today)
    if not kept:
        return 0
    mark = _mark(main)
    # Of days before the last push rows may have come since, however long ago it was.
    last = today if mark is None else min(today, local_day(mark.until.timestamp()))
    first = max(kept[0], last - LATEST)
    every = not heard.listen(visits, first)
    places, sent = CountedPlaces(main.execute(_PLACES).fetchall()), 0
    counting = _Counting(visits, main, places, heard.late)
    if mark is None:
        sent += counting.put(today, list(places.codes_of), over=False)
        mark = _move(main, Mark(moment, kept[0] - _DAY))
    while mark.closed < local_day(now - SETTLED) - _DAY:
        day = mark.closed + _DAY
        if day >= kept[0]:
            sent += counting.put(day, list(places.codes_of), over=True)
        mark = _move(main, Mark(mark.until, day))
    for day, roots in _touched(heard, places, [day for day in kept if day >= first], every=every):
        sent += counting.put(day, roots, over=day <= mark.closed)
    heard.counted()
    _move(main, Mark(moment, mark.closed))
    return sent


class _Counting(NamedTuple):
    """Counts days of places, late rows too, and puts them into the main database."""

    visits: Connection
    main: Connection
    places: CountedPlaces
    late: LateVisits

    def put(self, day: date, roots: Sequence[int], *, over: bool) -> int:
        """Count and send; returns how many places had anybody."""
        sent = 0
        for start in range(0, len(roots), AT_ONCE):
            some = roots[start : start + AT_ONCE]
            counted = (self._spread if over else self._totals)(day, some)
            found = {one.root: one for one in counted}
            rows = [found.get(root, Counted(root, 0)) for root in some]
            self.main.execute(
                _PUT,
                (
                    day,
                    [row.root for row in rows],
                    [row.people and shown(row.people) for row in rows],
                    [row.hours for row in rows],
                    [row.methods for row in rows],
                    [row.codes for row in rows],
                    None,
                    None,
                ),
            )
            sent += len(counted)
        return sent

    def _totals(self, day: date, roots: Sequence[int]) -> list[Counted]:
        return [Counted(*row) for row in self._ask(_PEOPLE, day, roots)]

    def _spread(self, day: date, roots: Sequence[int]) -> list[Counted]:
        several = [root for root in roots if len(self.places.codes_of.get(root, ())) > 1]
        by_code: dict[int, dict[int, int]] = {}
        if several:
            for root, code, people in self._ask(_BY_CODE, day, several):
                by_code.setdefault(root, {})[code] = people
        return [
            Counted(
                root,
                people,
                _bands(hours),
                _bands(methods),
                _code_bands(self.places.codes_of[root], by_code.get(root)),
            )
            for root, people, hours, methods in self._ask(_SPREAD, day, roots)
        ]

    def _ask(self, statement: str, day: date, roots: Sequence[int]) -> list[tuple[Any, ...]]:
        columns = self.places.columns(roots)
        codes = set(columns["codes"])
        late = [row for row in self.late.of(day).every() if row.venue in codes]
        if not late:
            asked = statement.format(visits=_AMONG)
            return self.visits.execute(asked, {"day": day, **columns}).fetchall()
        came = {
            "late_venues": [row.venue for row in late],
            "late_tags": [row.tag for row in late],
            "late_methods": [row.method for row in late],
            "late_entered": [row.entered for row in late],
            "late_ids": [UUID(bytes=row.visit) for row in late],
        }
        asked = statement.format(visits=_WITH_LATE)
        return self.visits.execute(asked, {"day": day, **columns, **came}).fetchall()


def _bands(cells: Sequence[int]) -> str | None:
    found = [(one.first, one.last, one.people) for one in bands(cells)]
    return json.dumps(found) if found else None


def _code_bands(codes: Sequence[int], people: dict[int, int] | None) -> str | None:
    """Bands of a place's codes, in the order of their numbers: the venue's own code is the oldest."""
    if people is None:
        return None
    found = bands([people.get(code, 0) for code in codes])
    return (
        json.dumps([(codes[one.first : one.last + 1], one.people) for one in found])
        if found
        else None
    )


def _touched(
    heard: Heard, places: CountedPlaces, days: Sequence[date], *, every: bool
) -> list[tuple[date, list[int]]]:
    """The days of places at which something changed, of these days, oldest first; or all of them."""
    if every:
        return [(day, list(places.codes_of)) for day in days]
    found: dict[date, set[int]] = {}
    for day, code in heard.places():
        if code in places.root_of and day in days:
            found.setdefault(day, set()).add(places.root_of[code])
    return [(day, sorted(roots)) for day, roots in sorted(found.items())]


def _mark(main: Connection) -> Mark | None:
    row = main.execute("SELECT until, closed_day FROM business_countmark").fetchone()
    return None if row is None else Mark(*row)


def _move(main: Connection, mark: Mark) -> Mark:
    main.execute(_PUT, (mark.closed, [], [], [], [], [], mark.until, mark.closed))
    return mark


def _one(connection: Connection, statement: str) -> tuple[Any, ...]:
    (row,) = connection.execute(statement).fetchall()
    return row


class CountPusher:
    """Pushes beside the searches, one push at a time."""

    def __init__(self, visits_dsn: str, main_dsn: str) -> None:
        self._dsns = visits_dsn, main_dsn
        self._turn = threading.Lock()
        self._heard: Heard | None = None

    def start(self, now: float, late: LateVisits) -> threading.Thread | None:
        """Begin a push, unless one still runs."""
        if self._heard is None or self._heard.late is not late:
            self._heard = Heard(late)
        if not self._turn.acquire(blocking=False):
            return None
        thread = threading.Thread(
            target=self._run, args=(now, self._heard), name="head counts", daemon=True
        )
        thread.start()
        return thread

    def _run(self, now: float, heard: Heard) -> None:
        began = time.perf_counter()
        try:
            with (
                psycopg.connect(self._dsns[0], autocommit=True) as visits,
                psycopg.connect(self._dsns[1], autocommit=True) as main,
            ):
                sent = push(visits, main, now, heard)
            log.debug("%d head counts in %.2f s", sent, time.perf_counter() - began)
        except psycopg.Error as error:
            log.warning(
                "head counts: %s, next try with the next housekeeping", type(error).__name__
            )
        except Exception:
            log.exception("head counts failed, next try with the next housekeeping")
        finally:
            self._turn.release()
