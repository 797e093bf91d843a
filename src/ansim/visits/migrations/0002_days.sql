-- The worker opens and drops days through these; it has no other right on visits.
-- Whoever waits for a lock on visits makes check-ins wait behind it, so nobody waits long: better to try again later.

-- Made apart and then attached: unlike CREATE … PARTITION OF, attaching does not lock readers and writers out.
CREATE FUNCTION visits.open_day(asked date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp SET lock_timeout = '300ms' AS $$
DECLARE
    name text := 'visit_' || to_char(asked, 'YYYYMMDD');
BEGIN
    IF to_regclass('visits.' || name) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE visits.%I (LIKE visits.visit INCLUDING ALL)', name);
    EXECUTE format('ALTER TABLE visits.visit ATTACH PARTITION visits.%I FOR VALUES FROM (%L) TO (%L)',
                   name, asked, asked + 1);
    RETURN true;
END $$;

-- Only days that no policy keeps may go: the youngest age is fixed here, whatever the worker asks.
CREATE FUNCTION visits.drop_day(asked date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp SET lock_timeout = '300ms' AS $$
BEGIN
    IF asked > current_date - 7 THEN
        RAISE EXCEPTION 'day % is younger than 7 days and is kept', asked USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS visits.%I', 'visit_' || to_char(asked, 'YYYYMMDD'));
END $$;

CREATE FUNCTION visits.days() RETURNS SETOF date
LANGUAGE sql SECURITY DEFINER SET search_path = visits, pg_catalog, pg_temp AS $$
    SELECT to_date(right(child.relname, 8), 'YYYYMMDD')
    FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = 'visits.visit'::regclass
    ORDER BY 1;
$$;

REVOKE ALL ON FUNCTION visits.open_day, visits.drop_day, visits.days FROM PUBLIC;
