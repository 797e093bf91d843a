"""The ledger's schema: see 0001_ledger.sql beside this file.

A database whose ledger was made by `accounts.0003_ledger`, its place in releases before 0.2, keeps it untouched.
"""

from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('ledger.entry')")
        (made,) = cursor.fetchone()
        if made is None:
            cursor.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
