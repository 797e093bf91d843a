"""Staff sign in with their key (ADR 39): no password stands here, each sign-in is written down, and so is where they work.

Where those work who are enrolled already is read from the vault, which kept that alone before.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.apps.registry import Apps
from django.db import connections, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORWARD = """
ALTER TABLE accounts_signin ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_portal ON accounts_signin USING (current_user = 'ansim_' || portal);

-- Sign-ins go after two years, as records of access to sensitive data do, by the worker: no portal deletes its own trail.
CREATE FUNCTION accounts_forget_sign_ins() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM accounts_signin WHERE at < now() - interval '730 days' RETURNING 1)
    SELECT count(*)::integer FROM gone
$$;
REVOKE ALL ON FUNCTION accounts_forget_sign_ins FROM PUBLIC;
"""

BACKWARD = """
DROP FUNCTION accounts_forget_sign_ins;
DROP POLICY own_portal ON accounts_signin;
ALTER TABLE accounts_signin DISABLE ROW LEVEL SECURITY;
"""


def works(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Each member of staff's agency and team, as the vault has them."""
    with connections["identity"].cursor() as vault:
        vault.execute("SELECT to_regclass('vault.staff')")
        if vault.fetchone() == (None,):
            return
        vault.execute("SELECT ref, agency, team FROM vault.staff")
        known = vault.fetchall()
    staff = apps.get_model("accounts", "Staff").objects
    for ref, agency, team in known:
        staff.filter(ref=ref, agency="", team="").update(agency=agency, team=team)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_no_keys_here")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RemoveField(model_name="staff", name="password"),
        migrations.RemoveField(model_name="staff", name="last_login"),
        migrations.AddField(
            model_name="staff",
            name="agency",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="staff",
            name="team",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.RunPython(works, migrations.RunPython.noop),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("portal", models.CharField(editable=False, max_length=20)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("key", models.BinaryField()),
                ("kind", models.CharField(max_length=10)),
                ("network", models.CharField(max_length=50)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.staff"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["staff", "at"], name="sign_in_by_staff")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
