from datetime import date, timedelta

import pytest

from ansim.domain.retention import RetentionPolicy
from ansim.keys import DayKeys, KeyFolder
from ansim.visits.life_of_days import sweep
from ansim.visits.partitions import existing_days, open_days
from support.system import System

# Long before anything that other tests write.
TODAY = date(2020, 3, 1)


@pytest.fixture
def keys(tmp_path_factory: pytest.TempPathFactory) -> DayKeys:
    return DayKeys(KeyFolder(tmp_path_factory.mktemp("keys")))


def days_of_2020(system: System) -> list[date]:
    with system.connect_as("worker", "visits") as worker:
        return [day for day in existing_days(worker) if day.year == 2020]


def test_it_opens_days_ahead_and_destroys_expired_ones_with_their_keys(
    system: System, keys: DayKeys
) -> None:
    old, kept = TODAY - timedelta(days=29), TODAY - timedelta(days=28)
    with system.connect_as("worker", "visits") as worker:
        open_days(worker, [old, kept])
        keys.create(old)
        keys.create(kept)
        swept = sweep(worker, keys, TODAY)
        again = sweep(worker, keys, TODAY)
        left = days_of_2020(system)
        for day in left:
            worker.execute("SELECT visits.drop_day(%s)", [day])
    assert old in swept.destroyed
    assert old not in left
    assert kept in left
    assert {TODAY - timedelta(days=3), TODAY, TODAY + timedelta(days=7)} <= set(left)
    assert old not in keys.days()
    assert kept in keys.days()
    assert (again.opened, again.destroyed) == ([], [])


def test_rows_left_behind_by_a_failed_drop_can_be_linked_to_nobody(
    system: System, keys: DayKeys
) -> None:
    day = TODAY - timedelta(days=40)
    with system.connect_as("worker", "visits") as worker, system.owner("visits") as reader:
        open_days(worker, [day])
        keys.create(day)
        with reader.transaction():
            reader.execute("SELECT * FROM visits.visit WHERE day = %s", [day])
            swept = sweep(worker, keys, TODAY, RetentionPolicy())
        assert swept.postponed == [day]
        assert day not in keys.days()
        assert day in sweep(worker, keys, TODAY).destroyed
        for left in days_of_2020(system):
            worker.execute("SELECT visits.drop_day(%s)", [left])


def test_the_worker_cannot_drop_a_young_day(system: System) -> None:
    import psycopg

    with (
        system.connect_as("worker", "visits") as worker,
        pytest.raises(psycopg.errors.CheckViolation, match="is kept"),
    ):
        worker.execute("SELECT visits.drop_day(current_date)")


def test_the_worker_cannot_read_a_visit(system: System) -> None:
    import psycopg

    with (
        system.connect_as("worker", "visits") as worker,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        worker.execute("SELECT * FROM visits.visit")


def test_identities_go_after_their_period_and_no_sooner(system: System) -> None:
    import psycopg

    from ansim.domain.identifiers import new_person_id
    from ansim.visits.life_of_days import forget_people

    people = {
        "unseen": ("current_date - 70", "NULL"),
        "seen": ("current_date - 50", "NULL"),
        "withdrawn": ("current_date", "now() - interval '29 days'"),
        "withdrawing": ("current_date", "now() - interval '27 days'"),
    }
    ids = {name: new_person_id() for name in people}
    with system.owner("identity") as owner, system.connect_as("worker", "identity") as worker:
        for name, (week, withdrawn) in people.items():
            owner.execute(
                "INSERT INTO identity.identity (person_id, sealed, phone_index, verified_at, last_seen_week, consent,"
                f" withdrawn_at) VALUES (%s, '', sha256(%s), now(), {week}, 'test', {withdrawn})",
                [ids[name], ids[name]],
            )
        assert forget_people(worker) >= 2
        left = {
            bytes(row[0])
            for row in owner.execute("SELECT person_id FROM identity.identity").fetchall()
        }
        with pytest.raises(psycopg.errors.CheckViolation):
            worker.execute("SELECT identity.forget(1, 1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute("SELECT * FROM identity.identity")
    assert {name for name, person in ids.items() if person in left} == {"seen", "withdrawing"}
