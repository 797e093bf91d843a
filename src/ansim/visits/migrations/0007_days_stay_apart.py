"""Take away what rows of two days have in common: columns here, the rest as each day is written anew (ADR 33).

Not atomic: each day's index is built beside the writers. Every step may be run again, and what the gateway calls is
exchanged in one transaction, so that one of the release before goes on writing.
"""

from pathlib import Path
from typing import Any

from django.db import migrations, transaction

SQL = Path(__file__).with_suffix(".sql").read_text()
_NUMBERED = """
    CREATE SEQUENCE IF NOT EXISTS visits.visit_seq;
    ALTER TABLE visits.visit ADD COLUMN IF NOT EXISTS seq bigint;
    ALTER TABLE visits.visit ALTER COLUMN seq SET DEFAULT nextval('visits.visit_seq');
    ALTER SEQUENCE visits.visit_seq OWNED BY visits.visit.seq;
"""
# Rows arrive in order of their number, so a block range index finds the newest ones and costs the inserts next to nothing.
_RANGES = "USING brin (seq) WITH (pages_per_range = 32, autosummarize = on)"
_DAYS = """
    SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = 'visits.visit'::regclass ORDER BY 1
"""


def number_rows(_apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        cursor.execute("SET statement_timeout = '15min'")
        with transaction.atomic(using=editor.connection.alias):
            cursor.execute(_NUMBERED)
        cursor.execute(f"CREATE INDEX IF NOT EXISTS visit_number ON ONLY visits.visit {_RANGES}")
        cursor.execute(_DAYS)
        for (day,) in cursor.fetchall():
            _build(cursor, day)
        with transaction.atomic(using=editor.connection.alias):
            cursor.execute(SQL)
        cursor.execute("RESET statement_timeout")
        cursor.execute("RESET lock_timeout")


def _build(cursor: Any, day: str) -> None:
    name = f"{day}_number"
    cursor.execute(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [f"visits.{name}"]
    )
    found = cursor.fetchone()
    if found == (False,):  # a build that broke off leaves an index that serves nobody
        cursor.execute(f'DROP INDEX visits."{name}"')
    if found != (True,):
        cursor.execute(f'CREATE INDEX CONCURRENTLY "{name}" ON visits."{day}" {_RANGES}')
    cursor.execute(f'ALTER INDEX visits.visit_number ATTACH PARTITION visits."{name}"')


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("visits", "0006_waiting_entries_end")]
    operations = [migrations.RunPython(number_rows, migrations.RunPython.noop)]
