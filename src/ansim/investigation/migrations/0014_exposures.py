"""The exposure feed (ADR 53)."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.models import F, Q

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = (
    "DROP FUNCTION investigation_published_exposures; DROP FUNCTION investigation_forget_exposures"
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_no_passwords"), ("investigation", "0013_campaigns")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.CreateModel(
            name="PublishedExposure",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("venue", models.IntegerField()),
                ("starts", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("advice", models.SmallIntegerField()),
                ("disease_group", models.SmallIntegerField(db_default=0, default=0)),
                ("basis", models.CharField(max_length=10)),
                ("agency", models.CharField(blank=True, max_length=60)),
                ("until", models.DateField()),
                (
                    "published_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(blank=True, db_default="", default="", max_length=20),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="investigation.publishedexposure",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staff",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staff",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="publishedexposure",
            index=models.Index(fields=["until"], name="exposure_by_end"),
        ),
        migrations.AddConstraint(
            model_name="publishedexposure",
            constraint=models.UniqueConstraint(
                condition=Q(withdrawn_at=None),
                fields=("venue", "starts", "ends", "agency"),
                name="exposure_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedexposure",
            constraint=models.CheckConstraint(
                condition=Q(starts__lt=F("ends")), name="exposure_runs_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedexposure",
            constraint=models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason="")),
                name="exposure_withdrawn_whole",
            ),
        ),
        migrations.RunSQL(SQL, GONE),
    ]
