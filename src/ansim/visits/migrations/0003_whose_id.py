"""Give the id of a visit to its tag, without keeping check-ins waiting.

Not atomic: each day's index is built beside the writers (CONCURRENTLY), and only the exchange of keys, which takes
milliseconds, locks the table. Every step may be run again.
"""

from pathlib import Path
from typing import Any

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()
_KEY = "(venue_id, day, id, tag)"
_DAYS = """
    SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = 'visits.visit'::regclass ORDER BY 1
"""


def widen_key(_apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        cursor.execute("SET statement_timeout = '15min'")
        cursor.execute(f"CREATE UNIQUE INDEX IF NOT EXISTS visit_key ON ONLY visits.visit {_KEY}")
        cursor.execute(_DAYS)
        for (day,) in cursor.fetchall():
            _build(cursor, day)
        cursor.execute("ALTER TABLE visits.visit DROP CONSTRAINT IF EXISTS visit_pkey")
        cursor.execute("RESET statement_timeout")
        cursor.execute("RESET lock_timeout")


def _build(cursor: Any, day: str) -> None:
    name = f"{day}_key"
    cursor.execute(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [f"visits.{name}"]
    )
    found = cursor.fetchone()
    if found == (False,):  # a build that broke off leaves an index that serves nobody
        cursor.execute(f'DROP INDEX visits."{name}"')
    if found != (True,):
        cursor.execute(f'CREATE UNIQUE INDEX CONCURRENTLY "{name}" ON visits."{day}" {_KEY}')
    cursor.execute(f'ALTER INDEX visits.visit_key ATTACH PARTITION visits."{name}"')


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("visits", "0002_days")]
    operations = [
        migrations.RunPython(widen_key, migrations.RunPython.noop),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
