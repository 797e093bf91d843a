from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = (
    "DROP VIEW vault.reach; DROP VIEW vault.standing_places; DROP TABLE vault.places; DROP TABLE vault.session_case;"
    " DROP TABLE vault.session"
)


class Migration(migrations.Migration):
    dependencies = [("identity", "0013_notifications")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
