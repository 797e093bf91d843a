"""The sender's queue of campaigns (ADR 52)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = """
DROP FUNCTION notices.stop_campaign; DROP TABLE notices.early_receipt; DROP TABLE notices.campaign_message;
DROP TABLE notices.campaign
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_wishes")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
