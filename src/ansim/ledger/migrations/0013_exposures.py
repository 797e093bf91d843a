from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = """
DELETE FROM ledger.own_kind
WHERE kind IN ('exposures-published', 'exposure-corrected', 'exposure-withdrawn');
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0012_campaigns")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
