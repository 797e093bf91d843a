"""Answers of those who were told by a campaign (ADR 55)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = """
DROP TABLE notices.answer;
DROP FUNCTION notices.put_answer, notices.settle_answer, notices.enter_answer, notices.answered;
ALTER TABLE notices.campaign_message DROP COLUMN proof, DROP COLUMN wrong_answers
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_campaigns")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(SQL, GONE),
    ]
