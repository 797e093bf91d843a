"""The outbox's schema: see 0001_outbox.sql beside this file."""

from pathlib import Path

from django.db import migrations

SCHEMA = Path(__file__).with_suffix(".sql").read_text("utf-8")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(SCHEMA, "DROP SCHEMA notices CASCADE")]
