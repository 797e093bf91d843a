"""Campaigns at the vault (ADR 52)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = (
    "DROP VIEW vault.standing_campaign; DROP TABLE vault.campaign_person; DROP TABLE vault.campaign"
)


class Migration(migrations.Migration):
    dependencies = [("identity", "0021_no_moment_of_a_code")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
