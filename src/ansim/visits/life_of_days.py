"""Open the days ahead and destroy the days past their period: partition and day key together (DESIGN §3.5)."""

from dataclasses import dataclass
from datetime import date, timedelta

import psycopg

from ansim.domain.retention import POLICY, RetentionPolicy
from ansim.keys import DayKeys
from ansim.visits.partitions import Connection, drop_day, existing_days, open_days

AHEAD = 7


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a sweep did."""

    opened: list[date]
    destroyed: list[date]
    postponed: list[date]
    forgotten: int = 0
    """Identities that outlived their period."""

    def __str__(self) -> str:
        parts = [
            f"{len(self.opened)} days opened",
            f"{len(self.destroyed)} destroyed",
            f"{self.forgotten} identities",
        ]
        if self.postponed:
            parts.append(f"{len(self.postponed)} postponed, as their tables are in use: run again")
        return ", ".join(parts)


def sweep(
    connection: Connection, keys: DayKeys, today: date, policy: RetentionPolicy = POLICY
) -> Sweep:
    """Bring partitions and day keys to the policy. Safe to run at any time and again.

    The key goes first: should the drop fail, the rows that are left can no longer be linked to anyone.
    `connection` is in autocommit.
    """
    first, last = today - timedelta(hours=policy.late_hours), today + timedelta(days=AHEAD)
    ahead = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    for day in ahead:
        keys.create(day)
    opened = open_days(connection, ahead)
    kept = policy.first_kept_day(today)
    for day in keys.days():
        if day < kept:
            keys.destroy(day)
    destroyed, postponed = [], []
    for day in existing_days(connection):
        if day < kept:
            try:
                drop_day(connection, day)
                destroyed.append(day)
            except psycopg.errors.LockNotAvailable:
                postponed.append(day)
    return Sweep(opened, destroyed, postponed)


def forget_people(connection: Connection, policy: RetentionPolicy = POLICY) -> int:
    """Destroy the identities past their period; returns how many. `connection` is to the identity database."""
    row = connection.execute(
        "SELECT identity.forget(%s, %s)", (policy.identity_days, policy.visit_days)
    ).fetchone()
    return int(row[0]) if row else 0
