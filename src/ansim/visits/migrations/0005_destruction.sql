-- What ends a day. The database judges by its own clock, whatever the worker asks: no day younger than 28, at most two by
-- themselves, and never again a day that was destroyed.

CREATE TABLE visits.destruction (
    day          date PRIMARY KEY,
    named_at     timestamptz,  -- an operator's word, wanted where more than two days were due
    dropped_at   timestamptz,
    key_ended_at timestamptz,
    means        text CHECK (means IN ('hardware', 'file'))  -- how the key was destroyed
);

-- A function, so that a test can move this one clock.
CREATE FUNCTION visits.clock() RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = visits, pg_catalog, pg_temp AS $$ SELECT now() $$;

CREATE FUNCTION visits.today() RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = visits, pg_catalog, pg_temp AS $$
    SELECT (visits.clock() AT TIME ZONE 'Asia/Seoul')::date
$$;

-- 0 opened now, 1 open and empty, 2 open and in use, 3 destroyed before.
DROP FUNCTION visits.open_day;
CREATE FUNCTION visits.open_day(asked date) RETURNS smallint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp SET lock_timeout = '300ms' AS $$
DECLARE
    name text := 'visit_' || to_char(asked, 'YYYYMMDD');
    used boolean;
BEGIN
    IF EXISTS (SELECT FROM destruction WHERE day = asked AND dropped_at IS NOT NULL) THEN
        RETURN 3;
    END IF;
    IF to_regclass('visits.' || name) IS NOT NULL THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM visits.%I)', name) INTO used;
        RETURN CASE WHEN used THEN 2 ELSE 1 END;
    END IF;
    -- Made apart and then attached: unlike CREATE … PARTITION OF, attaching does not lock readers and writers out.
    EXECUTE format('CREATE TABLE visits.%I (LIKE visits.visit INCLUDING ALL)', name);
    EXECUTE format('ALTER TABLE visits.visit ATTACH PARTITION visits.%I FOR VALUES FROM (%L) TO (%L)',
                   name, asked, asked + 1);
    RETURN 0;
END $$;

DROP FUNCTION visits.drop_day;
CREATE FUNCTION visits.drop_day(asked date, keep_days integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp SET lock_timeout = '300ms' AS $$
DECLARE
    first_kept date := today() - keep_days;
    due integer;
BEGIN
    IF keep_days < 28 THEN
        RAISE EXCEPTION 'visits are kept for 28 days at least, not %', keep_days USING ERRCODE = 'check_violation';
    END IF;
    IF asked >= first_kept THEN
        RAISE EXCEPTION 'day % is kept until %', asked, asked + keep_days USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM destruction WHERE day = asked AND named_at IS NOT NULL) THEN
        SELECT count(*) INTO due FROM days() AS open (day)
        WHERE open.day < first_kept AND NOT EXISTS (
            SELECT FROM destruction AS word WHERE word.day = open.day AND word.named_at IS NOT NULL);
        IF due > 2 THEN
            RAISE EXCEPTION '% days are due at once: an operator has to name them', due
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS visits.%I', 'visit_' || to_char(asked, 'YYYYMMDD'));
    INSERT INTO destruction (day, dropped_at) VALUES (asked, clock())
    ON CONFLICT (day) DO UPDATE SET dropped_at = coalesce(destruction.dropped_at, excluded.dropped_at);
END $$;

-- The key of a dropped day is gone too.
CREATE FUNCTION visits.certify_day(asked date, asked_means text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = visits, pg_catalog, pg_temp AS $$
    UPDATE visits.destruction SET key_ended_at = visits.clock(), means = asked_means
    WHERE day = asked AND dropped_at IS NOT NULL AND key_ended_at IS NULL
$$;

CREATE FUNCTION visits.destructions(
    OUT day date, OUT named_at timestamptz, OUT dropped_at timestamptz, OUT key_ended_at timestamptz, OUT means text
) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = visits, pg_catalog, pg_temp AS $$
    SELECT day, named_at, dropped_at, key_ended_at, means FROM visits.destruction ORDER BY day
$$;

-- The operator's word, as the owner of the database: no process may say it.
CREATE FUNCTION visits.name_days(asked date[]) RETURNS void
LANGUAGE sql SET search_path = visits, pg_catalog, pg_temp AS $$
    INSERT INTO visits.destruction (day, named_at) SELECT DISTINCT one, visits.clock() FROM unnest(asked) AS one
    ON CONFLICT (day) DO UPDATE SET named_at = coalesce(destruction.named_at, excluded.named_at)
$$;

REVOKE ALL ON FUNCTION visits.clock, visits.today, visits.open_day, visits.drop_day, visits.certify_day,
    visits.destructions, visits.name_days FROM PUBLIC;
