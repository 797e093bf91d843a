"""Keepers sign staff records (ADR 43): the vault keeps accounts by three functions, and no portal changes one.

A deputy's days stand here as well, so that pages show what the vault allows.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

FORWARD = """
ALTER TABLE accounts_deputy ENABLE ROW LEVEL SECURITY;
CREATE POLICY console_alone ON accounts_deputy USING (current_user = 'ansim_investigation');

-- Who is enrolled, for keepers: the vault asks, which knows marks alone. Of sign-ins it learns the last day.
CREATE FUNCTION accounts_named_staff() RETURNS TABLE (ref text, login text, name text, last_sign_in date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT staff.ref::text, staff.login::text, staff.name::text,
        (SELECT max(at AT TIME ZONE 'Asia/Seoul')::date FROM accounts_signin WHERE staff_id = staff.id)
    FROM accounts_staff AS staff
$$;

-- An account as two keepers signed it. Whoever is moved or shut out is signed out with it.
CREATE FUNCTION accounts_keep_staff(
    ref_ text, login_ text, name_ text, role_ text, portal_ text, agency_ text, team_ text, active_ boolean
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO accounts_staff (ref, login, name, role, portal, agency, team, is_active)
    VALUES (ref_, login_, name_, role_, portal_, agency_, team_, active_)
    ON CONFLICT (ref) DO UPDATE SET name = name_, role = role_, portal = portal_, agency = agency_, team = team_,
        is_active = active_;
    UPDATE accounts_signin SET ended_at = now()
    WHERE ended_at IS NULL AND staff_id = (SELECT id FROM accounts_staff WHERE ref = ref_);
$$;

CREATE FUNCTION accounts_keep_deputy(
    ref_ text, role_ text, agency_ text, team_ text, since_ timestamptz, until_ timestamptz
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO accounts_deputy (staff_id, role, agency, team, since, until)
    SELECT id, role_, agency_, team_, since_, until_ FROM accounts_staff WHERE ref = ref_
$$;

CREATE FUNCTION accounts_end_deputies(ref_ text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE accounts_deputy SET until = greatest(since, now())
    WHERE until > now() AND staff_id = (SELECT id FROM accounts_staff WHERE ref = ref_)
$$;
REVOKE ALL ON FUNCTION accounts_named_staff, accounts_keep_staff, accounts_keep_deputy, accounts_end_deputies FROM PUBLIC;
"""

BACKWARD = """
DROP FUNCTION accounts_end_deputies, accounts_keep_deputy, accounts_keep_staff, accounts_named_staff;
DROP POLICY console_alone ON accounts_deputy;
ALTER TABLE accounts_deputy DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_no_passwords")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.AlterField(
            model_name="staff",
            name="role",
            field=models.CharField(
                choices=[
                    ("registrar", "REGISTRAR"),
                    ("officer", "OFFICER"),
                    ("approver", "APPROVER"),
                    ("keeper", "KEEPER"),
                ],
                max_length=20,
            ),
        ),
        migrations.RemoveConstraint(model_name="staff", name="staff_portal_follows_role"),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.CheckConstraint(
                condition=Q(role="registrar", portal="business")
                | Q(role__in=["officer", "approver", "keeper"], portal="investigation"),
                name="staff_portal_follows_role",
            ),
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=20)),
                ("agency", models.CharField(blank=True, max_length=60)),
                ("team", models.CharField(blank=True, max_length=60)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deputy",
                        to="accounts.staff",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
