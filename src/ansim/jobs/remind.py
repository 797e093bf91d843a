"""What owners are told without having done anything: a duty begins or ended, a place fell silent, a log is to be destroyed.

Each message has a reference made of what it says and to whom, so that a turn which broke off, or comes again, queues
nothing twice. The outbox forgets after 90 days; nothing here is told later than three weeks after it happened.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid5

import psycopg

from ansim.database.named_statements import read_statements
from ansim.domain.days import VENUE_ZONE
from ansim.domain.duty_records import LOG_DAYS, REMIND_DAYS, daytime, destruction_due
from ansim.domain.duty_turns import turns
from ansim.domain.facilities import Facility, Order
from ansim.domain.members import Right, roles_with
from ansim.domain.opening import OpeningHours, OpeningHoursError, opening_of
from ansim.domain.silence import FEWEST, HISTORY, LONGEST, Used, Watched, silence
from ansim.notices.outbox import Notice, queue
from ansim.notices.words import LONGEST_VALUE, Template
from ansim.settings.environment import business_host, count_days, dsn
from ansim.settings.orders import known_orders

NEWS: Final = timedelta(days=14)
BATCH: Final = 500
"""News of one transaction."""

_SQL: Final = read_statements("ansim.jobs")
_SPACE: Final = UUID("6b0d6f1e-2f0a-5c58-9a53-3f2a6f1c7d11")
_FARTHEST: Final = timedelta(days=4 * LONGEST)
"""How long ago the last check-in may be: a place that opens once a week needs LONGEST weeks to be called silent."""

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class News:
    """What is told of a place to those who answer for its business. `mark` tells two events of one kind apart."""

    template: Template
    venue: int
    name: str
    business: int
    day: date
    mark: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many messages of each kind one turn was about; those queued before are among them."""

    duties: int
    silences: int
    logs: int


def remind_owners() -> Reminded:
    """One turn by the clock. Raises OrderError where the authority's orders cannot be read."""
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        return remind(connection, datetime.now(UTC), known_orders())


def remind(connection: Connection, now: datetime, orders: Sequence[Order]) -> Reminded:
    """One turn at a moment."""
    return Reminded(
        _tell(connection, duty_news(connection, now, orders), now),
        _tell(connection, silence_news(connection, now), now),
        _tell(connection, log_news(connection, now), now),
    )


def duty_news(connection: Connection, now: datetime, orders: Sequence[Order]) -> Iterator[News]:
    """Places whose duty begins or ended."""
    today = now.astimezone(VENUE_ZONE).date()
    if not any(turns(kind, None, today, orders) for kind in Facility) and not _by_area(
        today, orders
    ):
        return
    known = frozenset(Facility)
    for venue, name, business, kind, area in connection.execute(_SQL["places"], {"now": now}):
        for turn in turns(Facility(kind), area, today, orders) if kind in known else ():
            template = Template.DUTY_BEGINS if turn.begins else Template.DUTY_ENDED
            yield News(template, venue, name, business, turn.day, turn.day.isoformat())


def silence_news(connection: Connection, now: datetime) -> Iterator[News]:
    """Places where it has become unusually silent, as of the last count: what nobody counted is no silence.

    Days without a check-in anywhere are nobody's either: after an outage of the gateway no place is told of its poster.
    """
    mark = connection.execute(_SQL["counted_until"]).fetchone()
    if mark is None:
        return
    now = min(now, mark[0])
    today = now.astimezone(VENUE_ZONE).date()
    asked = {
        "now": now,
        "history": HISTORY,
        "earliest": today - _FARTHEST,
        "latest": today - timedelta(days=FEWEST),
    }
    of_the_log = {"first": today - timedelta(days=count_days()), "last": today}
    days_without = connection.execute(_SQL["nobody_anywhere"], of_the_log).fetchall()
    nobody = frozenset(row[0] for row in days_without)
    for row in connection.execute(_SQL["quiet"], asked).fetchall():
        venue, name, business, weekly, days, valid_from, reopened, last, issued, used = row
        place = Watched(
            _hours(weekly, days),
            valid_from=valid_from,
            nobody_anywhere=nobody,
            reopened_at=reopened,
        )
        found = silence(place, Used(last, frozenset(used), issued), now)
        if found is not None and today - found.reached <= NEWS:
            template = Template.SILENT if found.since else Template.NEVER_USED
            since = found.since or issued
            yield News(template, venue, name, business, since, since.isoformat())


def log_news(connection: Connection, now: datetime) -> Iterator[News]:
    """Hand-written logs that are to be destroyed."""
    last = now.astimezone(VENUE_ZONE).date() - timedelta(days=LOG_DAYS)
    asked = {"first": last - timedelta(days=REMIND_DAYS), "last": last}
    for log, name, venue, business, until in connection.execute(_SQL["logs"], asked).fetchall():
        yield News(Template.LOG_DUE, venue, name, business, destruction_due(until), str(log))


def _by_area(today: date, orders: Sequence[Order]) -> bool:
    """Whether an order for large places alone turns."""
    return any(
        turns(kind, order.least_area, today, orders) for order in orders for kind in order.kinds
    )


def _tell(connection: Connection, news: Iterable[News], now: datetime) -> int:
    """Queue each for everybody whom it concerns; returns how many messages that were."""
    told, waiting = 0, iter(list(news))
    while some := list(islice(waiting, BATCH)):
        asked = {
            "roles": [role.value for role in roles_with(Right.VENUE_CHANGE)],
            "firms": sorted({one.business for one in some}),
        }
        with connection.transaction(), connection.cursor() as cursor:
            owners: dict[int, list[tuple[int, str]]] = {}
            for business, owner, language in cursor.execute(_SQL["owners"], asked).fetchall():
                owners.setdefault(business, []).append((owner, language))
            for one in some:
                for owner, language in owners.get(one.business, ()):
                    queue(cursor, _notice(one, owner, language, now))
                    told += 1
    return told


def _notice(news: News, owner: int, language: str, now: datetime) -> Notice:
    values = {"venue": news.name[:LONGEST_VALUE], "day": news.day.isoformat()}
    if news.template is not Template.DUTY_ENDED:
        page = "proof" if news.template is Template.LOG_DUE else ""
        values["url"] = f"{business_host()}/my/venues/{news.venue}/{page}"
    said = f"{news.template.value}/{news.venue}/{owner}/{news.mark}"
    return Notice(
        news.template,
        owner,
        language,
        values,
        reference=uuid5(_SPACE, said),
        due_at=daytime(now),
    )


def _hours(weekly: str | None, days: str | None) -> OpeningHours | None:
    """None, as where nothing is known, for hours that nobody can read."""
    try:
        return opening_of(weekly, days)
    except OpeningHoursError:
        return None
