from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = (
    "ALTER TABLE ledger.entry DROP CONSTRAINT entry_role_is_known, DROP CONSTRAINT entry_says_marks"
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0013_exposures")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
