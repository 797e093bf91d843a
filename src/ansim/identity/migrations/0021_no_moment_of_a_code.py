"""Safe codes keep the day on which they were made, and no moment."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = "ALTER TABLE identity.safe_code ALTER COLUMN made_at SET DEFAULT now()"


class Migration(migrations.Migration):
    dependencies = [("identity", "0020_halves_of_codes")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
