"""Each portal's sign-ins get a class name of their own; the table keeps its name, so nothing is done to it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("business", "0002_venues_change_with_their_codes")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Session", "BusinessSession"),
                migrations.AlterModelTable("BusinessSession", "business_session"),
            ]
        )
    ]
