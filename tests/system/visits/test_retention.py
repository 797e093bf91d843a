"""Days begin and end: partition first, key after, by two clocks, and never many at once without an operator's word."""

import time
from collections.abc import Callable
from datetime import date, timedelta

import psycopg
import pytest

from ansim.domain.errors import AnsimError
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.retention import POLICY
from ansim.jobs import sweep_now
from ansim.jobs.forget_counts import forget_counts
from ansim.jobs.forget_owners import forget_owners
from ansim.keys import DayKeyMissingError, DayKeys
from ansim.visits.life_of_days import forget_people
from ansim.visits.operators import destruction_table, name_expired_days
from ansim.visits.outcomes import OfOpening
from ansim.visits.partitions import destructions, existing_days, open_day
from support.expired_days import DAY, Days, expired, today
from support.house import House
from support.system import PATIENCE, System, new_venue


def test_days_ahead_are_opened_and_an_expired_one_ends_with_its_key(
    days: Days, keys: DayKeys
) -> None:
    old, kept = expired(), expired(0)
    days.use(keys, old, kept)
    swept, again = days.sweep(keys), days.sweep(keys)
    assert (swept.destroyed, again.destroyed, again.opened) == ([old], [], [])
    assert days.left() == [kept]
    assert old not in keys.days()
    assert {kept, *(today() + timedelta(days=step) for step in range(2, 8))} <= set(keys.days())
    assert {today() - timedelta(days=3), today() + timedelta(days=7)} <= set(
        existing_days(days.worker)
    )
    (end,) = destructions(days.worker)
    assert end.day == old
    assert end.means == "file"
    assert end.dropped_at is not None
    assert end.key_ended_at is not None
    assert end.dropped_at <= end.key_ended_at


def test_an_entry_that_waits_ends_with_its_day_and_holds_up_no_other(
    system: System, days: Days, keys: DayKeys
) -> None:
    old, young = expired(), today()
    days.use(keys, old)
    ids = [new_visit_id(time.time()), new_visit_id(time.time())]
    for day, one in zip((old, young), ids, strict=True):
        days.owner.execute(
            "INSERT INTO visits.waiting VALUES (now(), %s, 1, %s, %s, %s, 0, 1, 0)",
            [day, one, new_person_id(), day],
        )
    assert days.sweep(keys).destroyed == [old]
    end, waiting = time.monotonic() + PATIENCE, [(young,)]
    with system.connect_as("gateway", "visits") as gateway:
        while waiting and time.monotonic() < end:
            gateway.execute(
                "SELECT visits.settle_entries()"
            )  # a gateway beside may have it in hand
            waiting = days.owner.execute("SELECT day FROM visits.waiting").fetchall()
    stored = days.owner.execute("SELECT day FROM visits.visit WHERE id = ANY (%s)", [ids])
    assert (waiting, stored.fetchall(), days.left()) == ([], [(young,)], [])


def test_a_destroyed_day_is_never_opened_and_its_key_never_made_again(
    days: Days, keys: DayKeys
) -> None:
    old = expired()
    days.use(keys, old)
    days.sweep(keys)
    assert open_day(days.worker, old) is OfOpening.DESTROYED
    with pytest.raises(AnsimError, match="never made again"):
        keys.create(old)
    with pytest.raises(DayKeyMissingError):
        keys.tagger(old)


def test_while_somebody_reads_the_table_neither_it_nor_the_key_goes(
    days: Days, keys: DayKeys
) -> None:
    old = expired()
    days.use(keys, old)
    with days.owner.transaction():
        days.owner.execute("SELECT FROM visits.visit WHERE day = %s", [old])
        assert days.sweep(keys).postponed == [old]
        assert keys.has(old)
    assert days.sweep(keys).destroyed == [old]
    assert not keys.has(old)


def test_a_crash_between_partition_and_key_is_finished_at_the_next_start(
    days: Days, keys: DayKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = expired()
    days.use(keys, old)

    def crash(_self: DayKeys, _day: date) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(DayKeys, "destroy", crash)
        with pytest.raises(KeyboardInterrupt):
            days.sweep(keys)
    assert days.left() == []
    assert keys.has(old)
    assert destructions(days.worker)[0].key_ended_at is None
    # Also by a host whose clock is wrong by then: the visits are gone, and what is left is to be finished.
    days.sweep(keys, shift=-5 * DAY)
    assert not keys.has(old)
    assert destructions(days.worker)[0].key_ended_at is not None


@pytest.mark.parametrize("host", [-60.0, 0.0, 60.0])
@pytest.mark.parametrize("database", [-60.0, 0.0, 60.0])
def test_no_clock_destroys_what_is_kept(
    days: Days, keys: DayKeys, host: float, database: float
) -> None:
    kept = [expired(0) + timedelta(days=step) for step in range(5)]
    days.use(keys, *kept)
    before = set(keys.days()), days.left()
    with days.database_clock(database):
        for _ in range(200 if host == database == 60 else 3):
            swept = days.sweep(keys, shift=host * DAY)
            assert swept.destroyed == []
        wrong = host != database or database > 0
        assert bool(swept.alarms) is wrong
    # The sweeps ahead opened days by the database's clock; nothing of before is missing.
    assert before[0] <= set(keys.days())
    assert days.left() == before[1]


def test_after_ten_days_off_nothing_goes_until_an_operator_names_it(
    days: Days, keys: DayKeys
) -> None:
    due = [expired(back) for back in range(10, 0, -1)]
    days.use(keys, *due)
    for _ in range(200):
        swept = days.sweep(keys)
        assert swept.destroyed == []
    assert swept.waiting == due
    assert f"10 days are due at once, {due[0]} to {due[-1]}" in str(swept)
    name_expired_days([str(day) for day in due[:7]])
    swept = days.sweep(keys)
    assert swept.destroyed == due[:7]
    assert swept.waiting == due[7:]
    assert days.left() == due[7:]
    lines, waits = destruction_table()
    assert waits
    assert sum("file" in line for line in lines) == 7
    name_expired_days([str(due[7])])
    # Two are left now, which go by themselves.
    assert days.sweep(keys).destroyed == due[7:]
    assert not destruction_table()[1]


def test_an_operator_cannot_name_a_kept_day_nor_a_gone_one_nor_half_of_a_list(
    days: Days, keys: DayKeys
) -> None:
    old = expired()
    days.use(keys, old)
    for wrong, told in (
        (str(today()), "within its period"),
        (str(expired(0)), "within its period"),
        ("yesterday", "is no day"),
    ):
        with pytest.raises(AnsimError, match=told):
            name_expired_days([str(old), wrong])
    assert destructions(days.worker) == []
    days.sweep(keys)
    with pytest.raises(AnsimError, match="destroyed before"):
        name_expired_days([str(old)])
    with days.database_clock(60), pytest.raises(AnsimError, match="hours apart"):
        name_expired_days([str(today())])


def test_the_database_itself_refuses_a_worker_in_foreign_hands(days: Days, keys: DayKeys) -> None:
    days.use(keys, *(expired(back) for back in range(3)))
    young = [
        ("SELECT visits.drop_day(%s, 28)", today()),
        ("SELECT visits.drop_day(%s, 28)", expired(0)),
        ("SELECT visits.drop_day(%s, 27)", expired(0)),
        ("SELECT visits.drop_day(%s, 1)", expired(1)),
    ]
    for statement, day in young:
        with pytest.raises(psycopg.errors.CheckViolation):
            days.worker.execute(statement, [day])
    days.use(keys, expired(3))
    with pytest.raises(psycopg.errors.CheckViolation, match="3 days are due at once"):
        days.worker.execute("SELECT visits.drop_day(%s, 28)", [expired(1)])
    for forbidden in (
        "SELECT visits.name_days(ARRAY[current_date])",
        "INSERT INTO visits.destruction (day, named_at) VALUES (current_date, now())",
        "SELECT * FROM visits.visit",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            days.worker.execute(forbidden)


def test_a_lost_key_of_a_day_in_use_is_told_and_not_replaced(days: Days, keys: DayKeys) -> None:
    days.sweep(keys)
    days.use(keys, day := today() - timedelta(days=3))
    (keys_folder := keys._folder.path / "day" / f"{day}.key").unlink()
    try:
        swept = days.sweep(keys)
        assert not keys.has(day)
        assert any(f"key of {day} is missing" in alarm for alarm in swept.alarms)
    finally:
        days.owner.execute("DELETE FROM visits.visit WHERE day = %s AND venue_id = 1", [day])
    assert not keys_folder.exists()


def test_identities_go_after_their_period_and_no_sooner(system: System) -> None:
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


@pytest.mark.parametrize("job", [sweep_now, forget_owners])
def test_while_the_clocks_are_in_doubt_no_person_and_no_owner_is_forgotten(
    house: House, days: Days, job: Callable[[], object]
) -> None:
    person = new_person_id()
    with house.system.owner("identity") as owner:
        owner.execute(
            "INSERT INTO identity.identity (person_id, sealed, phone_index, verified_at, last_seen_week, consent)"
            " VALUES (%s, '', sha256(%s), now(), current_date - 70, 'test')",
            [person, person],
        )
        with days.database_clock(60):
            told = str(job())
        stands = owner.execute("SELECT FROM identity.identity WHERE person_id = %s", [person])
        assert stands.fetchone() is not None
        assert "0 identities" in told or "owners=0" in told
        owner.execute("DELETE FROM identity.identity WHERE person_id = %s", [person])


def test_while_the_clocks_are_in_doubt_no_count_is_forgotten(house: House, days: Days) -> None:
    venue = new_venue(house.system).id
    row = (venue, today() - timedelta(days=POLICY.count_days + 8))
    with house.system.owner("main") as owner:
        owner.execute(
            "INSERT INTO business_daycount (venue_id, day, people) VALUES (%s, %s, 7)", row
        )
        with days.database_clock(60):
            assert forget_counts() == 0
        stands = owner.execute(
            "DELETE FROM business_daycount WHERE venue_id = %s AND day = %s RETURNING people", row
        )
        assert stands.fetchone() is not None
