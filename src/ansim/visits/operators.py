"""What an operator says and sees of the end of days, as the owner of the database."""

import time
from collections.abc import Sequence
from datetime import date

import psycopg

from ansim.domain.days import local_day
from ansim.domain.errors import AnsimError
from ansim.domain.retention import POLICY, clocks_agree
from ansim.settings.environment import dsn
from ansim.visits.partitions import Connection, destructions, existing_days, name_days


class DayNotDueError(AnsimError):
    """A day was named for destruction that is kept, that is no date, or that was destroyed before."""


def name_expired_days(words: Sequence[str]) -> list[date]:
    """Name days (`2026-10-01`) for the next sweep, all of them or none. Raises DayNotDueError."""
    with psycopg.connect(dsn("owner", "visits")) as visits:
        today = _today(visits)
        gone = {end.day for end in destructions(visits) if end.dropped_at}
        days = [_expired(word, today, gone) for word in words]
        name_days(visits, days)
        return days


def destruction_table() -> tuple[list[str], bool]:
    """Lines of text, one a day that was destroyed, named or is due; and whether one waits for an operator."""
    with psycopg.connect(dsn("owner", "visits")) as visits:
        ends = destructions(visits)
        known = {end.day for end in ends}
        kept = POLICY.first_kept_day(_today(visits))
        due = [day for day in existing_days(visits) if day < kept and day not in known]
    lines = ["day         visits dropped      key destroyed       means     named by an operator"]
    for end in ends:
        moments = (end.dropped_at, end.key_ended_at, end.named_at)
        dropped, key, named = ("-" if at is None else f"{at:%Y-%m-%d %H:%M}" for at in moments)
        lines.append(f"{end.day}  {dropped:18}  {key:18}  {end.means or '-':8}  {named}")
    lines += [f"{day}  due: goes at a sweep, or waits where many are due at once" for day in due]
    return lines, len(due) > 0


def _today(visits: Connection) -> date:
    """The day by both clocks. Raises DayNotDueError where they are an hour apart."""
    row = visits.execute("SELECT extract(epoch FROM visits.clock())::float8").fetchone()
    database, host = float(row[0]) if row else 0.0, time.time()
    if not clocks_agree(host, database):
        raise DayNotDueError(
            f"the clocks of host and database are {abs(host - database) / 3600:.1f} hours apart: "
            "set the wrong one right first"
        )
    return local_day(min(host, database))


def _expired(word: str, today: date, gone: set[date]) -> date:
    try:
        day = date.fromisoformat(word)
    except ValueError:
        raise DayNotDueError(f"{word!r} is no day: write it as 2026-10-01") from None
    if day >= POLICY.first_kept_day(today):
        raise DayNotDueError(
            f"{day} is within its period: visits are kept for {POLICY.visit_days} days"
        )
    if day in gone:
        raise DayNotDueError(f"{day} was destroyed before: `ansim retention list` says when")
    return day
