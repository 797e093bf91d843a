"""Staff sign in with their key (ADR 39): no password stands here, each sign-in is written down, and so is where they work."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FORWARD = """
ALTER TABLE accounts_signin ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_portal ON accounts_signin USING (current_user = 'ansim_' || portal);
"""

BACKWARD = """
DROP POLICY own_portal ON accounts_signin;
ALTER TABLE accounts_signin DISABLE ROW LEVEL SECURITY;
"""


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
