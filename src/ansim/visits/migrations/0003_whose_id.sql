-- An id belongs to the person who made it: the key of a visit is (tag, id, day). Nobody learns from an answer that
-- somebody else used the same id, and "stored already" is said of the very same content alone.
-- Signatures stay as they are, so that gateways of the release before go on writing while this runs.

-- Store check-ins; each row is stored once however often it comes. What else stands under an id of the tag, at this
-- venue or another, is a conflict with the key: rows that are new pay for no look-up.
-- NULL: every row was new. Otherwise one byte a row, in order (ansim.visits.outcomes.OfCheckIn): 0 new, 1 the same is
-- stored already, 2 another visit of this tag has the id. A row that brings the end of a visit stored open ends it.
CREATE OR REPLACE FUNCTION visits.record_check_ins(asked visits.check_in[]) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    fresh bytea[];
BEGIN
    WITH stored AS (
        INSERT INTO visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence,
                           commitment, received_at)
        SELECT day, venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment, received_at
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

-- What the rows of a call that were not new amount to; `fresh` are the ids and tags of those that were.
-- Plans that scan whole days are ruled out: a kept plan may be older than the day's rows.
CREATE FUNCTION visits.judge_repeats(asked visits.check_in[], fresh bytea[]) RETURNS bytea
LANGUAGE plpgsql SET search_path = visits, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    statuses bytea;
BEGIN
    -- A phone that heard no answer may have folded the end into the check-in meanwhile.
    UPDATE visit SET left_at = sent.left_at, changed_at = now()
    FROM unnest(asked) AS sent
    WHERE visit.day = sent.day AND visit.venue_id = sent.venue_id AND visit.id = sent.id AND visit.tag = sent.tag
        AND visit.left_at IS NULL AND sent.left_at >= visit.entered_at AND visit.entered_at = sent.entered_at
        AND visit.party = sent.party AND visit.commitment IS NOT DISTINCT FROM sent.commitment;
    SELECT decode(string_agg(
        CASE
            WHEN nth = 1 AND uuid_send(sent.id) || sent.tag = ANY (fresh) THEN '00'
            WHEN known.entered_at = sent.entered_at AND known.party = sent.party
                AND known.commitment IS NOT DISTINCT FROM sent.commitment
                AND coalesce(sent.left_at = known.left_at, sent.left_at IS NULL) THEN '01'
            ELSE '02'
        END, '' ORDER BY place), 'hex')
    INTO statuses
    FROM (
        SELECT *, row_number() OVER (PARTITION BY tag, id ORDER BY place) AS nth
        FROM unnest(asked) WITH ORDINALITY AS row (
            day, venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment, received_at, place
        )
    ) AS sent
    LEFT JOIN visit AS known
        ON known.day = sent.day AND known.venue_id = sent.venue_id AND known.id = sent.id AND known.tag = sent.tag;
    RETURN statuses;
END $$;

-- What stands under an id of a tag, where a check-in of other content was refused.
CREATE FUNCTION visits.what_stands(asked_day date, asked_id uuid, asked_tag bytea,
    OUT venue_id integer, OUT entered_at timestamptz, OUT left_at timestamptz
) RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
    SELECT visit.venue_id, visit.entered_at, visit.left_at FROM visit
    WHERE day = asked_day AND tag = asked_tag AND id = asked_id;
$$;

-- The end of a visit; `uncertain`: the phone's clock was changed since, so that the visit's times are not sure.
CREATE TYPE visits.leaving AS (
    day date, venue_id integer, id uuid, tag bytea, left_at timestamptz, uncertain boolean
);

-- Store the ends of visits; only the tag that entered may leave, and an end stands once given.
-- One byte a row, in order (ansim.visits.outcomes.OfCheckOut): 0 stored, 1 the same end is stored already,
-- 2 no such visit of this tag, 3 the end lies before the start, 4 another end stands. NULL: every row was stored.
CREATE FUNCTION visits.record_leavings(asked visits.leaving[]) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    one leaving;
    found_entered timestamptz;
    found_left timestamptz;
    status integer;
    statuses bytea := '';
    all_stored boolean := true;
BEGIN
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
            UPDATE visit SET left_at = one.left_at, changed_at = now(),
                evidence = CASE WHEN one.uncertain THEN evidence | 256::smallint ELSE evidence END  -- Sign.TIME_UNCERTAIN
            WHERE venue_id = one.venue_id AND day = one.day AND id = one.id AND tag = one.tag;
        ELSE
            all_stored := false;
        END IF;
        statuses := statuses || set_byte('\x00', 0, status);
    END LOOP;
    RETURN CASE WHEN all_stored THEN NULL ELSE statuses END;
END $$;

-- For gateways of the release before: an id alone names no visit any more.
CREATE OR REPLACE FUNCTION visits.record_check_outs(asked visits.check_out[]) RETURNS bytea
LANGUAGE sql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
    SELECT record_leavings(array_agg(
        (day, venue_id, id, tag, left_at, false)::leaving ORDER BY place
    ))
    FROM unnest(asked) WITH ORDINALITY AS row (day, venue_id, id, tag, left_at, place);
$$;

REVOKE ALL ON FUNCTION visits.record_check_ins, visits.judge_repeats, visits.what_stands, visits.record_leavings,
    visits.record_check_outs FROM PUBLIC;
