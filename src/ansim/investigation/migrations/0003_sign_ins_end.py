"""Sign-ins of the console whose time is over can be deleted by the worker."""

from django.db import migrations

FORGET = """
-- Delete sign-ins whose time is over. Gives how many.
CREATE FUNCTION investigation_forget_sessions() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM investigation_session WHERE expire_date < now() RETURNING 1) SELECT count(*)::integer FROM gone
$$;
REVOKE ALL ON FUNCTION investigation_forget_sessions FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("investigation", "0002_session_has_its_own_name"),
    ]

    operations = [
        migrations.RunSQL(FORGET, "DROP FUNCTION investigation_forget_sessions"),
    ]
