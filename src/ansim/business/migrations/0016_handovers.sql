-- Put a fresh signing secret in the place of a webhook's; the one before signs beside it for a day. The portal seals the
-- fresh one and can read neither, so it cannot copy what stands there itself.
CREATE FUNCTION business_change_secret(asked_webhook integer, fresh bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE business_webhook
    SET former_secret = sealed_secret, former_until = now() + interval '24 hours', sealed_secret = fresh
    WHERE id = asked_webhook AND ended_at IS NULL;
    RETURN FOUND;
END $$;

REVOKE ALL ON FUNCTION business_change_secret FROM PUBLIC;
