-- Nothing here tells at which moment somebody stood at a door: the moment of signing up, or of an entry by staff, is the moment of a
-- visit, and would lead from the person to the row. And a number that changed hands is another person.

ALTER TABLE identity.identity ALTER COLUMN verified_at TYPE date USING (verified_at AT TIME ZONE 'Asia/Seoul')::date;
UPDATE identity.identity SET undo_until = NULL WHERE undo_until < now();

CREATE FUNCTION identity.today() RETURNS date
LANGUAGE sql STABLE SET search_path = identity, pg_catalog, pg_temp AS $$ SELECT (now() AT TIME ZONE 'Asia/Seoul')::date $$;

-- Carriers give a number to somebody else once it rested for weeks. Whoever verifies one that nobody used for 28 days and
-- the 3 that a visit may come late is a new person: all visits of the former are past their period by then. The former's
-- identity keeps its names until it is forgotten, under an index that no number has, and its phone has to verify anew.
CREATE FUNCTION identity.part_from_former(asked_index bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_catalog, pg_temp AS $$
    UPDATE identity.identity
    SET phone_index = sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), withdrawn_at = now()
    WHERE phone_index = asked_index AND last_seen_week + 6 + 31 < identity.today()
$$;

DROP FUNCTION identity.about;
CREATE FUNCTION identity.about(
    asked_person bytea, OUT verified_on date, OUT verified_by text, OUT last_seen_week date, OUT consent text,
    OUT printed_pass boolean
) RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    SELECT verified_at, verified_by, last_seen_week, consent, pass_generation > 0
    FROM identity WHERE person_id = asked_person;
$$;

CREATE OR REPLACE FUNCTION identity.finish_verification(
    asked_id uuid, asked_index bytea, asked_hash bytea, guesses bytea, most_guesses integer,
    fresh_person bytea, fresh_sealed bytea, asked_consent text, means text,
    OUT outcome text, OUT person_id bytea, OUT tries_left integer
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
#variable_conflict use_column
DECLARE
    tried record;
    found_person bytea;
BEGIN
    SELECT * INTO tried FROM try_code(asked_id, asked_index, asked_hash, guesses, most_guesses);
    outcome := tried.outcome;
    tries_left := tried.tries_left;
    IF outcome <> 'right' THEN
        RETURN;
    END IF;
    PERFORM part_from_former(asked_index);
    INSERT INTO identity AS known (person_id, sealed, phone_index, verified_at, last_seen_week, consent, verified_by)
    VALUES (fresh_person, fresh_sealed, asked_index, today(), date_trunc('week', now())::date, asked_consent, means)
    ON CONFLICT (phone_index) DO UPDATE
    SET verified_at = excluded.verified_at, last_seen_week = excluded.last_seen_week,
        consent = excluded.consent, withdrawn_at = NULL
    RETURNING known.person_id INTO found_person;
    DELETE FROM stopped WHERE stopped.person_id = found_person;
    person_id := found_person;
    outcome := 'confirmed';
END $$;

CREATE OR REPLACE FUNCTION identity.move_phone(
    asked_id uuid, asked_index bytea, asked_hash bytea, guesses bytea, most_guesses integer,
    asked_person bytea, fresh_sealed bytea, OUT outcome text, OUT tries_left integer
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    tried record;
BEGIN
    SELECT * INTO tried FROM try_code(asked_id, asked_index, asked_hash, guesses, most_guesses);
    outcome := tried.outcome;
    tries_left := tried.tries_left;
    IF outcome <> 'right' THEN
        RETURN;
    END IF;
    PERFORM part_from_former(asked_index);
    BEGIN
        UPDATE identity
        SET phone_index = asked_index, sealed_phone = fresh_sealed, verified_at = today(), verified_by = 'phone'
        WHERE person_id = asked_person AND withdrawn_at IS NULL;
        outcome := CASE WHEN FOUND THEN 'changed' ELSE 'ended' END;
    EXCEPTION WHEN unique_violation THEN
        outcome := 'taken';
    END;
END $$;

-- Whose telephone called (0009): a number that rested is nobody's whom we know.
CREATE OR REPLACE FUNCTION identity.person_of_call(
    verified_index bytea, asked_index bytea, fresh_person bytea, fresh_sealed bytea, asked_consent text
) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    found_person bytea;
    this_week date := date_trunc('week', now())::date;
BEGIN
    PERFORM part_from_former(verified_index);
    UPDATE identity SET last_seen_week = this_week WHERE phone_index = verified_index AND withdrawn_at IS NULL
    RETURNING person_id INTO found_person;
    IF FOUND THEN
        RETURN found_person;
    END IF;
    PERFORM part_from_former(asked_index);
    INSERT INTO identity AS known (person_id, sealed, phone_index, verified_at, last_seen_week, consent, verified_by)
    VALUES (fresh_person, fresh_sealed, asked_index, today(), this_week, asked_consent, 'nobody')
    ON CONFLICT (phone_index) DO UPDATE SET last_seen_week = excluded.last_seen_week, undo_until = NULL
    RETURNING known.person_id INTO found_person;
    RETURN found_person;
END $$;

-- Find or make the unverified person of a number (0009).
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
            now() + interval '90 seconds')
    ON CONFLICT (phone_index) DO UPDATE
    SET last_seen_week = excluded.last_seen_week, undo_until = NULL
    RETURNING known.person_id INTO found_person;
    RETURN found_person;
END $$;

DROP FUNCTION identity.children_of;
CREATE FUNCTION identity.children_of(asked_guardian bytea, OUT child_ref uuid, OUT added_on date)
RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    SELECT identity.child_ref, verified_at FROM identity
    WHERE guardian = asked_guardian AND withdrawn_at IS NULL ORDER BY verified_at, child_ref;
$$;

CREATE OR REPLACE FUNCTION identity.forget(unseen_days integer, withdrawn_days integer) RETURNS integer
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
    -- The end of an undo is the moment of an entry, and 90 seconds.
    UPDATE identity SET undo_until = NULL WHERE undo_until < now();
    DELETE FROM verification WHERE created_at < now() - interval '1 hour';
    RETURN gone;
END $$;

REVOKE ALL ON FUNCTION identity.today, identity.part_from_former, identity.about, identity.children_of FROM PUBLIC;
