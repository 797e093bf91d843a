"""Reports of codes come from anybody, so they have a limit: the gateway adds them through a function alone."""

from django.db import migrations

FORWARD = """
-- False where too many wait already: 20 of a venue, 500 of no venue of ours. The reason is a
-- number of ansim.domain.reports.ReportReason.
CREATE FUNCTION business_report_code(asked_code text, asked_venue integer, asked_reason smallint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    waiting integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('business_report_code', coalesce(asked_venue, 0)));
    SELECT count(*) INTO waiting FROM business_codereport
    WHERE settled_at IS NULL AND venue_id IS NOT DISTINCT FROM asked_venue;
    IF waiting >= 500 OR (waiting >= 20 AND asked_venue IS NOT NULL) THEN
        RETURN false;
    END IF;
    INSERT INTO business_codereport (code, venue_id, reason) VALUES (asked_code, asked_venue, asked_reason);
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION business_report_code FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("business", "0005_codes_end_after_a_grace_period")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION business_report_code")]
