"""Open the days ahead and destroy the days past their period: the partition first, its key after (ADR 26)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import psycopg

from ansim.domain.days import local_day
from ansim.domain.retention import (
    MOST_AT_ONCE,
    POLICY,
    DueDays,
    RetentionPolicy,
    clocks_agree,
    due_days,
)
from ansim.keys import DayEndedError, DayKeys
from ansim.visits.kept_pace import KeptPace
from ansim.visits.outcomes import OfOpening
from ansim.visits.partitions import (
    Connection,
    certify_day,
    destructions,
    drop_day,
    existing_days,
    open_day,
)

AHEAD: Final = 7


@dataclass(slots=True)
class Sweep:
    """What a sweep did."""

    opened: list[date] = field(default_factory=list)
    destroyed: list[date] = field(default_factory=list)
    postponed: list[date] = field(default_factory=list)
    """Expired, but somebody reads their tables."""
    waiting: list[date] = field(default_factory=list)
    """Expired, but too many at once: an operator has to name them."""
    forgotten: int = 0
    """Identities that outlived their period."""
    alarms: list[str] = field(default_factory=list)
    """What an operator has to look at."""

    def __str__(self) -> str:
        parts = [
            f"{len(self.opened)} days opened",
            f"{len(self.destroyed)} destroyed",
            f"{self.forgotten} identities",
        ]
        if self.postponed:
            parts.append(f"{len(self.postponed)} postponed, as their tables are in use: run again")
        return "; ".join([", ".join(parts), *self.alarms])


def sweep(
    connection: Connection,
    keys: DayKeys,
    host: float,
    pace: KeptPace,
    policy: RetentionPolicy = POLICY,
) -> Sweep:
    """Bring partitions and day keys to the policy. Safe to run at any time, and again after a crash anywhere in it.

    `host` is the host's clock in epoch seconds; nothing is destroyed where the database's is an hour off it, and no day
    goes by itself for which the machine has not run long enough, which `pace` says. `connection` is in autocommit.
    """
    database = _clock(connection)
    today = local_day(database)
    done = Sweep()
    _open_ahead(connection, keys, today, policy, done)
    _finish(connection, keys)
    named = _named(connection)
    due = _due(connection, keys, today, pace, policy)
    if alarm := _alarm(host, database, due):
        done.alarms.append(alarm)
    if not clocks_agree(host, database):
        return done
    for day in due.dying:
        try:
            drop_day(connection, day, policy.visit_days)
        except psycopg.errors.LockNotAvailable:
            done.postponed.append(day)
        else:
            done.destroyed.append(day)
            if day not in named:
                pace.spend()
    _finish(connection, keys)
    done.waiting = due.waiting
    return done


def alarm_of_clocks(
    connection: Connection,
    keys: DayKeys,
    host: float,
    pace: KeptPace,
    policy: RetentionPolicy = POLICY,
) -> str | None:
    """Why nothing may be destroyed by age now, in words for an operator; None where all is well.

    Whatever else ends by age asks this first: a clock that makes many days due makes everything else look old as well.
    """
    database = _clock(connection)
    return _alarm(host, database, _due(connection, keys, local_day(database), pace, policy))


def begin_day(connection: Connection, keys: DayKeys, day: date) -> OfOpening:
    """Open a day, with a key of its own where nothing was stored in it yet. Raises DayEndedError."""
    outcome = open_day(connection, day)
    if outcome in (OfOpening.OPENED, OfOpening.EMPTY):
        keys.create(day)
    return outcome


def forget_people(connection: Connection, policy: RetentionPolicy = POLICY) -> int:
    """Destroy the identities past their period; returns how many. `connection` is to the identity database."""
    row = connection.execute(
        "SELECT identity.forget(%s, %s)", (policy.identity_days, policy.visit_days)
    ).fetchone()
    return int(row[0]) if row else 0


def _open_ahead(
    connection: Connection, keys: DayKeys, today: date, policy: RetentionPolicy, done: Sweep
) -> None:
    """Open the days that check-ins may fall on. A key that should be there and is not is never replaced."""
    first, last = today - timedelta(hours=policy.late_hours), today + timedelta(days=AHEAD)
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        try:
            outcome = begin_day(connection, keys, day)
        except DayEndedError as error:
            done.alarms.append(str(error))
            continue
        if outcome is OfOpening.OPENED:
            done.opened.append(day)
        if outcome is OfOpening.IN_USE and not keys.has(day):
            done.alarms.append(
                f"the key of {day} is missing, though visits of that day are stored: put it back, none is made anew"
            )


def _finish(connection: Connection, keys: DayKeys) -> None:
    """Destroy the keys of all days whose partitions are gone, and certify it: also what a crash left half done."""
    for end in destructions(connection):
        if end.dropped_at is not None and (end.key_ended_at is None or keys.has(end.day)):
            keys.destroy(end.day)
            certify_day(connection, end.day, keys.means)


def _clock(connection: Connection) -> float:
    """The database's clock in epoch seconds."""
    row = connection.execute("SELECT extract(epoch FROM visits.clock())::float8").fetchone()
    if row is None:
        raise psycopg.DataError("the database told no time")
    return float(row[0])


def _alarm(host: float, database: float, due: DueDays) -> str | None:
    if not clocks_agree(host, database):
        return (
            f"the clocks of host and database are {abs(host - database) / 3600:.1f} hours apart: "
            "nothing is destroyed until they agree, set the wrong one right"
        )
    if 0 < len(due.waiting) <= MOST_AT_ONCE:
        return (
            f"{len(due.waiting)} days are due, {due.waiting[0]} to {due.waiting[-1]}, sooner after the last that went than "
            "this machine has run since: look at the clock; they go by themselves within two days of running, or "
            "name them with `ansim retention destroy`"
        )
    if due.waiting:
        return (
            f"{len(due.waiting)} days are due at once, {due.waiting[0]} to {due.waiting[-1]}, and at most "
            f"{MOST_AT_ONCE} go by themselves: look at the clock, then name them with `ansim retention destroy`"
        )
    return None


def _due(
    connection: Connection, keys: DayKeys, today: date, pace: KeptPace, policy: RetentionPolicy
) -> DueDays:
    days = [*existing_days(connection), *keys.days()]
    return due_days(days, today, _named(connection), policy, pace.allowed)


def _named(connection: Connection) -> Collection[date]:
    """Days that an operator named: those go at any pace."""
    return {end.day for end in destructions(connection) if end.named_at}
