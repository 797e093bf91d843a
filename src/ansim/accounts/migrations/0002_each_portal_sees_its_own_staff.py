"""Row-level security: the business portal, which faces the internet, sees no officer's password hash."""

from django.db import migrations

FORWARD = """
ALTER TABLE accounts_staff ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_portal ON accounts_staff USING (current_user = 'ansim_' || portal);
ALTER TABLE accounts_act ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_portal ON accounts_act USING (current_user = 'ansim_' || portal);
"""

BACKWARD = """
DROP POLICY own_portal ON accounts_act;
ALTER TABLE accounts_act DISABLE ROW LEVEL SECURITY;
DROP POLICY own_portal ON accounts_staff;
ALTER TABLE accounts_staff DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
