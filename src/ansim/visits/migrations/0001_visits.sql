-- The visitor log: who (as one day's tag) was where, when. Design: DESIGN §4.
-- The key as it began; 0003 gives the id to its tag.

CREATE SCHEMA visits;

CREATE TABLE visits.visit (
    day          date        NOT NULL,  -- the venue's local calendar day of entered_at
    venue_id     integer     NOT NULL,
    id           uuid        NOT NULL,  -- UUIDv7 made on the phone: the idempotency key
    tag          bytea       NOT NULL CHECK (octet_length(tag) = 16),
    entered_at   timestamptz NOT NULL,
    left_at      timestamptz          CHECK (left_at >= entered_at),
    party        smallint    NOT NULL CHECK (party BETWEEN 0 AND 50),  -- companions beside the visitor
    method       smallint    NOT NULL,  -- ansim.domain.methods.Method
    evidence     smallint    NOT NULL,  -- bits of ansim.domain.evidence.Sign
    commitment   bytea                CHECK (octet_length(commitment) = 32),
    received_at  timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL DEFAULT now(),  -- stored, or its end was: what the tracer follows
    PRIMARY KEY (venue_id, day, id)
) PARTITION BY RANGE (day);

CREATE INDEX visit_venue_entered ON visits.visit (venue_id, entered_at);
CREATE INDEX visit_tag ON visits.visit (tag);
-- Rows arrive in order of time, so a block range index finds the newest ones and costs the inserts next to nothing.
CREATE INDEX visit_changed ON visits.visit USING brin (changed_at) WITH (pages_per_range = 32, autosummarize = on);

-- One check-in as the gateway sends it: rows of this type travel as one binary array.
CREATE TYPE visits.check_in AS (
    day date, venue_id integer, id uuid, tag bytea, entered_at timestamptz, left_at timestamptz,
    party smallint, method smallint, evidence smallint, commitment bytea, received_at timestamptz
);

CREATE TYPE visits.check_out AS (
    day date, venue_id integer, id uuid, tag bytea, left_at timestamptz
);

-- Store check-ins; each row is stored once however often it comes.
-- NULL: every row was new. Otherwise one byte a row, in order: 0 new, 1 stored already.
CREATE FUNCTION visits.record_check_ins(asked visits.check_in[]) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    fresh uuid[];
    statuses bytea;
BEGIN
    WITH stored AS (
        INSERT INTO visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence,
                           commitment, received_at)
        SELECT day, venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment, received_at
        FROM unnest(asked)
        ON CONFLICT DO NOTHING
        RETURNING id
    )
    SELECT array_agg(id) INTO fresh FROM stored;
    IF cardinality(fresh) = cardinality(asked) THEN
        RETURN NULL;
    END IF;
    -- Of equal rows in one call the first is the new one.
    SELECT decode(string_agg(CASE WHEN id = ANY (fresh) AND nth = 1 THEN '00' ELSE '01' END, '' ORDER BY place), 'hex')
    INTO statuses
    FROM (
        SELECT id, place, row_number() OVER (PARTITION BY venue_id, day, id ORDER BY place) AS nth
        FROM unnest(asked) WITH ORDINALITY AS row (
            day, venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment, received_at, place
        )
    ) AS numbered;
    RETURN statuses;
END $$;

-- Store the ends of visits; only the tag that entered may leave, and an end stands once given.
-- One byte a row, in order: 0 stored, 1 the same end is stored already, 2 no such visit of this tag,
-- 3 the end lies before the start, 4 another end stands. NULL: every row was stored.
CREATE FUNCTION visits.record_check_outs(asked visits.check_out[]) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    one check_out;
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
            UPDATE visit SET left_at = one.left_at, changed_at = now()
            WHERE venue_id = one.venue_id AND day = one.day AND id = one.id;
        ELSE
            all_stored := false;
        END IF;
        statuses := statuses || set_byte('\x00', 0, status);
    END LOOP;
    RETURN CASE WHEN all_stored THEN NULL ELSE statuses END;
END $$;

REVOKE ALL ON FUNCTION visits.record_check_ins, visits.record_check_outs FROM PUBLIC;
