from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
SEALING = Path(__file__).with_name("0001_ledger.sql").read_text("utf-8")
FORMER = SEALING[
    SEALING.index("CREATE FUNCTION ledger.seal_entry") : SEALING.index(
        "CREATE TRIGGER entry_sealed"
    )
].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
GONE = f"""
LOCK TABLE ledger.entry IN SHARE ROW EXCLUSIVE MODE;
{FORMER}
ALTER TABLE ledger.entry DROP CONSTRAINT entry_case_is_no_number;
DROP TABLE ledger.turn;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_changing_hands")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
