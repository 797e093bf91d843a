"""Lists carry kinds of facilities, what clerks chose for kinds of licences that nobody knew, and who did what with a file.

An older release writes none of these columns: its rows name no kind, and its acts leave no step.
"""

from typing import Any

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

ACTS = [
    "brought",
    "taken-in",
    "dropped",
    "approved",
    "turned-down",
    "kind-chosen",
    "done",
    "meanwhile",
    "given-up",
]


def _one(to: str) -> Any:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_no_keys_here"),
        ("business", "0017_businesses_end"),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.AddField(
            "upload", "unknown_licences", models.JSONField(db_default={}, default=dict)
        ),
        migrations.AddField(
            "uploadrow",
            "kind_of_site",
            models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddField(
            "uploadrow", "licence", models.CharField(blank=True, db_default="", max_length=100)
        ),
        migrations.CreateModel(
            name="LicenceChoice",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("kind_of_site", models.CharField(blank=True, db_default="", max_length=40)),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staff",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ListStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("what", models.CharField(max_length=12)),
                ("counts", models.JSONField(db_default={}, default=dict)),
                ("why", models.CharField(blank=True, db_default="", max_length=100)),
                ("owner", _one("business.owner")),
                ("staff", _one("accounts.staff")),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="business.upload",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(what__in=ACTS), name="list_step_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(owner=None) | models.Q(staff=None),
                        name="list_step_by_one",
                    ),
                ],
            },
        ),
    ]
