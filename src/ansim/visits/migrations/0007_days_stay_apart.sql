-- No mark joins two days of a person (ADR 33). A row is written among the visits only on its own day; what comes on another
-- day waits sealed with the key of its own, and on the fourth day after a day is written anew with it, in an order that
-- says nothing. Signatures of what a gateway of the release before calls stay as they are.

ALTER TABLE visits.visit DROP COLUMN received_at, DROP COLUMN changed_at;
ALTER TABLE visits.waiting DROP COLUMN received_at;
-- What the tracer follows: new at each change, none once the day is written anew.
COMMENT ON COLUMN visits.visit.seq IS 'order of arrival within the day; NULL once the day is written anew';

-- Rows of another day than that of their arrival, and as many random ones beside them as hide how many they are
-- (ansim.visits.late_rows). Which day a row is of, only that day's key tells.
CREATE TABLE visits.late (
    n       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key     bytea NOT NULL UNIQUE CHECK (octet_length(key) = 16),
    sealed  bytea NOT NULL CHECK (octet_length(sealed) = 120),
    arrived date  NOT NULL DEFAULT visits.today()
);

-- Such entries of staff as can still be undone.
CREATE TABLE visits.late_waiting (
    key    bytea       PRIMARY KEY CHECK (octet_length(key) = 16),
    sealed bytea       NOT NULL CHECK (octet_length(sealed) = 120),
    due_at timestamptz NOT NULL
);

-- Days that take no late rows any more; `anew`: written anew with those they had.
CREATE TABLE visits.closed_day (
    day  date    PRIMARY KEY,
    anew boolean NOT NULL DEFAULT false
);

CREATE OR REPLACE FUNCTION visits.record_check_ins(asked visits.check_in[]) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    fresh bytea[];
BEGIN
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

CREATE OR REPLACE FUNCTION visits.judge_repeats(asked visits.check_in[], fresh bytea[]) RETURNS bytea
LANGUAGE plpgsql SET search_path = visits, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    statuses bytea;
BEGIN
    -- A phone that heard no answer may have folded the end into the check-in meanwhile.
    UPDATE visit SET left_at = sent.left_at, seq = DEFAULT
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

-- Move the entries whose time has come; every gateway may ask, each entry moves once. One day at a time, as rows that one
-- transaction wrote have its number in common.
CREATE OR REPLACE FUNCTION visits.settle_entries() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    moved integer;
BEGIN
    WITH due AS (
        DELETE FROM waiting WHERE (tag, id) IN (
            SELECT tag, id FROM waiting
            WHERE due_at <= now() AND day = (SELECT min(day) FROM waiting WHERE due_at <= now())
            ORDER BY due_at LIMIT 1000 FOR UPDATE SKIP LOCKED
        ) RETURNING *
    )
    INSERT INTO visit (day, venue_id, id, tag, entered_at, party, method, evidence)
    SELECT day, venue_id, id, tag, entered_at, party, method, evidence FROM due
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS moved = ROW_COUNT;
    WITH due AS (DELETE FROM late_waiting WHERE due_at <= now() RETURNING key, sealed)
    INSERT INTO late (key, sealed) SELECT key, sealed FROM due ORDER BY key ON CONFLICT DO NOTHING;
    RETURN moved;
END $$;

-- What stands of visits of other days, one row for each asked, in order: among the visits, or sealed under the keys of
-- check-in and end. `closed`: the day takes no late rows any more.
CREATE FUNCTION visits.what_stands_late(
    asked_days date[], asked_ids uuid[], asked_tags bytea[], keys bytea[], end_keys bytea[],
    OUT closed boolean, OUT venue_id integer, OUT entered_at timestamptz, OUT left_at timestamptz, OUT party smallint,
    OUT commitment bytea, OUT sealed bytea, OUT sealed_end bytea
) RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path = visits, pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM closed_day WHERE closed_day.day = asked.day),
        known.venue_id, known.entered_at, known.left_at, known.party, known.commitment,
        coalesce(late.sealed, held.sealed), ended.sealed
    FROM unnest(asked_days, asked_ids, asked_tags, keys, end_keys) WITH ORDINALITY
        AS asked (day, id, tag, key, end_key, place)
    LEFT JOIN LATERAL (
        SELECT * FROM visit WHERE visit.day = asked.day AND visit.tag = asked.tag AND visit.id = asked.id
        ORDER BY visit.venue_id LIMIT 1
    ) AS known ON true
    LEFT JOIN late ON late.key = asked.key
    LEFT JOIN late_waiting AS held ON held.key = asked.key
    LEFT JOIN late AS ended ON ended.key = asked.end_key
    ORDER BY place
$$;

-- Store sealed rows, all or none; `asked_days` are those that they are of, and are kept nowhere. Fails with
-- unique_violation where one is stored already, with check_violation where a day is closed: whoever asks looks again.
CREATE FUNCTION visits.store_late(asked_days date[], keys bytea[], rows bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
BEGIN
    PERFORM require_open(asked_days);
    INSERT INTO late (key, sealed) SELECT key, sealed FROM unnest(keys, rows) AS row (key, sealed);
END $$;

CREATE FUNCTION visits.hold_late(asked_days date[], keys bytea[], rows bytea[], seconds integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
BEGIN
    PERFORM require_open(asked_days);
    INSERT INTO late_waiting (key, sealed, due_at)
    SELECT key, sealed, now() + make_interval(secs => seconds) FROM unnest(keys, rows) AS row (key, sealed);
END $$;

-- Raise check_violation where a day is closed; until the end of the transaction none is closed meanwhile.
CREATE FUNCTION visits.require_open(asked_days date[]) RETURNS void
LANGUAGE plpgsql SET search_path = visits, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1818326117, day - date '2000-01-01') FROM unnest(asked_days) AS day ORDER BY day;
    IF EXISTS (SELECT FROM closed_day WHERE day = ANY (asked_days)) THEN
        RAISE EXCEPTION 'a day takes no late rows any more' USING ERRCODE = 'check_violation';
    END IF;
END $$;

-- Undo a late entry that waits; false where its time is over, or there is none.
CREATE FUNCTION visits.undo_late(asked_key bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
BEGIN
    DELETE FROM late_waiting WHERE key = asked_key AND due_at > now();
    RETURN FOUND;
END $$;

-- From here on no late row of the day is stored: what is stored by then is all there will be.
CREATE FUNCTION visits.close_day(asked date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
BEGIN
    IF asked > today() - 4 THEN
        RAISE EXCEPTION 'day % takes late rows until %', asked, asked + 3 USING ERRCODE = 'check_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(1818326117, asked - date '2000-01-01');
    PERFORM settle_entries();
    INSERT INTO closed_day (day) VALUES (asked) ON CONFLICT DO NOTHING;
END $$;

-- Write a closed day anew, with its late rows (opened by whoever has its key) and late ends, in an order that says nothing:
-- in a table of its own, in one transaction, so that neither xmin nor place nor page nor log tell which row came when.
-- False where that was done before. Waits for nobody long, as all who write would wait behind.
CREATE FUNCTION visits.write_anew(
    asked date, venues integer[], ids uuid[], tags bytea[], entered timestamptz[], lefts timestamptz[],
    parties smallint[], methods smallint[], evidences smallint[], commitments bytea[],
    end_ids uuid[], end_tags bytea[], ends timestamptz[], uncertain boolean[]
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp SET lock_timeout = '300ms' AS $$
DECLARE
    name text := 'visit_' || to_char(asked, 'YYYYMMDD');
    fresh text := name || '_anew';
BEGIN
    PERFORM FROM closed_day WHERE day = asked AND NOT anew FOR UPDATE;
    IF NOT FOUND OR to_regclass('visits.' || name) IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('LOCK TABLE visits.%I IN SHARE MODE', name);
    EXECUTE format('CREATE TABLE visits.%I (LIKE visits.visit INCLUDING ALL)', fresh);
    EXECUTE format($sql$
        INSERT INTO visits.%1$I (day, venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment, seq)
        SELECT %3$L::date, one.venue_id, one.id, one.tag, one.entered_at, coalesce(one.left_at, over.left_at), one.party, one.method,
            CASE WHEN one.left_at IS NULL AND over.uncertain THEN one.evidence | 256::smallint ELSE one.evidence END,
            one.commitment, NULL
        FROM (
            SELECT venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment FROM visits.%2$I
            UNION ALL
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
                AS late (venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment)
            WHERE NOT EXISTS (SELECT FROM visits.%2$I AS first WHERE first.tag = late.tag AND first.id = late.id)
        ) AS one
        LEFT JOIN unnest($10, $11, $12, $13) AS over (id, tag, left_at, uncertain)
            ON over.id = one.id AND over.tag = one.tag AND over.left_at >= one.entered_at
        ORDER BY one.venue_id, one.entered_at, one.id
    $sql$, fresh, name, asked)
    USING venues, ids, tags, entered, lefts, parties, methods, evidences, commitments, end_ids, end_tags, ends, uncertain;
    -- Known beforehand to hold rows of this day alone, it is attached without being read.
    EXECUTE format('ALTER TABLE visits.%I ADD CONSTRAINT of_day CHECK (day IS NOT NULL AND day = %L)', fresh, asked);
    EXECUTE format('DROP TABLE visits.%I', name);
    EXECUTE format('ALTER TABLE visits.visit ATTACH PARTITION visits.%I FOR VALUES FROM (%L) TO (%L)',
                   fresh, asked, asked + 1);
    EXECUTE format('ALTER TABLE visits.%I DROP CONSTRAINT of_day', fresh);
    EXECUTE format('ALTER TABLE visits.%I RENAME TO %I', fresh, name);
    UPDATE closed_day SET anew = true WHERE day = asked;
    -- By the day of arrival: deleted by the day that they are of, they would tell it. What arrived on a day is of the three
    -- before it, of itself, or of the next.
    DELETE FROM late WHERE arrived + 1 < ALL (
        SELECT open.day FROM days() AS open (day)
        WHERE NOT EXISTS (SELECT FROM closed_day WHERE closed_day.day = open.day AND anew)
    );
    RETURN true;
END $$;

-- A day that is destroyed takes along what waited for it, and what is known of it.
CREATE OR REPLACE FUNCTION visits.end_waiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
BEGIN
    DELETE FROM waiting WHERE day = NEW.day;
    DELETE FROM late WHERE arrived < NEW.day;
    DELETE FROM closed_day WHERE day = NEW.day;
    RETURN NULL;
END $$;

-- The number that was given last, stored yet or not.
CREATE FUNCTION visits.last_number() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = visits, pg_catalog, pg_temp AS $$ SELECT last_value FROM visit_seq $$;

REVOKE ALL ON FUNCTION visits.what_stands_late, visits.store_late, visits.hold_late, visits.require_open,
    visits.undo_late, visits.close_day, visits.write_anew,
    visits.last_number FROM PUBLIC;
