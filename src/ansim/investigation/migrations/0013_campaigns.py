"""Campaigns of a case (ADR 52)."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import CASCADE, PROTECT
from django.db.models.functions import Now

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = (
    "DROP TRIGGER end_campaigns ON investigation_caseend; DROP FUNCTION investigation_end_campaigns"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_no_passwords"),
        ("notices", "0005_campaigns"),
        ("investigation", "0012_training"),
    ]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.CreateModel(
            name="CampaignRecord",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("ref", models.CharField(editable=False, max_length=32, unique=True)),
                ("mark", models.CharField(editable=False, max_length=12, unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        "investigation.case", CASCADE, related_name="+", db_constraint=False
                    ),
                ),
                ("text", models.BinaryField()),
                ("needs_two", models.BooleanField()),
                ("until", models.DateTimeField()),
                (
                    "corrects",
                    models.ForeignKey(
                        "investigation.campaignrecord",
                        CASCADE,
                        null=True,
                        related_name="corrected_by",
                        db_constraint=False,
                    ),
                ),
                ("requested_by", models.ForeignKey("accounts.staff", PROTECT, related_name="+")),
                ("requested_at", models.DateTimeField(db_default=Now())),
                (
                    "agreed_by",
                    models.ForeignKey("accounts.staff", PROTECT, null=True, related_name="+"),
                ),
                ("agreed_at", models.DateTimeField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["case", "-id"], name="campaign_by_case")]},
        ),
        migrations.CreateModel(
            name="CampaignEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        "investigation.campaignrecord",
                        CASCADE,
                        related_name="entries",
                        db_constraint=False,
                    ),
                ),
                ("number", models.IntegerField()),
                (
                    "contact",
                    models.ForeignKey(
                        "investigation.casecontact", CASCADE, related_name="+", db_constraint=False
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["campaign", "number"], name="campaign_number_is_ones_own"
                    )
                ]
            },
        ),
        migrations.RunSQL(SQL, GONE),
    ]
