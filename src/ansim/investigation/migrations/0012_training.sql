-- The ends of training cases (ADR 44): nothing of them is kept.

-- Delete rows with all that refers to them, in whatever table: each has its key in a column `id`.
CREATE FUNCTION investigation_drop_with_all(target regclass, ids bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    referring record;
    found bigint[];
BEGIN
    FOR referring IN
        SELECT conrelid::regclass AS of_table, attname AS of_column
        FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        WHERE contype = 'f' AND confrelid = target AND conrelid <> target
    LOOP
        EXECUTE format('SELECT array_agg(id::bigint) FROM %s WHERE %I = ANY ($1)', referring.of_table, referring.of_column)
            INTO found USING ids;
        IF found IS NOT NULL THEN
            PERFORM investigation_drop_with_all(referring.of_table, found);
        END IF;
    END LOOP;
    EXECUTE format('DELETE FROM %s WHERE id = ANY ($1)', target) USING ids;
END $$;

-- End one of them; a real case is never touched. Gives whether the console had it.
CREATE FUNCTION investigation_end_training(asked_ref text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    ended bigint;
BEGIN
    SELECT id INTO ended FROM investigation_case
    WHERE ref = asked_ref AND starts_with(ref, 'TRAIN-') FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM investigation_casemerge WHERE asked_ref IN (case_ref, into_ref);  -- by marks, which refer to no row
    PERFORM investigation_drop_with_all('investigation_case', ARRAY[ended]);
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION investigation_drop_with_all, investigation_end_training FROM PUBLIC;
