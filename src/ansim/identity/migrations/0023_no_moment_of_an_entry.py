"""An entry's undo leaves a day beside its person, no moment."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [("identity", "0022_campaigns")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'", ""),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
