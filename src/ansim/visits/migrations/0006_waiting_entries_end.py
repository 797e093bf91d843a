from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()
BACK = "DROP TRIGGER end_waiting ON visits.destruction; DROP FUNCTION visits.end_waiting"


class Migration(migrations.Migration):
    dependencies = [("visits", "0005_destruction")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'", ""),
        migrations.RunSQL(SQL, BACK),
    ]
