-- Campaigns go with their case, and at the latest with the work on it, whatever ends that.
ALTER TABLE investigation_campaignrecord ADD CONSTRAINT investigation_campaignrecord_goes_with
    FOREIGN KEY (case_id) REFERENCES investigation_case ON DELETE CASCADE;
ALTER TABLE investigation_campaignrecord ADD CONSTRAINT investigation_campaignrecord_corrects
    FOREIGN KEY (corrects_id) REFERENCES investigation_campaignrecord ON DELETE CASCADE;
ALTER TABLE investigation_campaignentry ADD CONSTRAINT investigation_campaignentry_goes_with
    FOREIGN KEY (campaign_id) REFERENCES investigation_campaignrecord ON DELETE CASCADE;
ALTER TABLE investigation_campaignentry ADD CONSTRAINT investigation_campaignentry_of_contact
    FOREIGN KEY (contact_id) REFERENCES investigation_casecontact ON DELETE CASCADE;

CREATE FUNCTION investigation_end_campaigns() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM investigation_campaignrecord
    WHERE case_id = (SELECT id FROM investigation_case WHERE ref = NEW.case_ref);
    DELETE FROM notices.campaign WHERE case_ref = NEW.case_ref;
    RETURN NULL;
END $$;

CREATE TRIGGER end_campaigns AFTER INSERT OR UPDATE ON investigation_caseend
    FOR EACH ROW WHEN (NEW.purpose = 'work' AND NEW.dropped_at IS NOT NULL)
    EXECUTE FUNCTION investigation_end_campaigns();

REVOKE ALL ON FUNCTION investigation_end_campaigns FROM PUBLIC;
