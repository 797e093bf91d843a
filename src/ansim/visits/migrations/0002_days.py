from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()
BACK = "DROP FUNCTION visits.open_day, visits.drop_day, visits.days"


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_visits")]
    operations = [migrations.RunSQL(SQL, BACK)]
