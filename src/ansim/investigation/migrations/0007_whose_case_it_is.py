"""A case is an agency's and a team's: of whoever opened it, as they worked then (ADR 39)."""

from django.db import migrations, models

OPENERS = """
UPDATE investigation_case AS one SET agency = staff.agency, team = staff.team
FROM accounts_staff AS staff WHERE staff.id = one.opened_by_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("investigation", "0006_notifications"),
        ("accounts", "0005_no_passwords"),
    ]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.AddField(
            model_name="case",
            name="agency",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=60
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="team",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=60
            ),
        ),
        migrations.RunSQL(OPENERS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["agency", "team"], name="case_by_team"),
        ),
    ]
