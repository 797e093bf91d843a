"""Lists of venues that come by files, their rows, the worker's tasks for them, and posters of a list."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_ledger"),
        ("business", "0013_zones"),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=120)),
                ("whole", models.BooleanField(db_default=True)),
                ("workbook", models.BooleanField(db_default=False)),
                ("state", models.CharField(max_length=10)),
                ("language", models.CharField(db_default="ko", max_length=2)),
                ("rows_in", models.IntegerField(db_default=0)),
                ("counts", models.JSONField(default=dict)),
                ("remarks", models.JSONField(default=list)),
                ("trouble", models.JSONField(default=list)),
                ("stale", models.BooleanField(db_default=False)),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("applied_at", models.DateTimeField(null=True)),
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
                    "staff",
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
            name="UploadContent",
            fields=[
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="business.upload",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="VenueList",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, db_default="", max_length=80)),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lists",
                        to="business.business",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="upload",
            name="venue_list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uploads",
                to="business.venuelist",
            ),
        ),
        migrations.CreateModel(
            name="PosterOrder",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("sheet", models.CharField(max_length=10)),
                ("languages", models.JSONField(default=list)),
                ("form", models.CharField(max_length=3)),
                ("first", models.IntegerField()),
                ("last", models.IntegerField()),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("ready_at", models.DateTimeField(null=True)),
                ("count", models.IntegerField(null=True)),
                ("size", models.BigIntegerField(null=True)),
                ("left_out", models.JSONField(default=list)),
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
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staff",
                    ),
                ),
                (
                    "venue_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="business.venuelist",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VenueOnList",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row", models.IntegerField()),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listed",
                        to="business.venue",
                    ),
                ),
                (
                    "venue_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listed",
                        to="business.venuelist",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PosterPiece",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("content", models.BinaryField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="business.posterorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order", "number"), name="poster_piece_by_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkTask",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("done", models.IntegerField(db_default=0)),
                ("total", models.IntegerField(db_default=0)),
                ("tries", models.SmallIntegerField(db_default=0)),
                ("cancel_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, db_default="", max_length=10)),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="business.posterorder",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="business.upload",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("order", None), ("upload__isnull", False)),
                            models.Q(("order__isnull", False), ("upload", None)),
                            _connector="OR",
                        ),
                        name="bulk_task_is_for_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("upload",),
                        name="one_bulk_task_per_upload",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("order",),
                        name="one_bulk_task_per_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row", models.IntegerField()),
                ("said", models.CharField(max_length=10)),
                ("fate", models.CharField(max_length=10)),
                ("external_id", models.CharField(blank=True, db_default="", max_length=100)),
                ("name", models.CharField(blank=True, db_default="", max_length=200)),
                ("name_en", models.CharField(blank=True, db_default="", max_length=200)),
                ("category", models.SmallIntegerField(null=True)),
                ("address", models.CharField(blank=True, db_default="", max_length=300)),
                ("district", models.CharField(blank=True, db_default="", max_length=100)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("phone", models.CharField(max_length=30, null=True)),
                ("venue_id", models.IntegerField(null=True)),
                ("seen", models.CharField(blank=True, db_default="", max_length=32)),
                ("before", models.JSONField(default=dict)),
                ("reasons", models.JSONField(default=list)),
                ("cells", models.JSONField(null=True)),
                ("findings", models.JSONField(default=list)),
                ("waits", models.BooleanField(db_default=False)),
                ("approved", models.BooleanField(db_default=False)),
                ("ticked", models.BooleanField(db_default=False)),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="business.upload",
                    ),
                ),
            ],
            options={
                "ordering": ["row", "id"],
                "indexes": [
                    models.Index(fields=["upload", "fate", "row", "id"], name="upload_row_by_fate"),
                    models.Index(fields=["upload", "external_id"], name="upload_row_by_number"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="venuelist",
            constraint=models.UniqueConstraint(
                fields=("business", "name"), name="venue_list_by_name", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["venue_list", "-made_at"], name="upload_by_list"),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner__isnull", False), ("staff", None)),
                    models.Q(("owner", None), ("staff__isnull", False)),
                    _connector="OR",
                ),
                name="upload_is_one_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "reading",
                            "ready",
                            "applying",
                            "waiting",
                            "applied",
                            "cancelled",
                            "failed",
                        ],
                    )
                ),
                name="upload_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="posterorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner__isnull", False), ("staff", None)),
                    models.Q(("owner", None), ("staff__isnull", False)),
                    _connector="OR",
                ),
                name="poster_order_is_one_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="posterorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__gte", 1), ("last__gte", models.F("first"))),
                name="poster_order_has_rows",
            ),
        ),
        migrations.AddConstraint(
            model_name="venueonlist",
            constraint=models.UniqueConstraint(
                fields=("venue_list", "venue"), name="venue_listed_once"
            ),
        ),
    ]
