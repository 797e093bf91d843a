"""Owners past their period, and messages to them."""

from dataclasses import dataclass

import psycopg

from ansim.domain.retention import POLICY
from ansim.jobs.sweep import clocks_are_trusted
from ansim.notices.delivery import forget
from ansim.settings.environment import dsn


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What one turn erased."""

    owners: int
    messages: int


def forget_owners(days: int = POLICY.owner_days) -> Forgotten:
    """Erase owners whom no business and no sign-in held for so many days, and messages as old as that.

    Nothing goes while the clocks are in doubt.
    """
    if not clocks_are_trusted():
        return Forgotten(0, 0)
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        row = connection.execute("SELECT business_forget_owners(%s)", [days]).fetchone()
        return Forgotten(row[0] if row else 0, forget(connection, days))
