"""Warrants are signed on a page of their own and kept by the vault (ADR 35); what was signed in the console opens nobody."""

from django.db import migrations

OLD_GO = "DELETE FROM investigation_warrantsignature; DELETE FROM investigation_warrantrecord"


class Migration(migrations.Migration):
    dependencies = [("investigation", "0003_sign_ins_end")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(OLD_GO, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="warrantsignature", name="signature"),
    ]
