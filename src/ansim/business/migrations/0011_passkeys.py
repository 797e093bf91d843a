"""Passkeys of owners; drafts of owners who are forgotten go with them, and sign-ins that are over."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

FORGET = Path(__file__).with_suffix(".sql").read_text("utf-8")
FORMER = (Path(__file__).parent / "0007_owners.sql").read_text("utf-8")
BACK = "DROP FUNCTION business_forget_sessions; " + FORMER.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [
        ("business", "0010_lifecycle"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("credential_id", models.BinaryField(unique=True)),
                ("public_key", models.BinaryField()),
                ("sign_count", models.BigIntegerField(db_default=0)),
                ("synced", models.BooleanField(db_default=False)),
                ("label", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField(db_default=Now())),
                ("used_on", models.DateField(null=True)),
                ("used_challenge", models.BinaryField(null=True)),
                ("blocked_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passkeys",
                        to="business.owner",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="passkey_has_a_name"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORGET, BACK),
    ]
