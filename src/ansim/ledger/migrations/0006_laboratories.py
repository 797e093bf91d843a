from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = """
ALTER TABLE ledger.entry DROP CONSTRAINT entry_actor_is_mark, DROP CONSTRAINT entry_laboratory_is_marked,
    ADD CONSTRAINT entry_actor_is_mark CHECK (actor ~ '^(S-[0-9A-Z]{4,10})?$') NOT VALID;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_barred_keys")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
