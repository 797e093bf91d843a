"""Head counts that the tracer writes, announcements of the authority, and what a proof of duty is built from."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FUNCTIONS = Path(__file__).with_suffix(".sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_ledger"),
        ("business", "0011_passkeys"),
    ]

    operations = [
        migrations.CreateModel(
            name="VenueUse",
            fields=[
                (
                    "venue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="use",
                        serialize=False,
                        to="business.venue",
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("title_ko", models.CharField(max_length=80, verbose_name="title in Korean")),
                ("title_en", models.CharField(max_length=80, verbose_name="title in English")),
                ("text_ko", models.TextField(max_length=2000, verbose_name="text in Korean")),
                ("text_en", models.TextField(max_length=2000, verbose_name="text in English")),
                ("category", models.SmallIntegerField(null=True)),
                ("district", models.CharField(blank=True, db_default="", max_length=100)),
                ("shown_from", models.DateField(verbose_name="shown from")),
                ("shown_until", models.DateField(null=True, verbose_name="shown until")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "made_by",
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
        migrations.CreateModel(
            name="AnnouncementRead",
            fields=[
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "announcement_id",
                        "owner_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reads",
                        to="business.announcement",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="business.owner",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CountMark",
            fields=[
                ("id", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
                ("closed_day", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", True)), name="count_mark_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DayCount",
            fields=[
                ("day", models.DateField()),
                ("people", models.IntegerField(null=True)),
                ("hours", models.JSONField(null=True)),
                ("methods", models.JSONField(null=True)),
                ("codes", models.JSONField(null=True)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "venue_id",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="day_counts",
                        to="business.venue",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DutyRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("poster-issued", "POSTER_ISSUED"),
                            ("poster-hung", "POSTER_HUNG"),
                            ("log-kept", "LOG_KEPT"),
                            ("log-destroyed", "LOG_DESTROYED"),
                        ],
                        max_length=20,
                    ),
                ),
                ("day", models.DateField()),
                ("until", models.DateField(null=True)),
                ("detail", models.CharField(blank=True, db_default="", max_length=60)),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "log",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="destructions",
                        to="business.dutyrecord",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="business.owner",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duty_records",
                        to="business.venue",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shown_until", None),
                    ("shown_until__gte", models.F("shown_from")),
                    _connector="OR",
                ),
                name="announcement_lasts",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="announcement_withdrawn_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="daycount",
            constraint=models.CheckConstraint(
                condition=models.Q(("people", None), ("people__gte", 5), _connector="OR"),
                name="day_count_hides_few",
            ),
        ),
        migrations.AddIndex(
            model_name="dutyrecord",
            index=models.Index(
                condition=models.Q(("kind", "log-kept")),
                fields=["until"],
                name="duty_record_log_by_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["poster-issued", "poster-hung", "log-kept", "log-destroyed"])
                ),
                name="duty_record_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "log-kept"), ("until__gte", models.F("day"))),
                    models.Q(models.Q(("kind", "log-kept"), _negated=True), ("until", None)),
                    _connector="OR",
                ),
                name="duty_record_of_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "log-destroyed"), ("log__isnull", False)),
                    models.Q(models.Q(("kind", "log-destroyed"), _negated=True), ("log", None)),
                    _connector="OR",
                ),
                name="duty_record_of_log",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("log__isnull", False), ("taken_back_at", None)),
                fields=("log",),
                name="one_destruction_of_a_log",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "poster-issued")),
                fields=("venue", "day", "detail"),
                name="one_poster_issued_a_day",
            ),
        ),
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION business_put_counts, business_forget_counts"),
    ]
