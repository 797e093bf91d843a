"""The outbox holds decisions for webhooks: see 0002_webhooks.sql beside this file."""

from pathlib import Path

from django.db import migrations

CHANGE = Path(__file__).with_suffix(".sql").read_text("utf-8")
BACK = """
DELETE FROM notices.message WHERE webhook_id IS NOT NULL;
ALTER TABLE notices.message DROP CONSTRAINT message_is_for_one;
ALTER TABLE notices.message ADD CONSTRAINT message_check CHECK ((owner_id IS NULL) = (sealed IS NOT NULL));
ALTER TABLE notices.message DROP COLUMN webhook_id;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_outbox")]
    operations = [migrations.RunSQL(CHANGE, BACK)]
