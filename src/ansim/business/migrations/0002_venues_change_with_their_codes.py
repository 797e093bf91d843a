"""Whoever changes a venue or its codes, by whatever tool: `updated_at` tells the gateway to read it again."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION business_touch_venue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER venue_changed BEFORE UPDATE ON business_venue
    FOR EACH ROW EXECUTE FUNCTION business_touch_venue();

-- One statement for a whole bulk change of codes.
CREATE FUNCTION business_touch_venues_of_codes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE business_venue SET updated_at = clock_timestamp()
    WHERE id IN (SELECT venue_id FROM changed);
    RETURN NULL;
END $$;

CREATE TRIGGER codes_added AFTER INSERT ON business_venuecode REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION business_touch_venues_of_codes();
CREATE TRIGGER codes_changed AFTER UPDATE ON business_venuecode REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION business_touch_venues_of_codes();
CREATE TRIGGER codes_removed AFTER DELETE ON business_venuecode REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION business_touch_venues_of_codes();
"""

BACKWARD = """
DROP TRIGGER codes_removed ON business_venuecode;
DROP TRIGGER codes_changed ON business_venuecode;
DROP TRIGGER codes_added ON business_venuecode;
DROP FUNCTION business_touch_venues_of_codes();
DROP TRIGGER venue_changed ON business_venue;
DROP FUNCTION business_touch_venue();
"""


class Migration(migrations.Migration):
    dependencies = [("business", "0001_venues")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
