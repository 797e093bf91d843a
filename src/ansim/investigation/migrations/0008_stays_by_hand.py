"""Stays that officers type in (ADR 47): sealed for the case's file, each version kept, gone with the work on the case."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

KINDS = [
    ("add", "Add"),
    ("correct", "Correct"),
    ("split", "Split"),
    ("merge", "Merge"),
    ("remove", "Remove"),
    ("import", "Import"),
    ("undo", "Undo"),
]
# When the work on a case ends, its key dies; the rows that it sealed go with it.
END = """
CREATE FUNCTION investigation_forget_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM investigation_stayversion USING investigation_case AS one
        WHERE one.ref = new.case_ref AND case_id = one.id;
    DELETE FROM investigation_staystep USING investigation_case AS one
        WHERE one.ref = new.case_ref AND case_id = one.id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION investigation_forget_stays() FROM PUBLIC;
CREATE TRIGGER stays_end_with_the_work AFTER INSERT OR UPDATE OF dropped_at ON investigation_caseend
    FOR EACH ROW WHEN (new.purpose = 'work' AND new.dropped_at IS NOT NULL) EXECUTE FUNCTION investigation_forget_stays();
"""
NO_END = "DROP TRIGGER stays_end_with_the_work ON investigation_caseend; DROP FUNCTION investigation_forget_stays()"


def _step(name: str, *, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        null=null,
        on_delete=django.db.models.deletion.CASCADE,
        related_name=name,
        to="investigation.staystep",
    )


def _case() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="investigation.case"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("investigation", "0007_whose_case_it_is"),
        ("accounts", "0005_no_passwords"),
    ]
    operations = [
        migrations.CreateModel(
            name="StayStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("made_at", models.DateTimeField(db_default=Now())),
                ("case", _case()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staff",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="undone_by",
                        to="investigation.staystep",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "undo"), ("undoes__isnull", False)),
                            models.Q(
                                models.Q(("kind", "undo"), _negated=True),
                                ("undoes__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="stay_step_undoes_or_does",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="StayVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ref", models.CharField(max_length=32, unique=True)),
                ("sealed", models.BinaryField()),
                ("case", _case()),
                ("ended_in", _step("ended", null=True)),
                ("made_in", _step("made")),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["case"],
                        condition=models.Q(("ended_in", None)),
                        name="stay_that_stands",
                    )
                ]
            },
        ),
        migrations.RunSQL(END, NO_END),
    ]
