"""Rules, classes by hand and frozen lists of a case's contacts (ADR 48)."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
UNDO = """
    DROP TRIGGER end_contact_desk ON investigation_caseend;
    DROP FUNCTION investigation_end_contact_desk;
"""


def _of_the_case() -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="investigation.case"
    )


def _by_staff() -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.staff"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_no_passwords"),
        ("investigation", "0008_stays_by_hand"),
    ]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.CreateModel(
            name="ContactRuleStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("minutes", models.SmallIntegerField()),
                ("chance", models.SmallIntegerField()),
                ("indoors", models.BooleanField()),
                ("air", models.BooleanField()),
                ("set_at", models.DateTimeField(db_default=Now())),
                ("case", _of_the_case()),
                ("set_by", _by_staff()),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-id"], name="contact_rule_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(minutes__range=(1, 240), chance__range=(1, 100)),
                        name="contact_rule_makes_sense",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactClassStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("contacts", models.JSONField()),
                ("classification", models.CharField(blank=True, db_default="", max_length=12)),
                ("reason", models.CharField(max_length=20)),
                ("set_at", models.DateTimeField(db_default=Now())),
                ("case", _of_the_case()),
                ("set_by", _by_staff()),
                (
                    "undoes",
                    models.OneToOneField(
                        default=None,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="undone_by",
                        to="investigation.contactclassstep",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="contact_class_by_case")]
            },
        ),
        migrations.CreateModel(
            name="ContactList",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=12)),
                ("digest", models.CharField(max_length=64)),
                ("result", models.CharField(max_length=64)),
                ("inputs", models.JSONField()),
                ("people", models.IntegerField()),
                ("sealed", models.BinaryField()),
                ("made_at", models.DateTimeField(db_default=Now())),
                ("case", _of_the_case()),
                ("made_by", _by_staff()),
            ],
            options={
                "indexes": [models.Index(fields=["case", "result"], name="contact_list_by_result")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "digest"), name="contact_list_is_kept_once"
                    ),
                    models.UniqueConstraint(
                        fields=("case", "mark"), name="contact_list_has_its_own_mark"
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
