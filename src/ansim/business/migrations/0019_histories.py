"""Steps of venues say what changed, by which system and why."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("business", "0018_lists_carry_kinds"),
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
