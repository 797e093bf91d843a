from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = "DROP TABLE vault.work_list_person; DROP TABLE vault.work_list"


class Migration(migrations.Migration):
    dependencies = [("identity", "0017_keepers")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
