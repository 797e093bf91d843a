"""The worker asks a tax office that was silent again; of whoever is to confirm then it tells the owner."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("business", "0020_wishes"), ("notices", "0004_wishes")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(
            "INSERT INTO notices.own_template VALUES ('worker', 'application-returned')",
            "DELETE FROM notices.own_template WHERE (process, template) = ('worker', 'application-returned')",
        ),
    ]
