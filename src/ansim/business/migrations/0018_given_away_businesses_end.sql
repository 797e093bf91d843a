-- Erase owners whom nothing holds any more: no sign-in, no part in an open business for so many days. A business is over when
-- the last of its places closed, was past its days, or went to another business. What else is past its use goes with them.
-- Gives how many owners were erased.
CREATE OR REPLACE FUNCTION business_forget_owners(after_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    bound timestamptz := now() - make_interval(days => after_days);
    erased integer;
BEGIN
    UPDATE business_owner AS one
    SET phone_index = NULL, sealed = NULL, sealed_name = NULL, phone_end = '', erased_at = now()
    WHERE erased_at IS NULL AND last_seen_at < bound AND NOT EXISTS (
        SELECT FROM business_membership AS part JOIN business_business AS firm ON firm.id = part.business_id
        WHERE part.owner_id = one.id
          AND least(coalesce(part.until, 'infinity'), coalesce(firm.closed_at, 'infinity'), coalesce((
              SELECT max(coalesce(least(place.closed_at, place.valid_until), 'infinity'))
              FROM business_venue AS place WHERE place.business_id = firm.id
          ), (
              SELECT max(given.taken_at) FROM business_venuehandover AS given WHERE given.giver_id = firm.id
          ), 'infinity')) > bound
    );
    GET DIAGNOSTICS erased = ROW_COUNT;
    UPDATE business_membership SET until = now()
    WHERE until IS NULL AND owner_id IN (SELECT id FROM business_owner WHERE erased_at IS NOT NULL);
    -- As business/owners/erasure.py does for whoever erases their account.
    UPDATE business_venueapplication SET state = 'withdrawn', decided_at = now()
    WHERE state IN ('draft', 'submitted', 'returned') AND owner_id IN (SELECT id FROM business_owner WHERE erased_at IS NOT NULL);
    UPDATE business_venueapplication SET form = '{}', checks = '{}', words = ''
    WHERE state <> 'approved' AND (form <> '{}' OR checks <> '{}' OR words <> '')
      AND owner_id IN (SELECT id FROM business_owner WHERE erased_at IS NOT NULL);
    DELETE FROM business_passkey WHERE owner_id IN (SELECT id FROM business_owner WHERE erased_at IS NOT NULL);
    DELETE FROM business_signincode WHERE created_at < now() - interval '1 day';
    DELETE FROM business_codeuse WHERE ends_at < now() - interval '1 hour';
    DELETE FROM business_invitation WHERE expires_at < bound;
    DELETE FROM business_recovery WHERE expires_at < bound AND done_at IS NULL;
    DELETE FROM business_contactread WHERE at < now() - interval '1 year';
    RETURN erased;
END $$;
REVOKE ALL ON FUNCTION business_forget_owners FROM PUBLIC;
