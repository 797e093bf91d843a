-- The gateway writes into the days that a check-in may fall on, and into no other: whoever holds its role would else put a
-- person where another was a week ago. Signatures stay, as a gateway of the release before calls them.

-- Raise check_violation where a day is none that a check-in may fall on, by the clock of the database: today, the three
-- before and tomorrow (ansim.visitor.checkin.tagging).
CREATE FUNCTION visits.require_recent(asked_days date[]) RETURNS void
LANGUAGE plpgsql SET search_path = visits, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(asked_days) AS day WHERE day NOT BETWEEN today() - 3 AND today() + 1) THEN
        RAISE EXCEPTION 'check-ins are of today, the three days before and tomorrow' USING ERRCODE = 'check_violation';
    END IF;
END $$;
REVOKE ALL ON FUNCTION visits.require_recent FROM PUBLIC;

CREATE OR REPLACE FUNCTION visits.record_check_ins(asked visits.check_in[]) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    fresh bytea[];
BEGIN
    PERFORM require_recent(array_agg(day)) FROM unnest(asked);
    WITH stored AS (
        INSERT INTO visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment)
        SELECT day, venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment
        FROM unnest(asked)
        ON CONFLICT DO NOTHING
        RETURNING id, tag
    )
    SELECT array_agg(uuid_send(id) || tag) INTO fresh FROM stored;
    IF cardinality(fresh) = cardinality(asked) THEN
        RETURN NULL;
    END IF;
    RETURN judge_repeats(asked, coalesce(fresh, '{}'));
END $$;

CREATE OR REPLACE FUNCTION visits.record_leavings(asked visits.leaving[]) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    one leaving;
    found_entered timestamptz;
    found_left timestamptz;
    status integer;
    statuses bytea := '';
    all_stored boolean := true;
BEGIN
    PERFORM require_recent(array_agg(day)) FROM unnest(asked);
    FOREACH one IN ARRAY asked LOOP
        SELECT entered_at, left_at INTO found_entered, found_left FROM visit
        WHERE venue_id = one.venue_id AND day = one.day AND id = one.id AND tag = one.tag
        FOR UPDATE;
        status := CASE
            WHEN NOT FOUND THEN 2
            WHEN one.left_at < found_entered THEN 3
            WHEN found_left = one.left_at THEN 1
            WHEN found_left IS NOT NULL THEN 4
            ELSE 0
        END;
        IF status = 0 THEN
            UPDATE visit SET left_at = one.left_at, seq = DEFAULT,
                evidence = CASE WHEN one.uncertain THEN evidence | 256::smallint ELSE evidence END  -- Sign.TIME_UNCERTAIN
            WHERE venue_id = one.venue_id AND day = one.day AND id = one.id AND tag = one.tag;
        ELSE
            all_stored := false;
        END IF;
        statuses := statuses || set_byte('\x00', 0, status);
    END LOOP;
    RETURN CASE WHEN all_stored THEN NULL ELSE statuses END;
END $$;

CREATE OR REPLACE FUNCTION visits.hold_entry(
    asked_day date, asked_venue integer, asked_id uuid, asked_tag bytea, asked_entered timestamptz,
    asked_party integer, asked_method integer, asked_evidence integer, asked_received timestamptz, seconds integer
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    known record;
BEGIN
    PERFORM require_recent(ARRAY[asked_day]);
    SELECT entered_at, party, venue_id INTO known FROM visit
    WHERE day = asked_day AND tag = asked_tag AND id = asked_id;
    IF NOT FOUND THEN
        INSERT INTO waiting (due_at, day, venue_id, id, tag, entered_at, party, method, evidence) VALUES (
            now() + make_interval(secs => seconds), asked_day, asked_venue, asked_id, asked_tag, asked_entered,
            asked_party, asked_method, asked_evidence
        ) ON CONFLICT DO NOTHING;
        IF FOUND THEN
            RETURN true;
        END IF;
        SELECT entered_at, party, venue_id INTO known FROM waiting WHERE tag = asked_tag AND id = asked_id;
    END IF;
    RETURN CASE
        WHEN known.entered_at = asked_entered AND known.party = asked_party AND known.venue_id = asked_venue THEN false
    END;
END $$;
