"""A case is an agency's and a team's: of whoever opened it, as they worked then (ADR 39).

The vault knows whose a case is that it was told of; of any other its opener's team as it is today stands.
"""

from django.apps.registry import Apps
from django.db import connections, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OPENERS = """
UPDATE investigation_case AS one SET agency = staff.agency, team = staff.team
FROM accounts_staff AS staff WHERE staff.id = one.opened_by_id
"""


def as_the_vault_has_it(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Each case as its officers' rights at the vault go."""
    with connections["identity"].cursor() as vault:
        vault.execute(
            "SELECT ref, agency, team FROM vault.known_case WHERE agency <> '' OR team <> ''"
        )
        known = vault.fetchall()
    cases = apps.get_model("investigation", "Case").objects
    for ref, agency, team in known:
        cases.filter(ref=ref).update(agency=agency, team=team)


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
        migrations.RunPython(as_the_vault_has_it, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["agency", "team"], name="case_by_team"),
        ),
    ]
