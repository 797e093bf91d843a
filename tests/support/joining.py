"""Who has a copy of everything tries to join two days of a person: the superuser, with pages and write-ahead log.

Every number that PostgreSQL keeps beside or behind a row is a *mark*. Rows of two days are joined by the nearest mark, and by
their order by it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

import psycopg

from support.system import System

Who = tuple[date, bytes]
"""What a row says of its person: the tag of a day."""

# What people do, and not what storing left behind: the venue, the tag itself.
_NO_MARKS = {"day", "tag", "venue_id", "commitment"}
_WHERE = re.compile(r"rel \d+/\d+/(\d+) fork main blk (\d+)")
_OFFSET = re.compile(r"off: (\d+)")


def superuser(system: System) -> "psycopg.Connection[Any]":
    """Whoever runs the server."""
    dsn = system.dsn("owner", "visits").replace("ansim_owner", "postgres")
    return psycopg.connect(dsn, autocommit=True)


def looking_behind_tables(system: System) -> "psycopg.Connection[Any]":
    """The same, with the extensions that read pages and the write-ahead log."""
    connection = superuser(system)
    for name in ("pageinspect", "pg_walinspect"):
        connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA pg_catalog")  # type: ignore[call-overload]
    return connection


def wal_now(everything: "psycopg.Connection[Any]") -> str:
    """Where the write-ahead log ends."""
    ((lsn,),) = everything.execute("SELECT pg_current_wal_flush_lsn()").fetchall()
    return str(lsn)


@dataclass
class Joiner:
    """What is known of rows: by mark, the numbers of each day's tags."""

    everything: "psycopg.Connection[Any]"
    since: str
    marks: dict[str, dict[Who, list[float]]] = field(default_factory=dict)

    def look(self, days: Iterable[date]) -> None:
        """Take in all that the rows of these days carry."""
        written = self._written()
        for day in days:
            rows = self.everything.execute(
                "SELECT xmin::text::bigint AS xmin, (ctid::text::point)[0]::int AS page,"
                " (ctid::text::point)[1]::int AS line, tableoid::regclass::text AS part, visit.*"
                " FROM visits.visit WHERE day = %s",
                [day],
            )
            names = [one.name for one in rows.description or ()]
            for values in rows.fetchall():
                row = dict(zip(names, values, strict=True))
                who, part = (day, bytes(row["tag"])), str(row.pop("part"))
                for name, value in row.items():
                    if name not in _NO_MARKS and (number := _number(value)) is not None:
                        self._note(name, who, number)
                file, lsn = self._page(part, row["page"])
                self._note("lsn of the page", who, lsn)
                self._note("place in the file", who, row["page"] * 1000 + row["line"])
                if (record := written.get((file, row["page"], row["line"]))) is not None:
                    self._note("lsn of the record", who, record)

    def joined(self, truth: Mapping[Who, bytes]) -> dict[str, int]:
        """By each way to join: how many pairs of two days it gets right, of the pair of days that suits it best.

        `truth`: whose tag each is; people who were there on each of the days.
        """
        days = sorted({day for day, _tag in truth})
        found: dict[str, int] = {}
        for name, numbers in self.marks.items():
            for one, other in combinations(days, 2):
                early, late = (
                    sorted(
                        (min(numbers[who]), who)
                        for who in truth
                        if who[0] == day and who in numbers
                    )
                    for day in (one, other)
                )
                if not early or not late:
                    continue
                nearest = sum(
                    truth[who] == truth[min(late, key=lambda two: (abs(two[0] - mark), two))[1]]
                    for mark, who in early
                )
                order = sum(truth[a[1]] == truth[b[1]] for a, b in zip(early, late, strict=False))
                for way, right in ((f"nearest {name}", nearest), (f"order by {name}", order)):
                    found[way] = max(found.get(way, 0), right)
        return found

    def _note(self, name: str, who: Who, number: float) -> None:
        self.marks.setdefault(name, {}).setdefault(who, []).append(number)

    def _page(self, part: str, page: int) -> tuple[int, float]:
        ((file, lsn),) = self.everything.execute(
            "SELECT pg_relation_filenode(%s::regclass), (lsn - '0/0'::pg_lsn)::float8"
            " FROM page_header(get_raw_page(%s, %s))",
            [part, part, page],
        ).fetchall()
        return int(file), float(lsn)

    def _written(self) -> dict[tuple[int, int, int], float]:
        """Where in the log each line of each page was written."""
        records = self.everything.execute(
            "SELECT (start_lsn - '0/0'::pg_lsn)::float8, description, block_ref"
            " FROM pg_get_wal_records_info(%s, pg_current_wal_flush_lsn())"
            " WHERE resource_manager = 'Heap' AND record_type LIKE '%%INSERT%%'",
            [self.since],
        )
        found = {}
        for lsn, description, block in records:
            place, offset = _WHERE.search(block or ""), _OFFSET.search(description)
            if place and offset:
                found[int(place[1]), int(place[2]), int(offset[1])] = float(lsn)
        return found


def _number(value: Any) -> float | None:
    if hasattr(value, "timestamp"):
        return float(value.timestamp())
    if isinstance(value, UUID):
        return float(value.int >> 80)  # the moment in a UUIDv7
    return float(value) if isinstance(value, int | float) else None
