"""People of a case become handles of it (ADR 34), and cases get an end.

The rows that stand are turned here, with the keys that `ansim migrate` makes for their cases in the vault's folder, and the
vault learns whom each case is about, so that warrants can be asked for in it. A run that broke off leaves keys without
handles; the next one uses them.
"""

from pathlib import Path

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import connections, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from ansim.domain.quantities import PersonId
from ansim.domain.search_results import subject_mark
from ansim.keys import CaseKeys, KeyPurpose, folder

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")


KNOW_CASE = (
    "INSERT INTO vault.known_case (ref, subject, handle) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
)


def turn(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Each case's person and contacts as handles of it."""
    keys = CaseKeys(folder())
    case_rows = apps.get_model("investigation", "Case").objects
    contact_rows = apps.get_model("investigation", "CaseContact").objects
    for case in case_rows.all():
        keys.create_missing(case.ref)
        work = keys.cipher(case.ref)
        person = PersonId(bytes(case.handle or b""))
        case.register_handle = keys.cipher(case.ref, KeyPurpose.REGISTER).handle(person)
        case.handle = work.handle(person)
        case.save(update_fields=["handle", "register_handle"])
        with connections["identity"].cursor() as vault:
            mark = subject_mark(folder().secret("scope"), case.ref, case.handle)
            vault.execute(KNOW_CASE, [case.ref, mark, case.handle])
        contacts = list(contact_rows.filter(case_id=case.pk))
        handles = work.handles([PersonId(bytes(one.handle or b"")) for one in contacts])
        for one, handle in zip(contacts, handles, strict=True):
            one.handle = handle
        contact_rows.bulk_update(contacts, ["handle"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_ledger"),
        ("investigation", "0004_signed_elsewhere"),
    ]
    operations = [
        migrations.RemoveConstraint("casecontact", "contact_has_one_number"),
        migrations.RenameField("case", "person_id", "handle"),
        migrations.RenameField("casecontact", "person_id", "handle"),
        migrations.AddField(
            "case", "register_handle", models.BinaryField(editable=False, max_length=16, null=True)
        ),
        migrations.AddField(
            "casecontact", "register_handle", models.BinaryField(max_length=16, null=True)
        ),
        migrations.AlterField(
            "case", "handle", models.BinaryField(editable=False, max_length=16, null=True)
        ),
        migrations.AlterField(
            "casecontact", "handle", models.BinaryField(max_length=16, null=True)
        ),
        migrations.AddField("case", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "case",
            "closed_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.staff",
            ),
        ),
        migrations.RunPython(turn),
        # The foreign key just added has checks that wait; they would keep the table from being altered further.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "casecontact",
            models.UniqueConstraint(fields=("case", "handle"), name="contact_has_one_number"),
        ),
        migrations.AddIndex("case", models.Index(fields=["closed_at"], name="case_by_closing")),
        migrations.CreateModel(
            name="CaseEnd",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("case_ref", models.CharField(max_length=12)),
                ("purpose", models.CharField(max_length=8)),
                ("named_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("contacts", models.IntegerField(db_default=0)),
                ("key_ended_at", models.DateTimeField(null=True)),
                ("means", models.CharField(db_default="", max_length=8)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case_ref", "purpose"), name="case_ends_once")
                ]
            },
        ),
        migrations.RunSQL(SQL),
    ]
