"""Registration codes of two halves, one from each keeper's signing page (ADR 51)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = "ALTER TABLE vault.staff_proposal DROP COLUMN agreed_text"


class Migration(migrations.Migration):
    dependencies = [("identity", "0019_waiting_places")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
