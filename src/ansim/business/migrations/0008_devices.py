"""A venue's devices and telephone number; the gateway pairs a device and learns whose it is through functions."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FORWARD = """
-- Trade a one-time token for a device's own, once and in its time; no row where it is spent, late, revoked or unknown.
CREATE FUNCTION business_pair_device(
    asked_pairing bytea, fresh_token bytea, OUT device bigint, OUT venue integer, OUT kind smallint
) RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE business_device
    SET token_hash = fresh_token, pairing_hash = NULL, paired_at = now(), last_used_at = now()
    WHERE pairing_hash = asked_pairing AND pairing_until > now() AND revoked_at IS NULL
    RETURNING id, venue_id, business_device.kind;
$$;

-- Whose device presents a token; no row where it is revoked or unknown. Its last use is noted to the minute.
CREATE FUNCTION business_use_device(asked_token bytea, OUT device bigint, OUT venue integer, OUT kind smallint)
RETURNS SETOF record LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT known.id, known.venue_id, known.kind INTO device, venue, kind
    FROM business_device AS known WHERE token_hash = asked_token AND revoked_at IS NULL;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE business_device SET last_used_at = now()
    WHERE id = device AND last_used_at < now() - interval '1 minute';
    RETURN NEXT;
END $$;

REVOKE ALL ON FUNCTION business_pair_device, business_use_device FROM PUBLIC;
"""
BACKWARD = "DROP FUNCTION business_pair_device, business_use_device"


class Migration(migrations.Migration):
    dependencies = [
        ("business", "0007_owners"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallNumber",
            fields=[
                ("number", models.CharField(max_length=20, primary_key=True, serialize=False)),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "venue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_number",
                        to="business.venue",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.SmallIntegerField()),
                ("label", models.CharField(max_length=40)),
                ("pairing_hash", models.BinaryField(null=True, unique=True)),
                ("pairing_until", models.DateTimeField(null=True)),
                ("token_hash", models.BinaryField(null=True, unique=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("paired_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="devices",
                        to="business.venue",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pairing_hash__isnull", False), ("token_hash__isnull", True)),
                            models.Q(("pairing_hash__isnull", True), ("token_hash__isnull", False)),
                            _connector="OR",
                        ),
                        name="device_waits_or_is_paired",
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
