"""Entrances, places by day, parts of other businesses' sites; what ends is found by when it ends."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FORWARD = """
-- A place of a day changes what the gateway shows of its venue.
CREATE FUNCTION business_touch_venues_of_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE business_venue SET updated_at = clock_timestamp()
    WHERE id IN (SELECT venue_id FROM changed);
    RETURN NULL;
END $$;

CREATE TRIGGER places_added AFTER INSERT ON business_placeonday REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION business_touch_venues_of_places();
CREATE TRIGGER places_changed AFTER UPDATE ON business_placeonday REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION business_touch_venues_of_places();
CREATE TRIGGER places_removed AFTER DELETE ON business_placeonday REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION business_touch_venues_of_places();

-- A former part of a site is searched with it until the visits of that time are gone. Gives how many were let go.
CREATE FUNCTION business_part_tenants(days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    parted integer;
BEGIN
    UPDATE business_venue SET parent_id = NULL, parted_at = NULL
    WHERE parted_at < now() - make_interval(days => days + 1);
    GET DIAGNOSTICS parted = ROW_COUNT;
    RETURN parted;
END $$;
REVOKE ALL ON FUNCTION business_part_tenants FROM PUBLIC;
"""
BACKWARD = """
DROP FUNCTION business_part_tenants;
DROP TRIGGER places_removed ON business_placeonday;
DROP TRIGGER places_changed ON business_placeonday;
DROP TRIGGER places_added ON business_placeonday;
DROP FUNCTION business_touch_venues_of_places();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("business", "0012_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entrance",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                ("hung_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PlaceOnDay",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("address", models.CharField(max_length=300)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Tenancy",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("agreed", "Agreed"),
                            ("refused", "Refused"),
                            ("ended", "Ended"),
                        ],
                        db_default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        migrations.AddField(
            model_name="venue",
            name="granted_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="venue",
            name="granted_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="venue",
            name="parted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="venue",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["closed_at"],
                name="venue_by_closing",
            ),
        ),
        migrations.AddIndex(
            model_name="venue",
            index=models.Index(
                condition=models.Q(("valid_until__isnull", False)),
                fields=["valid_until"],
                name="venue_by_last_day",
            ),
        ),
        migrations.AddField(
            model_name="entrance",
            name="venue",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="entrances",
                to="business.venue",
            ),
        ),
        migrations.AddField(
            model_name="placeonday",
            name="venue",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="places",
                to="business.venue",
            ),
        ),
        migrations.AddField(
            model_name="tenancy",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="business.owner",
            ),
        ),
        migrations.AddField(
            model_name="tenancy",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tenancies",
                to="business.venue",
            ),
        ),
        migrations.AddField(
            model_name="tenancy",
            name="tenant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sites_asked",
                to="business.venue",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("venue", "name"),
                name="entrance_has_its_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrance",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="entrance_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="placeonday",
            constraint=models.UniqueConstraint(fields=("venue", "day"), name="one_place_a_day"),
        ),
        migrations.AddConstraint(
            model_name="placeonday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                    models.Q(("latitude", None), ("longitude", None)),
                    _connector="OR",
                ),
                name="place_of_day_is_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenancy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "agreed"])),
                fields=("tenant",),
                name="part_of_one_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("site", models.F("tenant")), _negated=True),
                name="no_place_is_its_own_site",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
