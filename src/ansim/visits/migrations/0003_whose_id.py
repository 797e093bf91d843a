"""Give the id of a visit to its tag, without keeping check-ins waiting.

The key begins with the tag, so that it serves look-ups of a person's day too: one index the fewer for each check-in.
Not atomic: each day's index is built beside the writers (CONCURRENTLY), and only the exchange of keys, which takes
milliseconds, locks the table. Every step may be run again.
"""

from pathlib import Path
from typing import Any

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()
_KEY = "(tag, id, day)"
# The former key allowed a tag to use one id at two venues. The later row gets an id of its own: both visits stay.
_PARTED = """
    UPDATE visits."{day}" AS later SET id = gen_random_uuid()
    FROM visits."{day}" AS first
    WHERE first.tag = later.tag AND first.id = later.id AND first.ctid < later.ctid
"""
_DAYS = """
    SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = 'visits.visit'::regclass ORDER BY 1
"""


def give_ids_to_tags(_apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        cursor.execute("SET statement_timeout = '15min'")
        cursor.execute(f"CREATE UNIQUE INDEX IF NOT EXISTS visit_key ON ONLY visits.visit {_KEY}")
        cursor.execute(_DAYS)
        for (day,) in cursor.fetchall():
            _build(cursor, day)
        cursor.execute("ALTER TABLE visits.visit DROP CONSTRAINT IF EXISTS visit_pkey")
        cursor.execute("DROP INDEX IF EXISTS visits.visit_tag")
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
        cursor.execute(_PARTED.format(day=day))
        cursor.execute(f'CREATE UNIQUE INDEX CONCURRENTLY "{name}" ON visits."{day}" {_KEY}')
    cursor.execute(f'ALTER INDEX visits.visit_key ATTACH PARTITION visits."{name}"')


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("visits", "0002_days")]
    operations = [
        migrations.RunPython(give_ids_to_tags, migrations.RunPython.noop),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
