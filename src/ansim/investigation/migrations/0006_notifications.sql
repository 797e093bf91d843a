-- A case about nobody who signed up has no handle from the start: whether it opens again depends on what is destroyed alone.
CREATE OR REPLACE FUNCTION investigation_reopen_case(asked_ref text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE investigation_case SET closed_at = NULL, closed_by_id = NULL, opened_at = now()
    WHERE ref = asked_ref AND closed_at IS NOT NULL
        AND NOT EXISTS (SELECT FROM investigation_caseend
                        WHERE case_ref = asked_ref AND purpose = 'work' AND dropped_at IS NOT NULL)
    RETURNING true
$$;
