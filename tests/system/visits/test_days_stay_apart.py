"""An offline queue of three days, delivered at night, against whoever has a copy of everything; and days written anew."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.keys import DayKeys
from ansim.tracing.process.anew import DaysAnew, due, write_anew
from ansim.tracing.process.count_pusher import Heard, push
from ansim.tracing.process.late import LateVisits
from support.counter import Counter, entry
from support.joining import Joiner, Who, looking_behind_tables, superuser, wal_now
from support.system import (
    PATIENCE,
    ROOT,
    System,
    check_in,
    new_venue,
    now_text,
    own_folder,
    running_system,
)

PEOPLE = 40
# Of 40 guesses one is right by chance, whichever the mark; eleven or more in a hundred ways to join is one in a million.
BY_CHANCE = 11
CLOCK = "CREATE OR REPLACE FUNCTION visits.clock() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT {} $$"
TODAY = local_day(time.time())
CONTENT = """
    SELECT venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment FROM visits.visit
    WHERE day = %s ORDER BY tag, id
"""


def three_days() -> list[date]:
    return [TODAY - timedelta(days=back) for back in (2, 1, 0)]


@pytest.fixture(scope="module")
def apart() -> Iterator[System]:
    """A system of one's own: days that were closed take nothing any more."""
    with own_folder() as folder, running_system(folder, ANSIM_LATE_SPREAD_SECONDS="0") as system:
        yield system


@pytest.fixture(autouse=True)
def _days_take_rows_again(apart: System) -> Iterator[None]:
    yield
    with apart.owner("visits") as owner:
        owner.execute("DELETE FROM visits.closed_day WHERE day > %s", [TODAY - timedelta(days=4)])


@contextmanager
def days_later(system: System, days: int) -> Iterator[None]:
    with system.owner("visits") as owner:
        owner.execute(CLOCK.format(f"now() + interval '{days} days'"))
        yield
        owner.execute(CLOCK.format("now()"))


def moment(rng: random.Random, day: date) -> datetime:
    start, end = day_bounds(day)
    return datetime.fromtimestamp(int(rng.uniform(start, min(end, time.time() - 1))), UTC)


def outbox(system: System, rng: random.Random) -> list[dict[str, object]]:
    """What a phone kept of three days: a visit of each, in the order of the days, as the app sends them."""
    moments = [moment(rng, day) for day in three_days()]
    return [
        {
            "id": str(new_visit_id(at.timestamp())),
            "venue": system.venues["cafe"].code,
            "entered_at": at.isoformat(),
            "sent_at": now_text(),
        }
        for at in moments
    ]


def test_no_mark_joins_the_days_of_an_offline_queue(apart: System) -> None:
    system, rng = apart, random.Random(seed := time.time_ns())
    print("seed", seed)
    assert system.http.get("/healthz").status_code == 200
    everything, truth = looking_behind_tables(system), {}
    joiner = Joiner(everything, wal_now(everything))
    for _ in range(PEOPLE):
        person = new_person_id()
        answer = system.http.post(
            "/v1/check-ins", json=outbox(system, rng), headers=system.bearer(person)
        )
        assert [one["status"] for one in answer.json()] == ["accepted"] * 3
        for day in three_days():
            who: Who = (day, DayKeys(system.keys).tagger(day)(person))
            truth[who] = person
    joiner.look(three_days())
    seen_first = (
        next(iter(joiner.marks.values())).keys() & truth.keys()
    )  # without rows of other tests
    assert {day for day, _tag in seen_first} == {TODAY}
    with days_later(system, 4), system.connect_as("tracer", "visits") as tracer:
        for day in three_days():
            assert write_anew(tracer, DayKeys(system.keys), day)
    joiner.look(three_days())
    seen = {who for numbers in joiner.marks.values() for who in numbers}
    assert seen >= set(truth), "everything is there to be joined"
    found = joiner.joined(truth)
    print(dict(sorted(found.items())))
    assert {way: right for way, right in found.items() if right >= BY_CHANCE} == {}


def test_a_day_written_anew_carries_one_mark_for_all_and_stands_in_the_order_of_places(
    apart: System,
) -> None:
    system, day = apart, TODAY - timedelta(days=5)
    _fill(system, day, 3000)
    with system.connect_as("tracer", "visits") as tracer, system.owner("visits") as owner:
        before = owner.execute(CONTENT, [day]).fetchall()
        _scatter(owner, day)
        assert write_anew(tracer, DayKeys(system.keys), day)
        assert owner.execute(CONTENT, [day]).fetchall() == before
        marks = owner.execute(
            "SELECT count(DISTINCT xmin::text), count(seq), count(*) FROM visits.visit WHERE day = %s",
            [day],
        ).fetchone()
        assert marks == (1, 0, 3000)
        order = owner.execute(
            "SELECT venue_id, entered_at, id FROM visits.visit WHERE day = %s ORDER BY ctid", [day]
        ).fetchall()
        assert order == sorted(order)
        assert not write_anew(tracer, DayKeys(system.keys), day), "once"


def test_late_rows_and_ends_are_written_with_their_day_and_then_gone(apart: System) -> None:
    system, keys, person = apart, DayKeys(apart.keys), new_person_id()
    at = datetime.fromtimestamp(int(time.time()) - 71 * 3600, UTC)
    day = local_day(at.timestamp())
    tag = keys.tagger(day)(person)
    body = {
        "id": str(new_visit_id(at.timestamp())),
        "venue": system.venues["hall"].code,
        "entered_at": at.isoformat(),
        "sent_at": now_text(),
        "party": 3,
    }
    end = {key: body[key] for key in ("id", "venue", "entered_at")}
    midnight = datetime.fromtimestamp(day_bounds(day)[1], UTC)  # an end after it would be blurred
    left = min(at + timedelta(minutes=50), midnight - timedelta(seconds=1))
    end["left_at"] = left.isoformat()
    headers = system.bearer(person)
    assert system.http.post("/v1/check-ins", json=body, headers=headers).status_code == 201
    assert system.http.post("/v1/check-outs", json=end, headers=headers).status_code == 200
    with days_later(system, 5), system.connect_as("tracer", "visits") as tracer:
        late = LateVisits(keys)
        late.follow(tracer)
        assert late.of(day).of([tag])
        for older in due(tracer, [day - timedelta(days=1), day], time.time() + 5 * 86400):
            write_anew(tracer, keys, older)
        again = LateVisits(keys)
        again.follow(tracer)
        assert not again.of(day).of([tag]), "of a day written anew none is told twice"
        late.follow(tracer)
        assert not late.of(day).of([tag])
    with system.owner("visits") as owner:
        row = owner.execute(
            "SELECT day, party, left_at, evidence & 256 FROM visits.visit WHERE id = %s AND tag = %s",
            [body["id"], tag],
        ).fetchone()
    # The check-out did not say when it was sent, so that its times are not sure.
    assert row == (day, 3, left, 256)
    repeat = system.http.post("/v1/check-ins", json=body, headers=headers)
    assert (repeat.status_code, repeat.json().get("code")) == (422, "too-old"), repeat.text


def test_a_row_that_arrived_when_its_time_was_over_is_written_with_its_day(apart: System) -> None:
    """The gateway's clock was behind at midnight; what staff typed in waited on while no gateway ran."""
    system, keys, person = apart, DayKeys(apart.keys), new_person_id()
    at = datetime.fromtimestamp(int(time.time()) - 71 * 3600, UTC)
    day = local_day(at.timestamp())
    body = check_in(system.venues["hall"], entered_at=at.isoformat())
    typed = entry(entered_at=at.isoformat())
    counter = Counter(system, new_venue(system))
    with days_later(system, 1):
        answer = system.http.post("/v1/check-ins", json=body, headers=system.bearer(person))
        assert answer.status_code == 201
    assert counter.ask("POST", "/v1/staff-entries", typed).status_code == 201
    with (
        days_later(system, 6),
        system.connect_as("tracer", "visits") as tracer,
        system.owner("visits") as owner,
    ):
        with owner.transaction():
            owner.execute("UPDATE visits.late_waiting SET due_at = now()")
            owner.execute("SELECT visits.settle_entries()")
        assert write_anew(tracer, keys, day)
        stored = owner.execute(
            "SELECT count(*) FROM visits.visit WHERE id = ANY (%s::uuid[])",
            [[body["id"], typed["id"]]],
        ).fetchone()
    assert stored == (2,)


def test_head_counts_stay_as_they_are_when_a_day_is_written_anew(apart: System) -> None:
    system, keys, venue = apart, DayKeys(apart.keys), new_venue(apart)
    at = datetime.fromtimestamp(int(time.time()) - 71 * 3600, UTC)
    day = local_day(at.timestamp())
    Counter(system, venue)  # by now the gateway knows it
    for _ in range(6):
        body = check_in(venue, entered_at=at.isoformat())
        headers = system.bearer(new_person_id())
        assert system.http.post("/v1/check-ins", json=body, headers=headers).status_code == 201
    heard = Heard(LateVisits(keys))

    def people() -> list[tuple[int]]:
        with (
            system.connect_as("tracer", "visits") as visits,
            system.connect_as("tracer", "main") as main,
        ):
            heard.late.follow(visits)
            push(visits, main, time.time(), heard)
        with system.owner("main") as owner:
            return owner.execute(
                "SELECT people FROM business_daycount WHERE venue_id = %s AND day = %s",
                [venue.id, day],
            ).fetchall()

    assert people() == [(6,)]
    with days_later(system, 6), system.connect_as("tracer", "visits") as tracer:
        write_anew(tracer, keys, day)
    assert people() == [(6,)]
    heard = Heard(LateVisits(keys))
    assert people() == [(6,)], "by a tracer that starts"


def test_the_database_refuses_to_write_anew_what_may_still_come(apart: System) -> None:
    with apart.connect_as("tracer", "visits") as tracer:
        with pytest.raises(psycopg.errors.CheckViolation, match="takes late rows until"):
            write_anew(tracer, DayKeys(apart.keys), TODAY + timedelta(days=1))
        nothing: list[Any] = [[]] * 13
        row = tracer.execute(
            "SELECT visits.write_anew(%s, %s::int[], %s::uuid[], %s::bytea[], %s::timestamptz[], %s::timestamptz[],"
            " %s::int2[], %s::int2[], %s::int2[], %s::bytea[], %s::uuid[], %s::bytea[], %s::timestamptz[], %s::boolean[])",
            [TODAY + timedelta(days=2), *nothing],
        ).fetchone()
        assert row == (False,), "a day that was not closed stays as it is"
    for process in ("gateway", "worker"):
        with (
            apart.connect_as(process, "visits") as other,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            other.execute("SELECT visits.close_day(%s)", [TODAY - timedelta(days=5)])


@pytest.mark.long
def test_killed_anywhere_nothing_is_lost_or_doubled_and_the_next_start_finishes_it(
    apart: System,
) -> None:
    rng = random.Random(seed := time.time_ns())
    print("seed", seed)
    for back in range(6, 16):  # a day that was written before it was caught is no trial
        day = TODAY - timedelta(days=back)
        if _killed_in_the_middle(apart, day, rng):
            break
    else:
        pytest.fail("it was never caught in the middle")


def _killed_in_the_middle(system: System, day: date, rng: random.Random) -> int:
    """How often a day's writing was killed before it was done, each time with nothing lost."""
    _fill(system, day, 40_000)
    with system.owner("visits") as owner:
        before = owner.execute(CONTENT, [day]).fetchall()
    script = (
        "import sys, datetime, psycopg\n"
        "from ansim.keys import DayKeys, folder\n"
        "from ansim.tracing.process.anew import write_anew\n"
        "visits = psycopg.connect(sys.argv[1], autocommit=True)\n"
        "print(visits.info.backend_pid, flush=True)\n"
        "write_anew(visits, DayKeys(folder()), datetime.date.fromisoformat(sys.argv[2]))\n"
    )
    environment = {**system.environment_of_processes(), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", script, system.dsn("tracer", "visits"), str(day)]
    broken = 0
    for trial in range(8):
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as tracer:
            assert tracer.stdout is not None
            backend = int(tracer.stdout.readline())
            time.sleep(rng.uniform(0, 0.01 * 2**trial))  # however quick the machine is
            if trial == 5:  # the server itself falls over, and recovers
                with suppress(ProcessLookupError):  # it was done before
                    os.kill(backend, signal.SIGKILL)
            else:
                tracer.kill()
                with superuser(system) as everything:
                    everything.execute("SELECT pg_terminate_backend(%s)", [backend])
        with _again(system) as owner:
            assert owner.execute(CONTENT, [day]).fetchall() == before
            left = owner.execute(
                "SELECT relname FROM pg_class WHERE relname LIKE 'visit_%%_anew'"
            ).fetchall()
            assert left == []
            done = owner.execute(
                "SELECT anew FROM visits.closed_day WHERE day = %s", [day]
            ).fetchone()
            if done == (True,):
                break
            broken += 1
    with system.connect_as("tracer", "visits") as tracer_again:
        write_anew(tracer_again, DayKeys(system.keys), day)
    with system.owner("visits") as owner:
        assert owner.execute(CONTENT, [day]).fetchall() == before
        assert owner.execute(
            "SELECT count(DISTINCT xmin::text) FROM visits.visit WHERE day = %s", [day]
        ).fetchone() == (1,)
    return broken


def test_a_day_without_its_key_is_left_as_it_is_and_told_once(
    apart: System, caplog: pytest.LogCaptureFixture
) -> None:
    day = TODAY - timedelta(days=8)
    with apart.owner("visits") as owner:
        owner.execute("SELECT visits.open_day(%s)", [day])
        days = DaysAnew(apart.dsn("tracer", "visits"), DayKeys(apart.keys))
        for _ in range(3):
            thread = days.start([day], time.time())
            assert thread is not None
            thread.join(PATIENCE)
        closed = owner.execute("SELECT FROM visits.closed_day WHERE day = %s", [day]).fetchall()
    assert closed == []
    assert [str(day) in one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == [
        True
    ]


@contextmanager
def _again(system: System) -> Iterator["psycopg.Connection[Any]"]:
    """A connection as the owner, once the server is back."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            connection = system.owner("visits")
            break
        except psycopg.OperationalError:
            assert time.monotonic() < end, "the server stays away"
            time.sleep(0.1)
    with connection:
        yield connection


def _fill(system: System, day: date, rows: int) -> None:
    """A day of invented visits, as they came through the day."""
    keys = DayKeys(system.keys)
    keys.create(day)
    with system.owner("visits") as owner:
        owner.execute("SELECT visits.open_day(%s)", [day])
        owner.execute(
            "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence)"
            " SELECT %s, 1 + n %% 7, gen_random_uuid(), decode(md5(n::text), 'hex'), %s::timestamptz + n * interval '1 s',"
            " CASE WHEN n %% 3 = 0 THEN %s::timestamptz + n * interval '2 s' END, n %% 5, 1, 0"
            " FROM generate_series(1, %s) AS n",
            [day, *[datetime.fromtimestamp(day_bounds(day)[0], UTC)] * 2, rows],
        )


def _scatter(owner: "psycopg.Connection[Any]", day: date) -> None:
    """Change some rows, so that they have other marks and another place."""
    for part in range(3):
        owner.execute(
            "UPDATE visits.visit SET party = party WHERE day = %s AND party = %s", [day, part]
        )
