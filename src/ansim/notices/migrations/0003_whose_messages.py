"""Each process puts its own templates into the outbox, and codes end: see 0003_whose_messages.sql beside this file."""

from pathlib import Path

from django.db import migrations

CHANGE = Path(__file__).with_suffix(".sql").read_text("utf-8")
BACK = """
DROP POLICY puts_its_own ON notices.message;
DROP POLICY reads ON notices.message;
DROP POLICY delivers ON notices.message;
DROP POLICY forgets ON notices.message;
DROP POLICY finds_numbers ON notices.message;
DROP POLICY sees_what_owners_are_told ON notices.message;
DROP POLICY repeats ON notices.message;
ALTER TABLE notices.message DISABLE ROW LEVEL SECURITY;
DROP TABLE notices.own_template;
ALTER TABLE notices.message DROP COLUMN good_until;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_webhooks")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(CHANGE, BACK),
    ]
