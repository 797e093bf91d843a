-- Entries take turns by a row that only the sealing function's owner may lock. An advisory lock is anybody's: the gateway or the
-- business portal in foreign hands, which may enter nothing, held it and nobody was answered any more.
CREATE TABLE IF NOT EXISTS ledger.turn (one boolean PRIMARY KEY DEFAULT true CHECK (one));
INSERT INTO ledger.turn DEFAULT VALUES ON CONFLICT DO NOTHING;

-- Whoever is entering by the former lock is done before the function changes.
LOCK TABLE ledger.entry IN SHARE ROW EXCLUSIVE MODE;
CREATE OR REPLACE FUNCTION ledger.seal_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last ledger.entry;
BEGIN
    PERFORM FROM ledger.turn FOR UPDATE;  -- one at a time: numbers without a gap, in order of commit
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

-- In place of a case's mark stands no telephone number.
ALTER TABLE ledger.entry DROP CONSTRAINT IF EXISTS entry_case_is_no_number,
    ADD CONSTRAINT entry_case_is_no_number CHECK (case_ref ~ '^\d{4}-[0-9A-Z]{5}$' OR replace(case_ref, '-', '') !~ '\d{7}')
    NOT VALID;
