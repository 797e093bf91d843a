-- Replace what stands for a day of these places; nothing is added up, so whatever is sent twice counts once.
--
-- `asked_people`: 0 nobody, NULL fewer than five, else exact. Bands of a day that is over stay as first published: what
-- comes late moves the total alone. `asked_until` and `asked_closed` move the mark, with the last part of a push.
CREATE FUNCTION business_put_counts(
    asked_day date, venues integer[], asked_people integer[], asked_hours text[], asked_methods text[], asked_codes text[],
    asked_until timestamptz, asked_closed date
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed integer;
BEGIN
    DELETE FROM business_daycount AS one
    USING unnest(venues, asked_people) AS asked(venue, people)
    WHERE one.venue_id = asked.venue AND one.day = asked_day AND asked.people = 0;

    INSERT INTO business_daycount AS one (venue_id, day, people, hours, methods, codes)
    SELECT venue, asked_day, people, hours::jsonb, methods::jsonb, codes::jsonb
    FROM unnest(venues, asked_people, asked_hours, asked_methods, asked_codes) AS asked(venue, people, hours, methods, codes)
    WHERE people IS DISTINCT FROM 0 AND EXISTS (SELECT FROM business_venue WHERE id = venue)
    ON CONFLICT (venue_id, day) DO UPDATE
    SET people = EXCLUDED.people, hours = coalesce(one.hours, EXCLUDED.hours),
        methods = coalesce(one.methods, EXCLUDED.methods), codes = coalesce(one.codes, EXCLUDED.codes)
    WHERE (one.people, one.hours, one.methods, one.codes) IS DISTINCT FROM
          (EXCLUDED.people, coalesce(one.hours, EXCLUDED.hours), coalesce(one.methods, EXCLUDED.methods),
           coalesce(one.codes, EXCLUDED.codes));
    GET DIAGNOSTICS changed = ROW_COUNT;

    INSERT INTO business_venueuse AS use (venue_id, first_day, last_day)
    SELECT venue, asked_day, asked_day FROM unnest(venues, asked_people) AS asked(venue, people)
    WHERE people IS DISTINCT FROM 0 AND EXISTS (SELECT FROM business_venue WHERE id = venue)
    ON CONFLICT (venue_id) DO UPDATE
    SET first_day = least(use.first_day, EXCLUDED.first_day), last_day = greatest(use.last_day, EXCLUDED.last_day)
    WHERE EXCLUDED.first_day < use.first_day OR EXCLUDED.last_day > use.last_day;

    IF asked_until IS NOT NULL THEN
        INSERT INTO business_countmark (id, until, closed_day) VALUES (true, asked_until, asked_closed)
        ON CONFLICT (id) DO UPDATE SET until = EXCLUDED.until, closed_day = EXCLUDED.closed_day;
    END IF;
    RETURN changed;
END $$;

-- Totals of days go after so many days, how a day spread goes with its visits. Gives how many rows changed.
CREATE FUNCTION business_forget_counts(total_days integer, detail_days integer, today date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone integer;
    plain integer;
BEGIN
    DELETE FROM business_daycount WHERE day < today - total_days;
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE business_daycount SET hours = NULL, methods = NULL, codes = NULL
    WHERE day < today - detail_days AND (hours IS NOT NULL OR methods IS NOT NULL OR codes IS NOT NULL);
    GET DIAGNOSTICS plain = ROW_COUNT;
    RETURN gone + plain;
END $$;

REVOKE ALL ON FUNCTION business_put_counts, business_forget_counts FROM PUBLIC;
