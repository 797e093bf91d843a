"""Every row that is committed reaches the tracer once, whoever writes beside, breaks off or is killed."""

import random
import threading
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import numpy as np
import psycopg
import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.keys import DayKeys
from ansim.tracing.index import BASE
from ansim.tracing.process.follower import FOLLOW_EVERY, Follower
from ansim.visits.late_rows import LateKind, LateRow, LateSeal, among_others
from support.joining import superuser
from support.system import System

WRITERS, SECONDS = 8, 12.0
_STORE = """
    SELECT visits.record_check_ins(ARRAY[ROW(%s, %s, %s, %s, %s, NULL, 0, 1, 0, NULL, NULL)]::visits.check_in[])
"""
_LATE = "SELECT visits.store_late(%s::date[], %s::bytea[], %s::bytea[])"

Key = tuple[bytes, int, int]
"""Person, venue, second of entry."""


class Writer(threading.Thread):
    """Writes visits of today and of yesterday in transactions of its own; some break off, some are killed."""

    def __init__(self, system: System, seed: int) -> None:
        super().__init__()
        self.system, self.rng = system, random.Random(seed)
        self.keys = DayKeys(system.keys)
        self.committed: dict[Key, float] = {}
        self.failed: Exception | None = None

    def run(self) -> None:
        end = time.monotonic() + SECONDS
        try:
            while time.monotonic() < end:
                with suppress(psycopg.OperationalError), self._connected() as connection:
                    while time.monotonic() < end:
                        self._transaction(connection)
        except Exception as error:  # noqa: BLE001 told by the test
            self.failed = error

    def _connected(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.system.dsn("gateway", "visits"))

    def _transaction(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        rng = self.rng
        written = [self._write(connection) for _ in range(rng.randint(1, 3))]
        time.sleep(
            rng.choice([0] * 12 + [0.001, 0.01, 0.3, 2.5])
        )  # on its way, while others overtake
        fate = rng.random()
        if fate < 0.25:
            connection.rollback()
            return
        if fate < 0.3:
            with superuser(self.system) as everything:
                everything.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])
        connection.commit()
        now = time.monotonic()
        self.committed |= dict.fromkeys(written, now)

    def _write(self, connection: "psycopg.Connection[tuple[object, ...]]") -> Key:
        rng, person, now = self.rng, new_person_id(), time.time()
        venue = rng.choice(self.system.venues)
        today = local_day(now)
        if rng.random() < 0.3:
            day = today - timedelta(days=1)
            entered = day_bounds(day)[0] + rng.randrange(86400)
            self._late(connection, day, venue.id, person, entered)
        else:
            entered = int(now)
            tag = self.keys.tagger(today)(person)
            moment = datetime.fromtimestamp(entered, UTC)
            connection.execute(_STORE, (today, venue.id, new_visit_id(now), tag, moment))
        return person, venue.id, entered

    def _late(
        self,
        connection: "psycopg.Connection[tuple[object, ...]]",
        day: date,
        venue: int,
        person: bytes,
        entered: int,
    ) -> None:
        seal, visit = LateSeal(self.keys, day), UUID(int=self.rng.getrandbits(128)).bytes
        tag = self.keys.tagger(day)(person)  # type: ignore[arg-type]
        row = LateRow(LateKind.CHECK_IN, venue, visit, tag, entered, party=1, method=1)
        rows = among_others([(seal.key(row.kind, tag, visit), seal.seal(row))])
        connection.execute(_LATE, ([day], [key for key, _ in rows], [sealed for _, sealed in rows]))


@pytest.fixture
def venues(system: System) -> None:
    assert len(system.venues) > 5


@pytest.mark.usefixtures("venues")
def test_eight_writers_with_rollbacks_and_kills_miss_and_double_nothing(
    system: System, tmp_path: Path
) -> None:
    seed = time.time_ns() % 10**9
    print("seed", seed)
    tracer = Follower(system.keys, tmp_path / "dwell.json")
    writers = [Writer(system, seed + number) for number in range(WRITERS)]
    for writer in writers[:4]:
        writer.start()
    time.sleep(1)
    tracer.load()  # while half of them write
    for writer in writers[4:]:
        writer.start()
    lags: dict[Key, float] = {}

    def follow(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        tracer.follow(connection)
        now = time.monotonic()
        for writer in writers:
            for key, moment in list(writer.committed.items()):
                if key not in lags and holds(tracer, key):
                    lags[key] = now - moment

    with psycopg.connect(system.dsn("tracer", "visits"), autocommit=True) as connection:
        while any(writer.is_alive() for writer in writers):
            follow(connection)
            time.sleep(FOLLOW_EVERY)
        for _ in range(3):
            follow(connection)
    assert [writer.failed for writer in writers] == [None] * WRITERS
    committed = set().union(*(writer.committed for writer in writers))
    assert len(committed) > 100
    assert committed - set(lags) == set(), "missed"
    people = [key[0] for key in committed]
    assert [who for who in people if times(tracer, who) != 1] == [], "doubled"
    spread = np.quantile(list(lags.values()), [0.5, 0.99, 1])
    print(f"{len(committed)} rows; seconds until seen, median, 99 %, most: {spread.round(2)}")
    assert spread[0] < 10  # a busy machine is no fault; what it took is printed


def number_of(tracer: Follower, person: bytes) -> int:
    found = tracer.loader.people.find(np.frombuffer(person, np.uint8).reshape(1, 16))
    return int(found[0])


def holds(tracer: Follower, key: Key) -> bool:
    person, venue, entered = key
    number = number_of(tracer, person)
    if number < 0:
        return False
    columns = (np.array([one], np.int32) for one in (number, venue, entered - BASE))
    return bool(tracer.index.holds_visits(*columns)[0])


def times(tracer: Follower, person: bytes) -> int:
    """How many visits the index has of a person."""
    number = number_of(tracer, person)
    snapshot = tracer.index.snapshot
    return sum(
        int((segment.person[segment.places] == number).sum()) for segment in snapshot.segments
    )
