"""Each portal's sign-ins get a class name of their own; the table keeps its name, so nothing is done to it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("investigation", "0001_cases")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Session", "ConsoleSession"),
                migrations.AlterModelTable("ConsoleSession", "investigation_session"),
            ]
        )
    ]
