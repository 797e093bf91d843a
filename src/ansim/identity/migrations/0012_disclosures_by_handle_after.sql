ALTER TABLE identity.disclosure ALTER COLUMN case_ref SET NOT NULL;
CREATE INDEX disclosure_case ON identity.disclosure (case_ref);

-- Forget who was named in a case; gives how many.
CREATE FUNCTION identity.end_case(asked_case text) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    WITH gone AS (DELETE FROM disclosure WHERE case_ref = asked_case RETURNING 1) SELECT count(*)::integer FROM gone
$$;

-- Forget who was named under warrants that expired; gives how many. The ledger keeps the numbers.
CREATE FUNCTION identity.forget_disclosures() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    WITH gone AS (DELETE FROM disclosure WHERE expires_at < now() - interval '1 day' RETURNING 1)
    SELECT count(*)::integer FROM gone
$$;
REVOKE ALL ON FUNCTION identity.end_case, identity.forget_disclosures FROM PUBLIC;
