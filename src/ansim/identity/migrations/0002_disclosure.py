from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_identity")]
    operations = [migrations.RunSQL(SQL, "DROP TABLE identity.disclosure")]
