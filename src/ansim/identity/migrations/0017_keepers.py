from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [("identity", "0016_laboratories")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        # Keepers' records would break the narrower rule, so there is no way back past them.
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
