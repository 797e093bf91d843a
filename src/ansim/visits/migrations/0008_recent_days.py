"""The functions of the gateway refuse a day that no check-in may fall on."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("visits", "0007_days_stay_apart")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'", ""),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
