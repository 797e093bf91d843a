from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from ansim.domain.codes import read_code
from ansim.domain.opening import OpeningHours
from ansim.keys import DayKeys
from ansim.settings.environment import dsn
from ansim.simulation.database_copy import copy_venues, copy_visits, person_ids
from ansim.simulation.province import Province
from ansim.tracing.index import People
from ansim.visits.bulk import read_day
from support.imported import forget_imported
from support.system import System

DAYS = 2
START = date(2031, 6, 2)  # a Monday that no other test writes to


@pytest.fixture
def province() -> Province:
    return Province.build(5, 0.002, START)


@pytest.fixture
def keys(system: System) -> Iterator[DayKeys]:
    keys, days = DayKeys(system.keys), [START + timedelta(days=number) for number in range(DAYS)]
    for day in days:
        keys.create(day)
    yield keys
    with system.owner("visits") as visits, system.owner("main") as main:
        for day in days:
            (
                system.keys.path / "day" / f"{day}.key"
            ).unlink()  # not destroyed: other tests make it again
            visits.execute(f"DROP TABLE IF EXISTS visits.visit_{day:%Y%m%d}")  # type: ignore[call-overload]
        forget_imported(main, "province:%")


def test_copied_visits_come_back_through_the_tracers_reader(
    system: System, province: Province, keys: DayKeys
) -> None:
    with system.owner("visits") as connection:
        count = copy_visits(connection, province, province.days(DAYS), keys.tags)
    people = People()
    people.add(person_ids(province))
    for told in province.days(DAYS):
        back = read_day(dsn("tracer", "visits"), told.day)
        count -= back.venues.size
        numbers = people.find(keys.people(told.day, back.tags))
        stored = np.array([numbers, back.venues, back.entered, back.left])
        made = np.array(
            [told.visits.person, told.visits.venue, told.visits.entered, told.visits.left]
        )
        assert (stored[:, np.lexsort(stored)] == made[:, np.lexsort(made)]).all()
    assert count == 0


def test_visit_ids_are_version_7_of_the_moment_of_entry(
    system: System, province: Province, keys: DayKeys
) -> None:
    with system.owner("visits") as connection:
        copy_visits(connection, province, province.days(1), keys.tags)
        rows = connection.execute(
            "SELECT id, extract(epoch FROM entered_at), party FROM visits.visit WHERE day = %s",
            (START,),
        ).fetchall()
    assert len({row[0] for row in rows}) == len(rows) > 1000
    for visit, entered, party in rows:
        assert visit.version == 7
        assert 0 <= (visit.int >> 80) / 1000 - float(entered) < 1
        assert party >= 0


def test_copied_venues_have_names_hours_and_codes(
    system: System, province: Province, keys: DayKeys
) -> None:
    with system.owner("main") as connection:
        ids = copy_venues(connection, province)
        rows = connection.execute(
            "SELECT v.id, name, category, opening_hours, code FROM business_venue v "
            "JOIN business_venuecode c ON c.venue_id = v.id WHERE v.id = ANY(%s)",
            (ids.tolist(),),
        ).fetchall()
    korean, _ = province.venues.names()
    place = {venue: at for at, venue in enumerate(ids.tolist())}
    assert len(rows) == len(province.venues)
    for venue, name, category, hours, code in rows:
        assert name == korean[place[venue]]
        assert category == province.venues.category[place[venue]]
        assert read_code(code) == code
        if hours is not None:
            OpeningHours.read(hours)
