from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = "DROP TABLE vault.laboratory_notification; DROP TABLE vault.laboratory_key; DROP TABLE vault.laboratory"


class Migration(migrations.Migration):
    dependencies = [("identity", "0015_registrars_keys")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
