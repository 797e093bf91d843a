"""Codes that end by the moment of a visit, venues that go to another business, codes to a place's own number, secrets that
change over.

An older release writes no `graced`, so what it reissues meanwhile is refused by the moment of delivery, as it was.
"""

import uuid
from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

SECRETS = Path(__file__).with_suffix(".sql").read_text("utf-8")
# What is in its grace period at this moment was given one.
GRACED = "UPDATE business_venuecode SET graced = true WHERE revoked_at > now()"


class Migration(migrations.Migration):
    dependencies = [
        ("business", "0015_partners"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("phone_index", models.BinaryField()),
                ("phone_end", models.CharField(max_length=2)),
                ("code_hash", models.BinaryField()),
                ("tries", models.SmallIntegerField(default=0)),
                ("used", models.BooleanField(default=False)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="VenueHandover",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("token_hash", models.BinaryField(unique=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="venuecode",
            name="graced",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name="webhook",
            name="former_secret",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="webhook",
            name="former_until",
            field=models.DateTimeField(null=True),
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
                    ("secret-changed", "Secret Changed"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="daycount",
            index=models.Index(fields=["day"], name="day_count_by_day"),
        ),
        migrations.AddField(
            model_name="placecode",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="place_codes",
                to="business.venueapplication",
            ),
        ),
        migrations.AddField(
            model_name="placecode",
            name="venue",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="business.venue"
            ),
        ),
        migrations.AddField(
            model_name="venuehandover",
            name="giver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="business.business",
            ),
        ),
        migrations.AddField(
            model_name="venuehandover",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="business.owner"
            ),
        ),
        migrations.AddField(
            model_name="venuehandover",
            name="taken_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="business.owner",
            ),
        ),
        migrations.AddField(
            model_name="venuehandover",
            name="taker",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="business.business",
            ),
        ),
        migrations.AddField(
            model_name="venuehandover",
            name="venue",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="handovers",
                to="business.venue",
            ),
        ),
        migrations.AddIndex(
            model_name="placecode",
            index=models.Index(fields=["expires_at"], name="place_code_by_end"),
        ),
        migrations.AddConstraint(
            model_name="placecode",
            constraint=models.CheckConstraint(
                condition=models.Q(("phone_end__regex", "^\\d{2}$")),
                name="place_code_phone_end_shape",
            ),
        ),
        migrations.AddConstraint(
            model_name="venuehandover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_at", None), ("taken_by", None), ("taker", None)),
                    models.Q(
                        ("taken_at__isnull", False),
                        ("taken_by__isnull", False),
                        ("taker__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="handover_taken_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="venuehandover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("taken_at", None)),
                fields=("venue",),
                name="one_open_handover_of_a_venue",
            ),
        ),
        migrations.RunSQL(GRACED, migrations.RunSQL.noop),
        migrations.RunSQL(SECRETS, "DROP FUNCTION business_change_secret"),
    ]
