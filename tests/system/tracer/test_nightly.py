"""Dwell curves of the night, from check-outs in a real database."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import numpy as np
import psycopg
import pytest

from ansim.domain.categories import Category
from ansim.domain.days import day_bounds
from ansim.keys import DayKeys
from ansim.settings.environment import dsn
from ansim.simulation.database_copy import copy_venues, copy_visits
from ansim.simulation.province import Province
from ansim.tracing.contacts import search
from ansim.tracing.dwell import start_curves
from ansim.tracing.index import BASE, KnownVenues
from ansim.tracing.process.follower import Follower
from ansim.tracing.process.known_venues import read_venues
from ansim.tracing.process.late import LateVisits
from ansim.tracing.process.nightly import keep_curves, kept_curves, re_estimate
from ansim.visits.partitions import open_days
from support.imported import forget_imported
from support.system import System

DAYS = 7
START = date(2031, 7, 7)  # days that no other test writes to
WANTED = [START + timedelta(days=number) for number in range(DAYS)]


@pytest.fixture(scope="module")
def province(system: System) -> Iterator[Province]:
    province, keys = Province.build(5, 0.004, START), DayKeys(system.keys)
    for day in WANTED:
        keys.create(day)
    with system.owner("visits") as visits, system.owner("main") as main:
        copy_visits(visits, province, province.days(DAYS), keys.tags, copy_venues(main, province))
        # Written long ago, so that following finds nothing of it anew.
        visits.execute("UPDATE visits.visit SET seq = NULL WHERE day = ANY (%s)", [WANTED])
    yield province
    with system.owner("visits") as visits, system.owner("main") as main:
        for day in WANTED:
            keys.destroy(day)
            visits.execute(f"DROP TABLE IF EXISTS visits.visit_{day:%Y%m%d}")  # type: ignore[call-overload]
        forget_imported(main, "province:%")


@pytest.fixture
def places(province: Province) -> KnownVenues:
    with psycopg.connect(dsn("tracer", "main")) as main:
        return read_venues(main)


@pytest.mark.long
def test_the_night_s_curves_are_nearer_to_the_truth_than_the_start_values(
    system: System, province: Province, places: KnownVenues
) -> None:
    keys = DayKeys(system.keys)
    curves = re_estimate(
        dsn("tracer", "visits"), keys, LateVisits(keys), places, WANTED, WANTED[-1]
    )
    assert curves.made_on == WANTED[-1]
    told = list(province.days(DAYS))
    kind = province.venues.category[np.concatenate([day.visits.venue for day in told]) - 1]
    stay = np.concatenate([day.really_left - day.visits.entered for day in told])
    for category in (Category.RESTAURANT, Category.CAFE, Category.RETAIL):
        assert curves.observed[category] > 100
        minutes = stay[(kind == category) & (stay > 0)] // 60
        truth = 1 - np.searchsorted(np.sort(minutes), np.arange(1441)) / minutes.size
        before, after = (
            np.abs(made.row(category) - truth).max() for made in (start_curves(), curves)
        )
        assert after < max(0.06, before)


def test_a_night_without_check_outs_keeps_the_start_values(
    system: System, places: KnownVenues
) -> None:
    keys = DayKeys(system.keys)
    curves = re_estimate(dsn("tracer", "visits"), keys, LateVisits(keys), places, [], WANTED[0])
    assert curves.observed.sum() == 0
    assert (curves.row(Category.CAFE) == start_curves().row(Category.CAFE)).all()


def test_curves_are_kept_over_a_restart_and_bad_ones_replaced(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "tracer" / "dwell.json"
    assert kept_curves(file).source == start_curves().source
    keep_curves(start_curves(), file)
    assert kept_curves(file).made_on == start_curves().made_on
    file.write_text('{"made_on": "yesterday"')
    assert kept_curves(file).source == start_curves().source
    assert "start values" in caplog.text


def test_the_tracer_re_estimates_once_a_day_and_uses_what_it_found(
    system: System, province: Province, places: KnownVenues, tmp_path: Path
) -> None:
    moment = day_bounds(WANTED[-1] + timedelta(days=1))[0] + 600.0
    file = tmp_path / "dwell.json"
    tracer = Follower(system.keys, file, clock=lambda: moment)
    tracer.load()
    before = tracer.loader.lengths.imputed.copy()
    thread = tracer.re_estimate_at_night(WANTED)
    assert thread is not None
    thread.join(120)
    assert tracer.curves.made_on == WANTED[-1] + timedelta(days=1)
    assert kept_curves(file).made_on == tracer.curves.made_on
    assert (tracer.loader.lengths.imputed != before).any()
    assert tracer.re_estimate_at_night(WANTED) is None
    assert Follower(system.keys, file, clock=lambda: moment).curves.source == tracer.curves.source


def test_curves_of_a_day_to_come_are_of_a_wrong_clock_and_made_again(
    system: System, province: Province, tmp_path: Path
) -> None:
    file = tmp_path / "dwell.json"
    moment = day_bounds(WANTED[-1] + timedelta(days=60))[0] + 600.0
    tracer = Follower(system.keys, file, clock=lambda: moment)
    tracer.load()
    wrong = tracer.re_estimate_at_night([])
    assert wrong is not None
    wrong.join(120)
    assert tracer.curves.observed.sum() == 0
    moment -= 59 * 86400
    right = tracer.re_estimate_at_night(WANTED)
    assert right is not None
    right.join(120)
    assert tracer.curves.made_on == WANTED[-1] + timedelta(days=1)
    assert tracer.curves.observed.sum() > 0


def test_a_day_is_sealed_when_it_ended_and_the_answers_stay(
    system: System, province: Province, tmp_path: Path
) -> None:
    """The tracer is started in the evening; two midnights pass."""
    start, end = (day_bounds(WANTED[at])[side] for at, side in ((0, 0), (-1, 1)))
    now = day_bounds(WANTED[4])[0] + 20 * 3600.0
    tracer = Follower(system.keys, tmp_path / "dwell.json", clock=lambda: now)
    tracer.load()
    ends = [day.end + BASE for day in tracer.index.snapshot.days]
    assert ends[-1] == day_bounds(WANTED[4])[0]
    assert tracer.index.snapshot.runs

    def contacts(person: int) -> list[tuple[int, int]]:
        met = search.of_itinerary(
            tracer.index.snapshot, search.Workspace(), person, start - BASE, end - BASE
        )
        return sorted(zip(met.person.tolist(), met.overlap.tolist(), strict=True))

    # Numbers go by who is loaded first, and other tests leave visits behind.
    case = next(one for one in range(len(tracer.loader.people)) if contacts(one))
    before = contacts(case)
    with psycopg.connect(dsn("tracer", "visits"), autocommit=True) as visits:
        for night in (5, 6):
            tracer.keep_house(visits)
            assert tracer.index.snapshot.days[-1].end + BASE == day_bounds(WANTED[night - 1])[0]
            now = day_bounds(WANTED[night])[0] + 5.0
            tracer.keep_house(visits)
            assert tracer.index.snapshot.days[-1].end + BASE == now - 5
            assert not tracer.index.snapshot.runs
            assert contacts(case) == before


def test_a_day_that_is_dropped_leaves_the_tracer_with_all_its_visits(
    system: System, tmp_path: Path
) -> None:
    keys = DayKeys(system.keys)
    with system.owner("visits") as visits:
        first = next(iter(visits.execute("SELECT visits.days()")))[0]
        day = first - timedelta(days=1)
        keys.create(day)
        open_days(visits, [day])
        entered = day_bounds(day)[1] - 3600
        for number in range(
            2
        ):  # two who stay over midnight, so that the next day has them as guests
            visits.execute(
                "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence)"
                " VALUES (%s, 1, %s, %s, to_timestamp(%s), to_timestamp(%s), 0, 1, 0)",
                [day, uuid4(), keys.tagger(day)(bytes([number]) * 16), entered, entered + 7200],
            )
    tracer = Follower(system.keys, tmp_path / "dwell.json")
    tracer.load()
    assert tracer.index.snapshot.days[0].natives == 2
    assert tracer.index.snapshot.days[1].entered.min() == entered - BASE
    with system.owner("visits") as visits:
        visits.execute(f"DROP TABLE visits.visit_{day:%Y%m%d}")  # type: ignore[call-overload]
    keys.destroy(day)
    with psycopg.connect(dsn("tracer", "visits"), autocommit=True) as visits:
        tracer.keep_house(visits)
    kept = tracer.index.snapshot
    assert kept.days[0].start + BASE == day_bounds(first)[0]
    assert (
        min(int(segment.entered.min(initial=2**31 - 1)) for segment in kept.segments)
        > entered - BASE
    )
