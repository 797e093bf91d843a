-- The worker destroys identities through this; it has no other right on them.
-- Unseen: nobody used the identity for so many days (`last_seen_week` is a Monday, so the week's end counts). Withdrawn: with
-- the last visit that may still need them. The least periods are fixed here, whatever the worker asks.

CREATE FUNCTION identity.forget(unseen_days integer, withdrawn_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    IF unseen_days < 28 OR withdrawn_days < 14 THEN
        RAISE EXCEPTION 'identities are kept for at least 28 days unseen and 14 withdrawn, not % and %',
            unseen_days, withdrawn_days USING ERRCODE = 'check_violation';
    END IF;
    DELETE FROM identity
    WHERE last_seen_week + 6 < current_date - unseen_days
       OR withdrawn_at < now() - make_interval(days => withdrawn_days);
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM verification WHERE created_at < now() - interval '1 hour';
    RETURN gone;
END $$;

REVOKE ALL ON FUNCTION identity.forget FROM PUBLIC;
