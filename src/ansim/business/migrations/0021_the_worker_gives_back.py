"""The worker asks a tax office that was silent again; what its answer leaves to be confirmed it gives back to owners."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
BACK = """
    DROP TRIGGER worker_gives_back ON business_venueapplication;
    DROP FUNCTION business_worker_gives_back;
    DELETE FROM notices.own_template WHERE (process, template) = ('worker', 'application-returned');
"""


class Migration(migrations.Migration):
    dependencies = [("business", "0020_wishes"), ("notices", "0004_wishes")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, BACK),
    ]
