from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_rights")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION identity.forget")]
