-- An entry that still waits when its day is destroyed ends with the day. Left behind it would outlive its period, and no
-- entry at all would move among the visits any more, as that one has no place there.
-- A gateway of the release before writes and settles entries as it did.

CREATE FUNCTION visits.end_waiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = visits, pg_temp AS $$
BEGIN
    DELETE FROM waiting WHERE day = NEW.day;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION visits.end_waiting FROM PUBLIC;

CREATE TRIGGER end_waiting AFTER INSERT OR UPDATE ON visits.destruction
FOR EACH ROW WHEN (NEW.dropped_at IS NOT NULL) EXECUTE FUNCTION visits.end_waiting();

DELETE FROM visits.waiting WHERE day NOT IN (SELECT visits.days());
