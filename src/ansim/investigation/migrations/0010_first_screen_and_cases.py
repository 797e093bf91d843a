"""What the first screen and the list of cases read: when each case came to its steps, whose it is, what officers know of it.

The moments of cases that stand come from the ledger, which had them first.
"""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
GONE = """
DROP TRIGGER case_facts_end ON investigation_caseend;
DROP FUNCTION investigation_end_facts;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_no_passwords"),
        ("investigation", "0009_contact_desk"),
        ("ledger", "0001_ledger"),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.CreateModel(
            name="CaseMerge",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("case_ref", models.CharField(max_length=12)),
                ("into_ref", models.CharField(max_length=12)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("undone_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("query", models.CharField(max_length=300)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SurgeDecision",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(blank=True, max_length=60)),
                ("mode", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=20)),
                (
                    "decided_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="age_band",
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="contact_duties",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="contacts_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="district",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="case",
            name="itinerary_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="names_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="nickname",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="notified_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="onset_date",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.staff",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="taken_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False, null=True
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="warrant_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("age_band", None),
                    ("age_band__in", (0, 10, 20, 30, 40, 50, 60, 70, 80)),
                    _connector="OR",
                ),
                name="case_age_is_a_band",
            ),
        ),
        migrations.AddField(
            model_name="casemerge",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.staff"
            ),
        ),
        migrations.AddField(
            model_name="casemerge",
            name="undone_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.staff",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.staff"
            ),
        ),
        migrations.AddField(
            model_name="surgedecision",
            name="decided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.staff"
            ),
        ),
        migrations.AddField(
            model_name="surgedecision",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.staff",
            ),
        ),
        migrations.AddIndex(
            model_name="casemerge",
            index=models.Index(fields=["into_ref"], name="merge_by_into"),
        ),
        migrations.AddConstraint(
            model_name="casemerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("case_ref",),
                name="case_goes_on_in_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="casemerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("case_ref", models.F("into_ref")), _negated=True),
                name="case_goes_on_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("staff", "query"), name="view_is_kept_once"),
        ),
        migrations.AddIndex(
            model_name="surgedecision",
            index=models.Index(fields=["agency", "until"], name="surge_by_agency"),
        ),
        migrations.AddConstraint(
            model_name="surgedecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("agency", "mode"),
                name="surge_mode_holds_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="surgedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_at__lt", models.F("until"))), name="surge_runs_forward"
            ),
        ),
        migrations.RunSQL(SQL, GONE),
    ]
