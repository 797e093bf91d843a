"""Work lists, calls, and warrants that came back (ADR 45). They go with the warrant, whoever deletes it."""

from django.db import migrations, models
from django.db.models import CASCADE, PROTECT
from django.db.models.functions import Now

CASCADES = (
    ("investigation_worklistrecord", "warrant_id", "investigation_warrantrecord"),
    ("investigation_worklistentry", "work_list_id", "investigation_worklistrecord"),
    ("investigation_contactcall", "entry_id", "investigation_worklistentry"),
    ("investigation_warrantreturn", "warrant_id", "investigation_warrantrecord"),
)
GO_WITH = ";".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {table}_goes_with FOREIGN KEY ({column}) REFERENCES {whole} ON DELETE CASCADE"
    for table, column, whole in CASCADES
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_no_passwords"),
        ("investigation", "0010_first_screen_and_cases"),
    ]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.CreateModel(
            name="WorkListRecord",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("ref", models.CharField(editable=False, max_length=32, unique=True)),
                (
                    "warrant",
                    models.ForeignKey(
                        "investigation.warrantrecord",
                        CASCADE,
                        related_name="lists",
                        db_constraint=False,
                    ),
                ),
                ("officer", models.ForeignKey("accounts.staff", PROTECT, related_name="+")),
                ("signed_at", models.DateTimeField(db_default=Now())),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="WorkListEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "work_list",
                    models.ForeignKey(
                        "investigation.worklistrecord",
                        CASCADE,
                        related_name="entries",
                        db_constraint=False,
                    ),
                ),
                ("number", models.IntegerField()),
                (
                    "contact",
                    models.ForeignKey("investigation.casecontact", CASCADE, related_name="+"),
                ),
                ("shown_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["work_list", "number"], name="work_list_number_is_ones_own"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ContactCall",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ref", models.UUIDField(unique=True)),
                (
                    "entry",
                    models.ForeignKey(
                        "investigation.worklistentry",
                        CASCADE,
                        related_name="calls",
                        db_constraint=False,
                    ),
                ),
                ("outcome", models.CharField(max_length=12)),
                ("note", models.BinaryField(null=True)),
                ("by", models.ForeignKey("accounts.staff", PROTECT, related_name="+")),
                ("at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            outcome__in=("reached", "no-answer", "refused", "wrong-number")
                        ),
                        name="call_outcome_is_known",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="WarrantReturn",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "warrant",
                    models.OneToOneField(
                        "investigation.warrantrecord",
                        CASCADE,
                        related_name="back",
                        db_constraint=False,
                    ),
                ),
                ("by", models.ForeignKey("accounts.staff", PROTECT, related_name="+")),
                ("reason", models.CharField(max_length=20)),
                ("at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            reason__in=(
                                "too-many",
                                "too-long",
                                "too-loose",
                                "other-purpose",
                                "please-call",
                            )
                        ),
                        name="return_reason_is_known",
                    )
                ]
            },
        ),
        migrations.RunSQL(GO_WITH, migrations.RunSQL.noop),
    ]
