"""Messages that owners get by themselves: once each, also after the worker was killed between two of them."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from psycopg import Connection

from ansim.domain.days import VENUE_ZONE
from ansim.domain.facilities import Facility, Order
from ansim.jobs.remind import remind
from ansim.tracing.process.count_pusher import turn
from support.patience import PATIENCE
from support.system import ALWAYS_OPEN, ROOT, System, new_venue

NOW = datetime.now(UTC)
TODAY = NOW.astimezone(VENUE_ZONE).date()
DAY = timedelta(days=1)
NO_ORDERS: list[Order] = []


@pytest.fixture(autouse=True)
def counted(system: System) -> Iterator[None]:
    """The tracer has counted, later than any moment of these tests, and somebody came somewhere each day.

    A tracer that another test began counts as of now: it waits until these are over.
    """
    from ansim.business.models import DayCount

    with system.owner("main") as connection, turn(connection):
        before = count_until(system, NOW + 400 * DAY)
        busy = new_venue(system).id
        days = range(-30, 60)
        DayCount.objects.bulk_create(DayCount(venue_id=busy, day=TODAY - n * DAY) for n in days)
        yield
        DayCount.objects.filter(venue_id=busy).delete()
        count_until(system, before or NOW)


def count_until(system: System, moment: datetime) -> datetime | None:
    with system.owner("main") as connection:
        row = connection.execute("SELECT until FROM business_countmark").fetchone()
        connection.execute(
            "INSERT INTO business_countmark VALUES (true, %s, %s)"
            " ON CONFLICT (id) DO UPDATE SET until = EXCLUDED.until",
            (moment, TODAY - DAY),
        )
    return row[0] if row else None


class Firm:
    """A business with an owner, a head office and somebody who works there."""

    def __init__(self, system: System) -> None:
        from ansim.business.models import Business, Membership, Owner

        self.system = system
        self.business = Business.objects.create(name="바람", kind="without_number")
        self.people = {}
        for role, language in (("owner", "ko"), ("head_office", "en"), ("staff", "ko")):
            owner = Owner.objects.create(phone_index=os.urandom(32), sealed=b"s", language=language)
            Membership.objects.create(business=self.business, owner=owner, role=role)
            self.people[role] = owner.pk

    def venue(self, **columns: Any) -> int:
        values = {"business_id": self.business.pk, "kind_of_site": "karaoke", **columns}
        return new_venue(self.system, **values).id

    def used(self, venue: int, *back: int) -> None:
        from ansim.business.models import DayCount, VenueUse

        days = [TODAY - step * DAY for step in back]
        for day in days:
            DayCount.objects.create(venue_id=venue, day=day)
        VenueUse.objects.create(venue_id=venue, first_day=min(days), last_day=max(days))

    def told(self) -> Counter[tuple[str, str]]:
        with self.system.owner("main") as connection:
            rows = connection.execute(
                "SELECT template, language FROM notices.message WHERE owner_id = ANY (%s)",
                (list(self.people.values()),),
            )
            return Counter((template, language) for template, language in rows)


@pytest.fixture
def firm(system: System) -> Firm:
    return Firm(system)


@pytest.fixture
def worker(system: System) -> "Iterator[Connection[Any]]":
    with system.connect_as("worker", "main") as connection:
        yield connection


def order(since: date, until: date | None = None) -> Order:
    return Order("the province's", since, until, frozenset({Facility.KARAOKE}))


def test_a_silence_is_told_once_to_those_in_charge(firm: Firm, worker: "Connection[Any]") -> None:
    firm.used(firm.venue(), *range(4, 30))
    for hours in (0, 1, 26, 300):
        remind(worker, NOW + timedelta(hours=hours), NO_ORDERS)
    assert firm.told() == {("silent", "ko"): 1, ("silent", "en"): 1}


def test_the_days_of_a_closing_are_no_silence(firm: Firm, worker: "Connection[Any]") -> None:
    from ansim.business.models import Venue, VenueStep
    from ansim.business.use_of_venues import quiet_of

    venue = firm.venue()
    firm.used(venue, *range(9, 40))
    VenueStep.objects.create(venue_id=venue, what="reopened", at=NOW, made_at=NOW - DAY)
    remind(worker, NOW, NO_ORDERS)
    assert firm.told() == {}
    place = Venue.objects.get(pk=venue)
    assert quiet_of(place, NOW) is None
    remind(worker, NOW + 3 * DAY, NO_ORDERS)
    assert firm.told()["silent", "ko"] == 1
    VenueStep.objects.filter(venue=venue).delete()


def test_nobody_is_told_of_days_that_were_not_counted(
    firm: Firm, worker: "Connection[Any]", system: System
) -> None:
    firm.used(firm.venue(), *range(4, 30))
    count_until(system, NOW - 3 * DAY)
    remind(worker, NOW, NO_ORDERS)
    assert firm.told() == {}


@pytest.mark.parametrize("days", [4, 9])
def test_nobody_is_told_of_an_outage_and_of_what_stays_silent_after_it(
    firm: Firm, worker: "Connection[Any]", days: int
) -> None:
    from ansim.business.models import DayCount

    venue = firm.venue()
    firm.used(venue, *range(days + 3, days + 30))
    away = [TODAY - step * DAY for step in range(3, days + 3)]
    kept = list(DayCount.objects.filter(day__in=away))
    DayCount.objects.filter(day__in=away).delete()  # the gateway was away: nobody, anywhere
    try:
        remind(worker, NOW - DAY, NO_ORDERS)
        assert firm.told() == {}, "the log came back two days ago"
        remind(worker, NOW + DAY, NO_ORDERS)
        assert firm.told() == {("silent", "ko"): 1, ("silent", "en"): 1}
    finally:
        DayCount.objects.bulk_create(kept)


def test_another_silence_is_told_anew(firm: Firm, worker: "Connection[Any]") -> None:
    from ansim.business.models import DayCount, VenueUse

    venue = firm.venue()
    firm.used(venue, *range(20, 40))
    remind(worker, NOW - 10 * DAY, NO_ORDERS)
    DayCount.objects.create(venue_id=venue, day=TODAY - 9 * DAY)
    VenueUse.objects.filter(venue=venue).update(last_day=TODAY - 9 * DAY)
    remind(worker, NOW, NO_ORDERS)
    assert firm.told() == {("silent", "ko"): 2, ("silent", "en"): 2}


def test_a_poster_that_nobody_ever_scanned_gets_its_own_words(
    firm: Firm, worker: "Connection[Any]"
) -> None:
    from ansim.business.models import DutyRecord

    venue = firm.venue(opening_hours=ALWAYS_OPEN)
    DutyRecord.objects.create(venue_id=venue, kind="poster-issued", day=TODAY - 9 * DAY)
    remind(worker, NOW, NO_ORDERS)
    assert firm.told() == {("never-used", "ko"): 1, ("never-used", "en"): 1}


@pytest.mark.parametrize(
    "columns",
    [
        {"unmanned": True},
        {"closed_at": NOW - DAY},
        {"valid_until": NOW - DAY},
        {"business_id": None},
        {"opening_hours": {}},
    ],
)
def test_whoever_has_a_reason_to_be_silent_is_not_asked(
    firm: Firm, worker: "Connection[Any]", columns: dict[str, Any]
) -> None:
    firm.used(firm.venue(**columns), *range(4, 30))
    remind(worker, NOW, NO_ORDERS)
    assert firm.told() == {}


def test_a_duty_begins_and_ends_for_each_place_of_the_kind_and_zones_go_along(
    firm: Firm, worker: "Connection[Any]"
) -> None:
    place = firm.venue()
    firm.venue(parent_id=place)
    firm.venue(kind_of_site="office")
    firm.venue(closed_at=NOW - DAY)
    for hours in (0, 2, 30):
        remind(worker, NOW + timedelta(hours=hours), [order(TODAY + 3 * DAY)])
    assert firm.told() == {("duty-begins", "ko"): 1, ("duty-begins", "en"): 1}
    remind(worker, NOW, [order(TODAY - 30 * DAY, TODAY - DAY)])
    assert firm.told()["duty-ended", "ko"] == 1


def test_a_log_is_reminded_of_after_four_weeks_until_it_is_noted_as_destroyed(
    firm: Firm, worker: "Connection[Any]"
) -> None:
    from ansim.business.models import DutyRecord

    venue = firm.venue()
    logs = [
        DutyRecord.objects.create(
            venue_id=venue,
            kind="log-kept",
            day=TODAY - (back + 10) * DAY,
            until=TODAY - back * DAY,
        )
        for back in (27, 28, 40, 43)
    ]
    DutyRecord.objects.create(venue_id=venue, kind="log-destroyed", day=TODAY, log=logs[2])
    remind(worker, NOW, NO_ORDERS)
    remind(worker, NOW, NO_ORDERS)
    assert firm.told() == {("log-due", "ko"): 1, ("log-due", "en"): 1}


def test_nothing_is_doubled_and_nothing_lost_when_the_worker_is_killed(
    firm: Firm, system: System
) -> None:
    places = 1500
    with system.owner("main") as connection:
        connection.execute(
            "INSERT INTO business_venue (name, category, business_id, kind_of_site)"
            " SELECT '노래방', 3, %s, 'karaoke' FROM generate_series(1, %s)",
            (firm.business.pk, places),
        )
    script = (
        "import sys, psycopg\n"
        "from datetime import UTC, datetime, timedelta\n"
        "from ansim.domain.facilities import Facility, Order\n"
        "from ansim.jobs import remind\n"
        "remind.BATCH = 100\n"
        "now = datetime.now(UTC)\n"
        "order = Order('p', (now + timedelta(days=2)).date(), None, frozenset({Facility.KARAOKE}))\n"
        "with psycopg.connect(sys.argv[1], autocommit=True) as connection:\n"
        "    remind.remind(connection, now, [order])\n"
    )
    command = [sys.executable, "-c", script, system.dsn("worker", "main")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    for _ in range(3):
        before = sum(firm.told().values())
        process = subprocess.Popen(command, env=environment)
        while process.poll() is None and sum(firm.told().values()) <= before + 100:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
        if sum(firm.told().values()) == 2 * places:
            break
    assert subprocess.run(command, env=environment, check=True).returncode == 0
    assert firm.told() == {("duty-begins", "ko"): places, ("duty-begins", "en"): places}
