"""Steps of venues say what changed, by which system and why; clerks' decisions on lists are kept."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_ledger"),
        ("business", "0017_businesses_end"),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.AddField(
            model_name="venuestep",
            name="api_key",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="business.apikey",
            ),
        ),
        migrations.AddField(
            model_name="venuestep",
            name="changed",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="venuestep",
            name="words",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.CreateModel(
            name="ListDecision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("approved", models.BooleanField()),
                ("count", models.IntegerField()),
                ("reason", models.CharField(blank=True, db_default="", max_length=20)),
                ("words", models.CharField(blank=True, db_default="", max_length=500)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staff",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="business.upload",
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AlterField(
            model_name="partneract",
            name="what",
            field=models.CharField(
                choices=[
                    ("key-made", "Key Made"),
                    ("key-ended", "Key Ended"),
                    ("webhook-made", "Webhook Made"),
                    ("webhook-ended", "Webhook Ended"),
                    ("webhook-tried", "Webhook Tried"),
                    ("secret-changed", "Secret Changed"),
                ],
                max_length=20,
            ),
        ),
    ]
