"""The ledger's schema moved to `ledger/migrations`; databases that ran this file keep what it made."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_each_portal_sees_its_own_staff")]
    operations = []
