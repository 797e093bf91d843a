from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()
BACK = """
DROP FUNCTION visits.hold_entry, visits.undo_entry, visits.settle_entries, visits.count_of_day;
DROP TABLE visits.waiting;
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0003_whose_id")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'", ""),
        migrations.RunSQL(SQL, BACK),
    ]
