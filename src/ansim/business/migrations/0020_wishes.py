"""Owners ask clerks to change what was checked of a place."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("business", "0019_histories")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.CreateModel(
            name="VenueWish",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "venue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wish",
                        to="business.venue",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="business.owner",
                    ),
                ),
                (
                    "neighbour",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="business.venue",
                    ),
                ),
                ("wanted", models.JSONField()),
                ("reasons", models.JSONField(default=list)),
                ("about", models.CharField(max_length=300)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["made_at"], name="venue_wish_by_age")],
            },
        ),
    ]
