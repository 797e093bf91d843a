"""The business portal tells owners what became of their wishes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_whose_messages")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(
            "INSERT INTO notices.own_template VALUES ('business', 'wish-granted'), ('business', 'wish-turned-down')",
            "DELETE FROM notices.own_template WHERE template LIKE 'wish-%'",
        ),
    ]
