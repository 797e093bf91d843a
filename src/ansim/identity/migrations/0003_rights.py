from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()
BACK = """
DROP FUNCTION identity.issue_credential, identity.renew_session, identity.about_person, identity.erase_person,
    identity.withdraw_consent, identity.new_printed_pass, identity.use_passes, identity.change_phone,
    identity.ask_correction;
DROP TABLE identity.spent_nonce, identity.correction;
ALTER TABLE identity.identity
    DROP COLUMN sealed_phone, DROP COLUMN credential_generation, DROP COLUMN pass_generation;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_disclosure")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'", ""),
        migrations.RunSQL(SQL, BACK),
    ]
