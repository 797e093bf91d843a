-- The append-only ledger of officials' acts: a schema of its own, since Django never writes it.
--
-- A writer gives kind, role, actor, case and detail; the database sets the number, the time and the hashes, so
-- no process can backdate an entry or slip one in. Leaves are hashed as RFC 9162 §2.1.1 asks: SHA-256(0x00 ‖ leaf).

CREATE SCHEMA ledger;

CREATE TABLE ledger.entry (
    seq bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    actor_role text NOT NULL,
    actor text NOT NULL,
    case_ref text NOT NULL,
    detail jsonb NOT NULL,
    prev bytea NOT NULL,
    leaf text NOT NULL,
    leaf_hash bytea NOT NULL,
    CONSTRAINT entry_kind_shape CHECK (kind ~ '^[a-z][a-z-]{2,39}$'),
    CONSTRAINT entry_role_shape CHECK (actor_role ~ '^[a-z]{2,20}$'),
    CONSTRAINT entry_actor_shape CHECK (actor ~ '^[A-Za-z0-9-]{0,20}$'),
    CONSTRAINT entry_case_shape CHECK (case_ref ~ '^[A-Z0-9-]{0,12}$'),
    CONSTRAINT entry_detail_is_object CHECK (jsonb_typeof(detail) = 'object')
);

-- Runs as the owner: writers hold INSERT alone and cannot read what others wrote.
CREATE FUNCTION ledger.seal_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last ledger.entry;
BEGIN
    PERFORM pg_advisory_xact_lock(7261409531);  -- one at a time: numbers without a gap, in order of commit
    SELECT * INTO last FROM ledger.entry ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq + 1, 0);
    NEW.at := greatest(clock_timestamp(), last.at);
    NEW.prev := coalesce(last.leaf_hash, '\x'::bytea);
    NEW.leaf := concat_ws(E'\n', 'ansim-ledger-v1', NEW.seq, to_char(NEW.at AT TIME ZONE 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), NEW.kind, NEW.actor_role, NEW.actor, NEW.case_ref,
        NEW.detail::text, encode(NEW.prev, 'hex')) || E'\n';
    NEW.leaf_hash := sha256('\x00'::bytea || convert_to(NEW.leaf, 'UTF8'));
    RETURN NEW;
END $$;

CREATE TRIGGER entry_sealed BEFORE INSERT ON ledger.entry
    FOR EACH ROW EXECUTE FUNCTION ledger.seal_entry();

CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER entry_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
