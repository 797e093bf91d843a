-- Whom the worker tells of an application: an owner whose number the tax office answered about at last.
INSERT INTO notices.own_template VALUES ('worker', 'application-returned');

-- It gives applications back, and decides on none, whoever has its role.
CREATE FUNCTION business_worker_gives_back() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user = 'ansim_worker' AND (OLD.state, NEW.state) IS DISTINCT FROM ('submitted', 'returned') THEN
        RAISE insufficient_privilege USING MESSAGE = 'the worker gives applications back, and decides on none';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION business_worker_gives_back FROM PUBLIC;
CREATE TRIGGER worker_gives_back BEFORE UPDATE OF state ON business_venueapplication
    FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION business_worker_gives_back();
