"""Training cases end as a whole (ADR 44)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = "DROP FUNCTION investigation_end_training; DROP FUNCTION investigation_drop_with_all"


class Migration(migrations.Migration):
    dependencies = [("investigation", "0011_work_lists")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
