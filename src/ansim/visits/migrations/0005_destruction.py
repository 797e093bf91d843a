from pathlib import Path

from django.db import migrations

HERE = Path(__file__)
SQL = HERE.with_suffix(".sql").read_text()
_BEFORE = HERE.with_name("0002_days.sql").read_text()
BACK = (
    "DROP FUNCTION visits.open_day, visits.drop_day, visits.certify_day, visits.destructions, visits.name_days,"
    " visits.today, visits.clock; DROP TABLE visits.destruction; DROP FUNCTION visits.days;"
    + _BEFORE
)


class Migration(migrations.Migration):
    dependencies = [("visits", "0004_at_the_door")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'", ""),
        migrations.RunSQL(SQL, BACK),
    ]
