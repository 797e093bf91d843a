-- The exposure feed (ADR 53): what the gateway serves of it, and its end.

-- What stands, as the gateway may know it: venue, whole hours in epoch seconds, advice, what is said of the disease.
-- The gateway cuts it at its own day; a day more or less by this clock hides nothing.
CREATE FUNCTION investigation_published_exposures()
RETURNS TABLE (venue integer, starts bigint, ends bigint, advice smallint, disease_group smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.venue, extract(epoch FROM e.starts)::bigint, extract(epoch FROM e.ends)::bigint, e.advice, e.disease_group
    FROM investigation_publishedexposure e
    WHERE e.withdrawn_at IS NULL AND e.until >= (now() AT TIME ZONE 'Asia/Seoul')::date - 1
    ORDER BY e.id
$$;

-- Delete what has left the feed, by the asker's day and by this clock: neither alone deletes early. Gives how many.
CREATE FUNCTION investigation_forget_exposures(today date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM investigation_publishedexposure
    WHERE until < least(today, (now() AT TIME ZONE 'Asia/Seoul')::date);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

REVOKE ALL ON FUNCTION investigation_published_exposures, investigation_forget_exposures FROM PUBLIC;
