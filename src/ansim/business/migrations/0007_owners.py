"""Owners, their businesses, who belongs to which, and what a venue says of itself since owners register it."""

import uuid
from pathlib import Path

from django.db import migrations, models
from django.db.models import CASCADE, PROTECT
from django.db.models.functions import Now

import ansim.business.models.sign_in

FORGET = Path(__file__).with_suffix(".sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_ledger"),
        ("business", "0006_reports_have_a_limit"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeUse",
            fields=[
                ("bucket", models.BinaryField(primary_key=True, serialize=False)),
                ("used", models.IntegerField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="ContactRead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("staff_ref", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=30)),
                ("at", models.DateTimeField(db_default=Now())),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("token_hash", models.BinaryField(unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "OWNER"),
                            ("head_office", "HEAD_OFFICE"),
                            ("staff", "STAFF"),
                        ],
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "OWNER"),
                            ("head_office", "HEAD_OFFICE"),
                            ("staff", "STAFF"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField(db_default=Now())),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Owner",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("phone_index", models.BinaryField(null=True, unique=True)),
                ("sealed", models.BinaryField(null=True)),
                ("sealed_name", models.BinaryField(null=True)),
                ("phone_end", models.CharField(blank=True, db_default="", max_length=2)),
                ("language", models.CharField(db_default="ko", max_length=2)),
                ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("last_seen_at", models.DateTimeField(db_default=Now())),
                ("erased_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "ref",
                    models.CharField(
                        default=ansim.business.models.sign_in.new_recovery_ref,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("expires_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("check_made", models.CharField(blank=True, db_default="", max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name="SignInCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("phone_index", models.BinaryField(db_index=True)),
                ("sealed", models.BinaryField()),
                ("phone_end", models.CharField(max_length=2)),
                ("code_hash", models.BinaryField()),
                ("created_at", models.DateTimeField(db_default=Now(), db_index=True)),
                ("expires_at", models.DateTimeField()),
                ("tries", models.SmallIntegerField(db_default=0)),
                ("used", models.BooleanField(db_default=False)),
            ],
        ),
        migrations.AddField(
            "venue", "capacity", models.IntegerField(blank=True, null=True, verbose_name="capacity")
        ),
        migrations.AddField("venue", "closed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "venue",
            "floor_area",
            models.IntegerField(blank=True, null=True, verbose_name="floor area"),
        ),
        migrations.AddField(
            "venue", "indoor", models.BooleanField(blank=True, null=True, verbose_name="indoors")
        ),
        migrations.AddField(
            "venue", "kind_of_site", models.CharField(blank=True, db_default="", max_length=40)
        ),
        migrations.AddField(
            "venue",
            "mobile",
            models.BooleanField(db_default=False, verbose_name="changes its place"),
        ),
        migrations.AddField(
            "venue",
            "opening_days",
            models.JSONField(blank=True, null=True, verbose_name="holidays and other days"),
        ),
        migrations.AddField(
            "venue", "unmanned", models.BooleanField(db_default=False, verbose_name="without staff")
        ),
        migrations.AddField("venue", "valid_from", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("venue", "valid_until", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "venue",
            "ventilation",
            models.SmallIntegerField(blank=True, null=True, verbose_name="ventilation"),
        ),
        migrations.CreateModel(
            name="Business",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("number", models.CharField(blank=True, db_index=True, max_length=10, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registered", "Registered business (사업자등록)"),
                            ("non_profit", "Non-profit with a number (고유번호증)"),
                            ("without_number", "Without a number"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "without_number"), ("number", None)),
                            models.Q(
                                ("kind__in", ["registered", "non_profit"]),
                                ("number__regex", "^\\d{10}$"),
                            ),
                            _connector="OR",
                        ),
                        name="business_number_follows_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="business_has_a_name"
                    ),
                ],
            },
        ),
        migrations.AddField(
            "venue",
            "business",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=PROTECT,
                related_name="venues",
                to="business.business",
            ),
        ),
        migrations.AddConstraint(
            "venue",
            models.CheckConstraint(
                condition=models.Q(
                    ("valid_from", None),
                    ("valid_until", None),
                    ("valid_until__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="venue_is_valid_for_a_time",
            ),
        ),
        migrations.AddField(
            "invitation",
            "business",
            models.ForeignKey(
                on_delete=CASCADE, related_name="invitations", to="business.business"
            ),
        ),
        migrations.AddField(
            "membership",
            "business",
            models.ForeignKey(
                on_delete=CASCADE, related_name="memberships", to="business.business"
            ),
        ),
        migrations.AddField(
            "invitation",
            "replaces",
            models.ForeignKey(
                null=True, on_delete=CASCADE, related_name="+", to="business.membership"
            ),
        ),
        migrations.AddConstraint(
            "owner",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("erased_at__isnull", False),
                        ("phone_end", ""),
                        ("phone_index", None),
                        ("sealed", None),
                        ("sealed_name", None),
                    ),
                    models.Q(
                        ("erased_at", None),
                        ("phone_index__isnull", False),
                        ("sealed__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="owner_is_whole_or_erased",
            ),
        ),
        migrations.AddConstraint(
            "owner",
            models.CheckConstraint(
                condition=models.Q(("phone_end__regex", "^(\\d{2})?$")),
                name="owner_phone_end_shape",
            ),
        ),
        migrations.AddField(
            "membership",
            "owner",
            models.ForeignKey(
                on_delete=PROTECT, related_name="all_memberships", to="business.owner"
            ),
        ),
        migrations.AddField(
            "invitation",
            "made_by",
            models.ForeignKey(on_delete=PROTECT, related_name="+", to="business.owner"),
        ),
        migrations.AddField(
            "invitation",
            "used_by",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="business.owner"),
        ),
        migrations.AddField(
            "contactread",
            "owner",
            models.ForeignKey(on_delete=CASCADE, related_name="contact_reads", to="business.owner"),
        ),
        migrations.AddField(
            "recovery",
            "asked_by",
            models.ForeignKey(on_delete=PROTECT, related_name="+", to="business.owner"),
        ),
        migrations.AddField(
            "recovery",
            "done_by",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="accounts.staff"),
        ),
        migrations.AddField(
            "recovery",
            "kept",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="business.owner"),
        ),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("business", "owner"),
                name="one_role_per_person_and_business",
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=models.Q(("role__in", ["owner", "head_office", "staff"])),
                name="membership_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("used_at", None), ("used_by", None)),
                    models.Q(("used_at__isnull", False), ("used_by__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_used_by_somebody",
            ),
        ),
        migrations.AddIndex(
            "contactread", models.Index(fields=["staff_ref", "at"], name="contact_read_by_clerk")
        ),
        migrations.AddIndex(
            "contactread", models.Index(fields=["at"], name="contact_read_by_time")
        ),
        migrations.AddConstraint(
            "recovery",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("check_made", ""), ("done_at", None), ("done_by", None), ("kept", None)
                    ),
                    models.Q(
                        ("done_at__isnull", False),
                        ("done_by__isnull", False),
                        ("kept__isnull", False),
                        models.Q(("check_made", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="recovery_done_names_the_check",
            ),
        ),
        migrations.RunSQL(FORGET, "DROP FUNCTION business_forget_owners"),
    ]
