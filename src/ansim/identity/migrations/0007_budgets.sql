-- Budgets for what anybody may do without a session and without a code, counted as those of codes are (0005_codes.sql).

-- Count one use of each budget (bucket, window in seconds, most); false, and nothing counted, where one is spent.
CREATE FUNCTION identity.use_budgets(buckets bytea[], windows integer[], most integer[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
BEGIN
    DELETE FROM code_use WHERE bucket IN (
        SELECT bucket FROM code_use WHERE ends_at < now() - interval '1 hour' LIMIT 20 FOR UPDATE SKIP LOCKED
    );
    -- What is counted before a spent budget is found is taken back with the block.
    BEGIN
        FOR spot IN 1 .. cardinality(buckets) LOOP
            IF (count_use(buckets[spot], windows[spot])).used > most[spot] THEN
                RAISE EXCEPTION USING ERRCODE = 'ANS01';
            END IF;
        END LOOP;
    EXCEPTION WHEN SQLSTATE 'ANS01' THEN
        RETURN false;
    END;
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION identity.use_budgets FROM PUBLIC;
