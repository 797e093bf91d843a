from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = """
DELETE FROM ledger.own_kind WHERE kind IN ('campaign-asked', 'campaign-approved', 'campaign-numbers', 'campaign-stopped')
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0011_a_turn_of_its_own")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
