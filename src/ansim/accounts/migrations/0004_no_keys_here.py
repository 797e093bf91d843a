"""Staff's signing keys leave this database (ADR 35), and each portal counts failed tries of its own."""

from django.db import migrations, models

FORWARD = """
ALTER TABLE accounts_attempt ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_portal ON accounts_attempt USING (current_user = 'ansim_' || portal);
"""

BACKWARD = """
DROP POLICY own_portal ON accounts_attempt;
ALTER TABLE accounts_attempt DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_ledger")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.DeleteModel(name="SigningKey"),
        # Tries of a quarter of an hour: whose portal they were of is not known, and soon nobody asks.
        migrations.RunSQL("DELETE FROM accounts_attempt", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="attempt",
            name="portal",
            field=models.CharField(max_length=20, editable=False, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
