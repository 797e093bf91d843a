"""The tracer tells nothing of a day past its period, whether or not a sweep came by."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.quantities import PersonId
from ansim.domain.search_bounds import Bounds, UnknownPersonError
from ansim.domain.signed_places import Stay
from ansim.keys import CaseCipher, DayKeys
from ansim.keys.calls import CaseInSession, KnownSession
from ansim.settings.environment import dsn
from ansim.tracing.index import BASE
from ansim.tracing.process import calls
from ansim.tracing.process.answers import Answers
from ansim.tracing.process.follower import DaysMissingError, Follower
from ansim.tracing.process.held_sessions import SearchedCase
from ansim.tracing.process.kept_log import KeptLog
from ansim.visits.life_of_days import begin_day
from support.system import System

CIPHER = CaseCipher(b"k" * 16)
ALL = calls.Window(int(time.time()) - 60 * 86400, int(time.time()))
BACK = (40, 29, 28, 27)
DATABASE_CLOCK = "CREATE OR REPLACE FUNCTION visits.clock() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT {} $$"


@pytest.fixture
def person(system: System) -> Iterator[bytes]:
    """Somebody with a visit on each of some days; two are expired, and nobody swept."""
    person, companion, keys = new_person_id(), new_person_id(), DayKeys(system.keys)
    days = [local_day(time.time()) - timedelta(days=back) for back in BACK]
    with system.owner("visits") as visits:
        for day in days:
            begin_day(visits, keys, day)
            for who in (person, companion):
                visits.execute(
                    "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence)"
                    " VALUES (%s, %s, %s, %s, to_timestamp(%s), to_timestamp(%s), 0, 1, 0)",
                    [
                        day,
                        system.venues["hall"].id,
                        new_visit_id(time.time()),
                        keys.tagger(day)(who),
                        day_bounds(day)[0] + 43200,
                        day_bounds(day)[0] + 46800,
                    ],
                )
        yield person
        for day in days:
            visits.execute(f"DROP TABLE visits.visit_{day:%Y%m%d}")  # type: ignore[call-overload]
            (system.keys.path / "day" / f"{day}.key").unlink()


def case_about(person: bytes, *stays: Stay) -> SearchedCase:
    """A case about somebody, with these stays signed for."""
    handle, bounds = CIPHER.handle(PersonId(person)), Bounds(0, 2**40)
    told = CaseInSession(CIPHER.key, handle, bounds, {"signed": list(stays)})
    return SearchedCase("2611-AAAAA", told, KnownSession("", "officer", 2**40, {}))


def asked(kind: Any, **terms: Any) -> Any:
    return kind(session=b"", case="2611-AAAAA", **terms)


def days_told(answers: Answers, person: bytes) -> list[date]:
    told = answers.itinerary(asked(calls.ItineraryOf, window=ALL), case_about(person))
    return sorted({local_day(stay.entered) for stay in told.stays})


def met(answers: Answers, person: bytes) -> list[int]:
    found = answers.contacts(asked(calls.ContactsOf, window=ALL), case_about(person))
    return [one.encounters for one in found.contacts]


def test_expired_visits_are_neither_loaded_nor_told(
    system: System, person: bytes, tmp_path: Path
) -> None:
    follower = Follower(system.keys, tmp_path / "dwell.json")
    follower.load()
    answers = Answers(KeptLog(follower), system.keys.secret("scope"))
    kept = [
        local_day(time.time()) - timedelta(days=back) for back in sorted(BACK[2:], reverse=True)
    ]
    assert follower.index.snapshot.days[0].start + BASE == day_bounds(kept[0])[0]
    assert days_told(answers, person) == kept
    noon = day_bounds(local_day(time.time()) - timedelta(days=29))[0] + 43200
    venue = system.venues["hall"].id
    case = case_about(person, (venue, noon - 3600, noon + 7200))
    assert answers.present(asked(calls.PresentAt, places="signed"), case).contacts == []
    near = asked(calls.NearestTo, places="signed", stay=0, moment=noon, count=5)
    assert answers.nearest(near, case) == []


def test_a_night_that_turns_ends_a_day_at_once_though_housekeeping_comes_later(
    system: System, person: bytes, tmp_path: Path
) -> None:
    now = time.time()
    follower = Follower(system.keys, tmp_path / "dwell.json", clock=lambda: now)
    follower.load()
    answers = Answers(KeptLog(follower), system.keys.secret("scope"))
    assert len(days_told(answers, person)) == 2
    now += 86400
    assert len(days_told(answers, person)) == 1
    assert met(answers, person) == [1]
    now += 86400
    assert days_told(answers, person) == []
    assert met(answers, person) == []
    # A clock that was wrong takes nothing away: set right, it tells again.
    now -= 2 * 86400
    assert len(days_told(answers, person)) == 2


@contextmanager
def database_clock(system: System, days: float) -> Iterator[None]:
    """The clock of the database, so many days off."""
    with system.owner("visits") as owner:
        owner.execute(DATABASE_CLOCK.format(f"now() + interval '{days} days'"))
        try:
            yield
        finally:
            owner.execute(DATABASE_CLOCK.format("now()"))
            # Days that a clock ahead let close take late rows again, for the tests that follow.
            owner.execute("DELETE FROM visits.closed_day WHERE day >= visits.today() - 3")


def keep_house(follower: Follower) -> None:
    with psycopg.connect(dsn("tracer", "visits"), autocommit=True) as visits:
        follower.keep_house(visits)


def load_first(follower: Follower) -> None:
    follower.load()


def load_ahead(_follower: Follower) -> None:
    """Not yet: it is loaded by the wrong clocks."""


@pytest.mark.parametrize("days", [26, 27.5, 60])
@pytest.mark.parametrize("before", [load_first, load_ahead])
def test_clocks_that_were_ahead_for_a_minute_take_no_day_from_the_tracer(
    system: System, person: bytes, tmp_path: Path, days: float, before: Callable[[Follower], None]
) -> None:
    """What it dropped or did not load meanwhile it reads again, and until then it answers nothing."""
    off = 0.0
    follower = Follower(system.keys, tmp_path / "dwell.json", clock=lambda: time.time() + off)
    answers = Answers(KeptLog(follower), system.keys.secret("scope"))
    before(follower)
    with database_clock(system, days):
        off = days * 86400
        if before is load_ahead:
            follower.load()
            with pytest.raises(UnknownPersonError):  # none of theirs was loaded
                met(answers, person)
        else:
            keep_house(follower)
            assert met(answers, person) == []
        keep_house(follower)
    off, held = 0.0, follower.index
    if follower.lacks_days:
        with pytest.raises(DaysMissingError):
            met(answers, person)
    keep_house(follower)
    assert met(answers, person) == [2]
    again = follower.index
    assert again is not held
    assert again.snapshot.days[-1].end + BASE <= time.time()
    keep_house(follower)
    assert follower.index is again


@pytest.mark.parametrize("days", [1, 27.5, 28, 33])
def test_a_tracer_that_began_with_its_clock_behind_has_every_day_once_it_is_right(
    system: System, person: bytes, tmp_path: Path, days: float
) -> None:
    off = -days * 86400
    follower = Follower(system.keys, tmp_path / "dwell.json", clock=lambda: time.time() + off)
    follower.load()
    keep_house(follower)
    off = 0.0
    answers = Answers(KeptLog(follower), system.keys.secret("scope"))
    assert met(answers, person) == [2]
    keep_house(follower)
    assert met(answers, person) == [2]


def test_days_that_were_sealed_too_early_are_open_again(
    system: System, person: bytes, tmp_path: Path
) -> None:
    """The tracer's clock alone was ahead, by less than the period: nothing was dropped."""
    off = 0.0
    follower = Follower(system.keys, tmp_path / "dwell.json", clock=lambda: time.time() + off)
    follower.load()
    off = 5 * 86400.0
    keep_house(follower)
    off = 0.0
    assert follower.index.snapshot.days[-1].end + BASE > time.time() + 86400
    assert not follower.lacks_days
    keep_house(follower)
    assert follower.index.snapshot.days[-1].end + BASE <= time.time()
    answers = Answers(KeptLog(follower), system.keys.secret("scope"))
    assert met(answers, person) == [2]


def test_a_second_back_at_midnight_reads_nothing_again(system: System, tmp_path: Path) -> None:
    now = day_bounds(local_day(time.time()))[1] + 1.0
    follower = Follower(system.keys, tmp_path / "dwell.json", clock=lambda: now)
    follower.load()
    keep_house(follower)
    held, now = follower.index, now - 2
    keep_house(follower)
    assert follower.index is held
