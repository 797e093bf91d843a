"""A system to measure: a fresh embedded PostgreSQL (fsync on), migrated, days open, a thousand venues."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from ansim.database import embedded
from ansim.database.migrate import migrate
from ansim.domain.codes import new_code
from ansim.keys import DayKeys
from ansim.keys.ceremony import folder, make_missing_keys
from ansim.settings.environment import dsn
from ansim.visits.kept_pace import KeptPace
from ansim.visits.life_of_days import sweep

VENUES = 1_000


@contextmanager
def stage() -> Iterator[Path]:
    """The data folder of the system; the environment points to it."""
    with tempfile.TemporaryDirectory(prefix="ansim-bench-") as name:
        os.environ |= {"ANSIM_DATA": name, "ANSIM_DEMO": "1"}
        with embedded.running(Path(name) / "postgres"):
            make_missing_keys()
            migrate()
            with psycopg.connect(dsn("owner", "visits"), autocommit=True) as connection:
                pace = KeptPace(folder().path / "day" / "pace.json")
                sweep(connection, DayKeys(folder()), time.time(), pace)
            _venues()
            yield Path(name)


def _venues() -> None:
    with psycopg.connect(dsn("owner", "main")) as connection:
        cursor = connection.cursor()
        for number in range(1, VENUES + 1):
            cursor.execute(
                "INSERT INTO business_venue (id, name, name_en, category) VALUES (%s, %s, %s, 2)",
                [number, f"카페 {number}", f"Café {number}"],
            )
            cursor.execute(
                "INSERT INTO business_venuecode (code, venue_id) VALUES (%s, %s)",
                [new_code(), number],
            )


def codes() -> list[str]:
    """The venues' codes."""
    with psycopg.connect(dsn("owner", "main")) as connection:
        return [
            row[0]
            for row in connection.execute("SELECT code FROM business_venuecode ORDER BY venue_id")
        ]


def count_and_clear() -> int:
    """How many visits are stored; then none are, and what was dirty is written back."""
    with psycopg.connect(dsn("owner", "visits"), autocommit=True) as connection:
        row = connection.execute("SELECT count(*) FROM visits.visit").fetchone()
        assert row
        connection.execute("TRUNCATE visits.visit")
    return int(row[0])
