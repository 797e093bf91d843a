from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = """
DELETE FROM ledger.own_kind WHERE kind = 'key-barred';
ALTER TABLE ledger.entry DROP CONSTRAINT entry_actor_is_mark, DROP CONSTRAINT entry_names_nobody;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_by_whom_it_answers")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
