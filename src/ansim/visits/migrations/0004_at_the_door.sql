-- Entries that staff type wait a minute, so that they can be undone before anybody counts on them; and the day's count.

-- Durable as a visit is, and moved among the visits when its time has come; nobody has a right on it.
CREATE TABLE visits.waiting (
    due_at      timestamptz NOT NULL,
    day         date        NOT NULL,
    venue_id    integer     NOT NULL,
    id          uuid        NOT NULL,
    tag         bytea       NOT NULL CHECK (octet_length(tag) = 16),
    entered_at  timestamptz NOT NULL,
    party       smallint    NOT NULL CHECK (party BETWEEN 0 AND 50),
    method      smallint    NOT NULL,
    evidence    smallint    NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (tag, id)
);
CREATE INDEX waiting_due ON visits.waiting (due_at);

-- Keep an entry for `seconds`. False where the same entry is kept or stored already, NULL where another has its id.
CREATE FUNCTION visits.hold_entry(
    asked_day date, asked_venue integer, asked_id uuid, asked_tag bytea, asked_entered timestamptz,
    asked_party integer, asked_method integer, asked_evidence integer, asked_received timestamptz, seconds integer
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    known record;
BEGIN
    SELECT entered_at, party, venue_id INTO known FROM visit
    WHERE day = asked_day AND tag = asked_tag AND id = asked_id;
    IF NOT FOUND THEN
        INSERT INTO waiting VALUES (
            now() + make_interval(secs => seconds), asked_day, asked_venue, asked_id, asked_tag, asked_entered,
            asked_party, asked_method, asked_evidence, asked_received
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

-- Undo an entry that waits; false where its time is over, or there is none.
CREATE FUNCTION visits.undo_entry(asked_id uuid, asked_tag bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
BEGIN
    DELETE FROM waiting WHERE tag = asked_tag AND id = asked_id AND due_at > now();
    RETURN FOUND;
END $$;

-- Move the entries whose time has come among the visits; every gateway may ask, each entry moves once.
CREATE FUNCTION visits.settle_entries() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
DECLARE
    moved integer;
BEGIN
    WITH due AS (
        DELETE FROM waiting WHERE (tag, id) IN (
            SELECT tag, id FROM waiting WHERE due_at <= now() ORDER BY due_at LIMIT 1000 FOR UPDATE SKIP LOCKED
        ) RETURNING *
    )
    INSERT INTO visit (day, venue_id, id, tag, entered_at, party, method, evidence, received_at)
    SELECT day, venue_id, id, tag, entered_at, party, method, evidence, received_at FROM due
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;

-- Visitors of a day at a place and its zones: exact from 5 up, NULL below, so that nobody is counted one by one.
CREATE FUNCTION visits.count_of_day(asked_day date, venues integer[]) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = visits, pg_temp AS $$
    SELECT CASE WHEN count(DISTINCT tag) >= 5 THEN count(DISTINCT tag)::integer END FROM (
        SELECT tag FROM visit WHERE day = asked_day AND venue_id = ANY (venues)
        UNION ALL
        SELECT tag FROM waiting WHERE day = asked_day AND venue_id = ANY (venues)
    ) AS present;
$$;

REVOKE ALL ON FUNCTION visits.hold_entry, visits.undo_entry, visits.settle_entries, visits.count_of_day FROM PUBLIC;
