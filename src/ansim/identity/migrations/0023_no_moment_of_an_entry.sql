-- Until when an entry of staff could be undone stood beside its person to the microsecond, and led to the row of the visit. How
-- long the undo serves, its own token and the visit that waits say; here it is enough to know the day, as of the sign-up.
UPDATE identity.identity SET undo_until = date_trunc('day', undo_until, 'Asia/Seoul') + interval '1 day'
WHERE undo_until IS NOT NULL;

CREATE OR REPLACE FUNCTION identity.enter_unverified(
    asked_index bytea, fresh_person bytea, fresh_sealed bytea, asked_consent text,
    venue_bucket bytea, most_of_venue integer, number_bucket bytea, most_of_number integer
) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    found_person bytea;
BEGIN
    BEGIN
        IF NOT count_uses(venue_bucket, 86400, 1, most_of_venue)
            OR NOT count_uses(number_bucket, 86400, 1, most_of_number) THEN
            RAISE EXCEPTION USING ERRCODE = 'ANS01';
        END IF;
    EXCEPTION WHEN SQLSTATE 'ANS01' THEN
        RETURN NULL;
    END;
    PERFORM part_from_former(asked_index);
    INSERT INTO identity AS known (person_id, sealed, phone_index, verified_at, last_seen_week, consent, verified_by,
                                   undo_until)
    VALUES (fresh_person, fresh_sealed, asked_index, today(), date_trunc('week', now())::date, asked_consent, 'nobody',
            date_trunc('day', now() + interval '90 seconds', 'Asia/Seoul') + interval '1 day')
    ON CONFLICT (phone_index) DO UPDATE
    SET last_seen_week = excluded.last_seen_week, undo_until = NULL
    RETURNING known.person_id INTO found_person;
    RETURN found_person;
END $$;
