"""Applications for venues, their steps, and tries at business numbers; venues are found by place and phone."""

import django.db.models.functions.datetime
from django.db import migrations, models

import ansim.domain.application_refs


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_ledger"),
        ("business", "0008_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicationStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, db_default="", max_length=20)),
                ("words", models.CharField(blank=True, db_default="", max_length=500)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="NumberTry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=10)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="VenueApplication",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "ref",
                    models.CharField(
                        default=ansim.domain.application_refs.new_ref,
                        editable=False,
                        max_length=8,
                        unique=True,
                    ),
                ),
                ("form", models.JSONField(default=dict)),
                ("checks", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_default="draft",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, db_default="", max_length=20)),
                ("words", models.CharField(blank=True, db_default="", max_length=500)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("submitted_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="venue",
            index=models.Index(fields=["latitude", "longitude"], name="venue_by_place"),
        ),
        migrations.AddIndex(
            model_name="venue",
            index=models.Index(
                models.Func(
                    models.F("phone"),
                    models.Value("\\D"),
                    models.Value(""),
                    models.Value("g"),
                    function="regexp_replace",
                ),
                name="venue_by_phone",
            ),
        ),
        migrations.AddField(
            model_name="applicationstep",
            name="staff",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.staff",
            ),
        ),
        migrations.AddIndex(
            model_name="numbertry",
            index=models.Index(fields=["number", "at"], name="number_try_by_number"),
        ),
        migrations.AddField(
            model_name="venueapplication",
            name="business",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="business.business",
            ),
        ),
        migrations.AddField(
            model_name="venueapplication",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.staff",
            ),
        ),
        migrations.AddField(
            model_name="venueapplication",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="business.owner",
            ),
        ),
        migrations.AddField(
            model_name="venueapplication",
            name="venue",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="applications",
                to="business.venue",
            ),
        ),
        migrations.AddField(
            model_name="applicationstep",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="business.venueapplication",
            ),
        ),
        migrations.AddIndex(
            model_name="venueapplication",
            index=models.Index(
                condition=models.Q(("state", "submitted")),
                fields=["submitted_at"],
                name="application_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="venueapplication",
            index=models.Index(fields=["owner", "submitted_at"], name="application_by_owner"),
        ),
        migrations.AddConstraint(
            model_name="venueapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(("ref__regex", "^R[0-9A-HJKMNP-TV-Z]{7}$")),
                name="application_ref_shape",
            ),
        ),
        migrations.AddConstraint(
            model_name="venueapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["draft", "submitted", "returned", "approved", "refused", "withdrawn"],
                    )
                ),
                name="application_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="venueapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    ("business__isnull", False),
                    _connector="OR",
                ),
                name="application_approved_for_a_business",
            ),
        ),
    ]
