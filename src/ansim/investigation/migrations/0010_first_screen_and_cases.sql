-- When cases that stand came to their steps, as the ledger has it; a case from before the ledger had a word for it was taken
-- up when it was opened.
UPDATE investigation_case AS one SET
    notified_at = told.notified, taken_at = coalesce(told.taken, one.opened_at), itinerary_at = told.itinerary,
    contacts_at = told.contacts, warrant_at = told.warrant, names_at = told.names
FROM investigation_case AS same LEFT JOIN (
    SELECT case_ref,
        min(at) FILTER (WHERE kind = 'case-notified') AS notified,
        min(at) FILTER (WHERE kind = 'case-opened') AS taken,
        min(at) FILTER (WHERE kind = 'itinerary-read') AS itinerary,
        min(at) FILTER (WHERE kind IN ('contacts-searched', 'sources-searched')) AS contacts,
        min(at) FILTER (WHERE kind = 'warrant-requested') AS warrant,
        min(at) FILTER (WHERE kind = 'identities-opened') AS names
    FROM ledger.entry GROUP BY case_ref
) AS told ON told.case_ref = same.ref
WHERE same.id = one.id;

-- What officers know of a patient goes with the work on the case, whoever ends it; that two cases were one person's, with
-- either's register.
CREATE FUNCTION investigation_end_facts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.purpose = 'work' THEN
        UPDATE investigation_case SET nickname = NULL, age_band = NULL, district = '', onset_date = NULL WHERE ref = NEW.case_ref;
    ELSE
        DELETE FROM investigation_casemerge WHERE NEW.case_ref IN (case_ref, into_ref);
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION investigation_end_facts FROM PUBLIC;
CREATE TRIGGER case_facts_end AFTER INSERT OR UPDATE OF dropped_at ON investigation_caseend
    FOR EACH ROW WHEN (NEW.dropped_at IS NOT NULL) EXECUTE FUNCTION investigation_end_facts();
