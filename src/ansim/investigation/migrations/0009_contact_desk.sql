-- What officers decided on a case's contacts, and the lists kept of them, end with the work on the case. A trigger, so that
-- whatever ends the work ends them in the same transaction.
CREATE FUNCTION investigation_end_contact_desk() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    ended integer := (SELECT id FROM investigation_case WHERE ref = NEW.case_ref);
BEGIN
    DELETE FROM investigation_contactlist WHERE case_id = ended;
    DELETE FROM investigation_contactclassstep WHERE case_id = ended;
    DELETE FROM investigation_contactrulestep WHERE case_id = ended;
    RETURN NULL;
END $$;

CREATE TRIGGER end_contact_desk AFTER INSERT OR UPDATE ON investigation_caseend
    FOR EACH ROW WHEN (NEW.purpose = 'work' AND NEW.dropped_at IS NOT NULL)
    EXECUTE FUNCTION investigation_end_contact_desk();

REVOKE ALL ON FUNCTION investigation_end_contact_desk FROM PUBLIC;
