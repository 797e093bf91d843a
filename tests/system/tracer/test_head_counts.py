"""What the tracer puts into the main database for venues: as the rule says, replaced as a whole, kept through a break."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.methods import Method
from ansim.domain.quantities import Tag
from ansim.keys import DayKeys
from ansim.tracing.process import count_pusher
from ansim.tracing.process.count_pusher import Heard, push
from ansim.tracing.process.late import LateVisits
from ansim.visits.late_rows import LateKind, LateRow, LateSeal, among_others
from ansim.visits.partitions import open_days
from support.system import PATIENCE, ROOT, System, new_venue

TODAY = local_day(time.time())
DAY = timedelta(days=1)


class Log:
    """Visits written as the gateway stores them, and pushes by the tracer's own role."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.visits = system.connect_as("tracer", "visits")
        self.main = system.connect_as("tracer", "main")
        self.start_again()
        with system.owner("visits") as owner:
            open_days(owner, [TODAY - timedelta(days=step) for step in range(4)])
        self.not_closed_after(TODAY - timedelta(days=1))

    def start_again(self) -> None:
        """As a tracer that starts: it has counted nothing yet."""
        self.heard = Heard(LateVisits(DayKeys(self.system.keys)))

    def close(self) -> None:
        self.visits.close()
        self.main.close()

    def not_closed_after(self, day: date) -> None:
        """Bands of later days are not yet made, whatever a push by a later clock said; no push runs meanwhile."""
        with self.system.owner("main") as owner, count_pusher.turn(owner):
            owner.execute(
                "UPDATE business_countmark SET closed_day = least(closed_day, %s)", (day,)
            )

    def enter(
        self,
        venue: int,
        hour: float,
        *,
        tag: bytes | None = None,
        day: date = TODAY,
        method: Method = Method.QR,
    ) -> bytes:
        tag = tag or new_person_id()
        at = datetime.fromtimestamp(day_bounds(day)[0] + hour * 3600, UTC)
        with self.system.owner("visits") as owner:
            owner.execute(
                "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, party, method, evidence)"
                " VALUES (%s, %s, %s, %s, %s, 0, %s, 0)",
                (day, venue, new_visit_id(at.timestamp()), tag, at, int(method)),
            )
        return tag

    def crowd(self, venue: int, hours: Sequence[float], day: date = TODAY) -> None:
        for hour in hours:
            self.enter(venue, hour, day=day)

    def come_late(self, venue: int, hour: float, day: date, *, tag: bytes | None = None) -> bytes:
        """A check-in of another day than today, as the gateway's role stores it."""
        seal, who = LateSeal(DayKeys(self.system.keys), day), Tag(tag or new_person_id())
        at = int(day_bounds(day)[0] + hour * 3600)
        visit = new_visit_id(at).bytes
        row = LateRow(LateKind.CHECK_IN, venue, visit, who, at, method=int(Method.QR))
        rows = among_others([(seal.key(row.kind, who, visit), seal.seal(row))])
        keys, sealed = [key for key, _ in rows], [text for _, text in rows]
        with self.system.connect_as("gateway", "visits") as gateway:
            gateway.execute(
                "SELECT visits.store_late(%s::date[], %s::bytea[], %s::bytea[])",
                ([day], keys, sealed),
            )
        return who

    def push(self, now: float | None = None) -> int:
        """A push of now; in the first minutes of a day, as soon as yesterday has settled."""
        now = now or max(time.time(), day_bounds(TODAY)[0] + 700)
        self.heard.late.follow(self.visits)
        return push(self.visits, self.main, now, self.heard)

    def row(self, venue: int, day: date = TODAY) -> tuple[Any, ...] | None:
        with self.system.owner("main") as owner:
            return owner.execute(
                "SELECT people, hours, methods, codes FROM business_daycount WHERE venue_id = %s AND day = %s",
                (venue, day),
            ).fetchone()

    def use(self, venue: int) -> tuple[Any, ...] | None:
        with self.system.owner("main") as owner:
            return owner.execute(
                "SELECT first_day, last_day FROM business_venueuse WHERE venue_id = %s", (venue,)
            ).fetchone()


@pytest.fixture
def log(system: System) -> Iterator[Log]:
    log = Log(system)
    yield log
    log.close()


@pytest.mark.parametrize("people", [1, 4, 5, 13])
def test_a_day_is_exact_from_five_up_and_below_nobody_learns_how_many(
    log: Log, people: int
) -> None:
    venue = new_venue(log.system).id
    log.crowd(venue, [0.1] * people)
    log.push()
    assert log.row(venue) == (people if people >= 5 else None, None, None, None)
    assert log.use(venue) == (TODAY, TODAY)


def test_a_person_with_two_scans_counts_once_also_at_two_codes_of_a_place(log: Log) -> None:
    place = new_venue(log.system).id
    zone = new_venue(log.system, parent_id=place).id
    tag = log.enter(place, 0.1)
    log.enter(place, 0.2, tag=tag)
    log.enter(zone, 0.3, tag=tag)
    log.crowd(zone, [0.1] * 4)
    log.push()
    assert log.row(place) == (5, None, None, None)
    assert log.row(zone) is None, "a zone's visitors count in their venue"


def test_another_business_within_a_place_counts_for_itself(log: Log) -> None:
    with log.system.owner("main") as owner:
        firms = [
            owner.execute(
                "INSERT INTO business_business (name, kind) VALUES (%s, 'without_number') RETURNING id",
                (name,),
            ).fetchone()[0]  # type: ignore[index]
            for name in ("상가", "입점")
        ]
    mall = new_venue(log.system, business_id=firms[0]).id
    tenant = new_venue(log.system, parent_id=mall, business_id=firms[1]).id
    log.crowd(mall, [0.1] * 6)
    log.crowd(tenant, [0.1] * 7)
    log.push()
    assert log.row(mall) == (6, None, None, None)
    assert log.row(tenant) == (7, None, None, None)


def test_pushing_twice_and_breaking_off_in_between_doubles_nothing(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = new_venue(log.system).id, new_venue(log.system).id
    log.push()
    log.crowd(one, [0.1] * 12)
    log.crowd(other, [0.1] * 6)
    broken: Callable[..., Any] = log.main.execute
    monkeypatch.setattr(count_pusher, "AT_ONCE", 1)
    puts = []

    def breaks(statement: Any, *values: Any) -> Any:
        if "put_counts" in str(statement):
            puts.append(1)
            if len(puts) == 2:
                raise psycopg.OperationalError("killed")
        return broken(statement, *values)

    monkeypatch.setattr(log.main, "execute", breaks)
    with pytest.raises(psycopg.OperationalError):
        log.push()
    monkeypatch.undo()
    log.push()
    log.push()
    assert (log.row(one), log.row(other)) == ((12, None, None, None), (6, None, None, None))
    log.enter(one, 0.2)
    log.push()
    assert log.row(one) == (13, None, None, None)


def test_a_tracer_killed_while_it_pushes_leaves_every_place_as_it_is(log: Log) -> None:
    places = [new_venue(log.system).id for _ in range(30)]
    script = (
        "import sys, time, psycopg\n"
        "from ansim.tracing.process import count_pusher\n"
        "from ansim.tracing.process.late import LateVisits\n"
        "from ansim.keys import DayKeys, folder\n"
        "count_pusher.AT_ONCE = 3\n"
        "visits, main = (psycopg.connect(one, autocommit=True) for one in sys.argv[1:])\n"
        "heard = count_pusher.Heard(LateVisits(DayKeys(folder())))\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    count_pusher.push(visits, main, time.time(), heard)\n"
    )
    command = [sys.executable, "-c", script]
    command += [log.system.dsn("tracer", database) for database in ("visits", "main")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    for round_ in range(1, 4):
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as pusher:
            assert pusher.stdout is not None
            assert pusher.stdout.readline() == b"ready\n"
            for place in places:
                log.crowd(place, [0.1, 0.2])
            end = time.monotonic() + PATIENCE
            while round_ == 3 and not log.row(places[0]):
                assert time.monotonic() < end, "nothing was pushed"
            pusher.kill()
    log.push()
    assert {log.row(place) for place in places} == {(6, None, None, None)}


def test_bands_of_a_day_come_when_it_is_over_and_stay_when_somebody_arrives_late(log: Log) -> None:
    venue = new_venue(log.system).id
    log.push()
    log.crowd(venue, [9.5, 9.5, 10.5, 12.5, 12.6, 12.7, 18, 18, 19, 20, 21, 23])
    log.enter(venue, 12.8, method=Method.CALL)
    log.push()
    assert log.row(venue) == (13, None, None, None), "not while the day lasts"
    tomorrow = float(day_bounds(TODAY)[1])
    log.push(tomorrow + 60)
    assert log.row(venue) == (13, None, None, None), "what can be undone has not settled"
    log.push(tomorrow + 700)
    hours, methods = [[0, 12, 7], [13, 23, 6]], [[0, len(Method) - 1, 13]]
    assert log.row(venue) == (13, hours, methods, None)
    log.enter(venue, 12.9)
    log.push(tomorrow + 800)
    assert log.row(venue) == (14, hours, methods, None), "the total moves, the bands stay"
    log.not_closed_after(TODAY - timedelta(days=1))


def test_late_check_ins_count_once_also_by_a_tracer_that_starts(log: Log) -> None:
    venue, other, yesterday = new_venue(log.system).id, new_venue(log.system).id, TODAY - DAY

    def people() -> list[int]:
        log.push()
        rows = [log.row(place, yesterday) for place in (venue, other)]
        return [row[0] if row else 0 for row in rows]

    log.push()
    here = log.enter(venue, 9, day=yesterday)
    log.crowd(venue, [9.5] * 5, yesterday)
    log.come_late(venue, 8, yesterday, tag=here)
    twice = log.come_late(venue, 12, yesterday)
    log.come_late(venue, 13, yesterday, tag=twice)
    for hour in (9, 10, 11, 12, 13):
        log.come_late(other, hour, yesterday)
    assert people() == [7, 5], "six at the door, one late; whoever came twice is one"
    assert people() == [7, 5]
    log.start_again()
    assert people() == [7, 5]
    log.come_late(venue, 20, yesterday)
    assert people() == [8, 5], "one more while it runs"


def test_what_came_while_no_tracer_counted_is_counted_however_long_that_was(log: Log) -> None:
    venue, day = new_venue(log.system).id, TODAY - timedelta(days=9)
    with log.system.owner("visits") as visits, log.system.owner("main") as main:
        open_days(visits, [day])
        try:
            log.crowd(venue, [9.5] * 7, day)
            log.push()
            log.enter(venue, 10, day=day)
            with count_pusher.turn(log.main):
                main.execute("UPDATE business_countmark SET until = now() - interval '8 days'")
                log.start_again()
                log.push()
        finally:
            visits.execute(f"DROP TABLE visits.visit_{day:%Y%m%d}")  # type: ignore[call-overload]
    assert (log.row(venue, day) or (0,))[0] == 8


def test_a_place_with_zones_shows_where_people_were_first_in_bands(log: Log) -> None:
    place = new_venue(log.system).id
    zones = [new_venue(log.system, parent_id=place).id for _ in range(3)]
    yesterday = TODAY - timedelta(days=1)
    for code, people in ((place, 6), (zones[0], 3), (zones[1], 4), (zones[2], 2)):
        log.crowd(code, [11] * people, yesterday)
    log.not_closed_after(yesterday - timedelta(days=1))
    log.push()
    people, _hours, _methods, codes = log.row(place, yesterday)  # type: ignore[misc]
    assert people == 15
    assert codes == [[[place], 6], [zones, 9]]


def test_the_tracer_may_put_counts_and_touch_nothing_else(log: Log) -> None:
    for statement in (
        "SELECT people FROM business_daycount",
        "DELETE FROM business_daycount",
        "UPDATE business_countmark SET until = now()",
        "SELECT business_forget_counts(1, 1, current_date)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            log.main.execute(statement)


@pytest.mark.parametrize("process", ["business", "gateway", "investigation", "vault", "worker"])
def test_nobody_else_may_put_counts(log: Log, process: str) -> None:
    with (
        log.system.connect_as(process, "main") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "SELECT business_put_counts(current_date, '{}', '{}', '{}', '{}', '{}', NULL, NULL)"
        )


def test_a_number_below_five_does_not_get_into_the_table_whoever_sends_it(log: Log) -> None:
    venue = new_venue(log.system).id
    with pytest.raises(psycopg.errors.CheckViolation):
        log.main.execute(
            "SELECT business_put_counts(%s, %s::int[], %s::int[], '{null}', '{null}', '{null}', NULL, NULL)",
            (TODAY, [venue], [3]),
        )


def test_totals_outlive_the_visits_and_go_at_their_time(log: Log) -> None:
    venue = new_venue(log.system).id
    with log.system.owner("main") as owner:
        for back in (20, 29, 91, 93):
            owner.execute(
                "INSERT INTO business_daycount (venue_id, day, people, hours, methods)"
                " VALUES (%s, %s, 7, '[[0, 23, 7]]', '[[0, 7, 7]]')",
                (venue, TODAY - timedelta(days=back)),
            )
    with log.system.connect_as("worker", "main") as worker:
        worker.execute("SELECT business_forget_counts(92, 28, %s)", (TODAY,))
    left = {back: log.row(venue, TODAY - timedelta(days=back)) for back in (20, 29, 91, 93)}
    assert left[20] == (7, [[0, 23, 7]], [[0, 7, 7]], None)
    assert left[29] == left[91] == (7, None, None, None)
    assert left[93] is None


@pytest.mark.parametrize(("back", "counted"), [(28, True), (29, False)])
def test_a_day_past_its_period_is_counted_no_more_though_nobody_swept(
    log: Log, back: int, *, counted: bool
) -> None:
    venue, day = new_venue(log.system).id, TODAY - timedelta(days=back)
    with log.system.owner("visits") as visits, log.system.owner("main") as main:
        open_days(visits, [day])
        try:
            log.crowd(venue, [9.5] * 7, day=day)
            main.execute("DELETE FROM business_countmark")
            log.push()
        finally:
            visits.execute(f"DROP TABLE visits.visit_{day:%Y%m%d}")  # type: ignore[call-overload]
    assert (log.row(venue, day) is not None) is counted
