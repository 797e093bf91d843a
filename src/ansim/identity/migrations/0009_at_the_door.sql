-- People whom staff enter, or whose telephone called: unverified, and apart from whoever verified the same number.
-- And personal safe codes (ansim.domain.safe_codes): what one writes on paper in place of a number.
-- The gateway learns from no answer whether a number or a code was known before.

ALTER TABLE identity.identity
    DROP CONSTRAINT identity_verified_by_check,
    ADD CONSTRAINT identity_verified_by_check CHECK (verified_by IN ('phone', 'email', 'nobody')),
    -- Until when an entry that made the person may be undone; NULL once somebody counts on the person.
    ADD COLUMN undo_until timestamptz;

CREATE TABLE identity.safe_code (
    code_hash   bytea       PRIMARY KEY CHECK (octet_length(code_hash) = 32),  -- keyed HMAC
    person_id   bytea       NOT NULL REFERENCES identity.identity ON DELETE CASCADE,
    serial      integer     NOT NULL,  -- with the key and the person it gives the code again; alone it says nothing
    made_at     timestamptz NOT NULL DEFAULT now(),
    replaced_at timestamptz            -- lines written before it still count
);
CREATE INDEX safe_code_person ON identity.safe_code (person_id, made_at);
CREATE INDEX safe_code_replaced ON identity.safe_code (replaced_at) WHERE replaced_at IS NOT NULL;

-- Count so many uses of a budget; false, and nothing counted, where that would be more than `most` in its window.
CREATE FUNCTION identity.count_uses(asked_bucket bytea, seconds integer, uses integer, most integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
BEGIN
    IF uses > most THEN
        RETURN false;
    END IF;
    INSERT INTO code_use AS known VALUES (asked_bucket, uses, now() + make_interval(secs => seconds))
    ON CONFLICT (bucket) DO UPDATE SET
        used = CASE WHEN known.ends_at <= now() THEN uses ELSE known.used + uses END,
        ends_at = CASE WHEN known.ends_at <= now() THEN excluded.ends_at ELSE known.ends_at END
    WHERE known.ends_at <= now() OR known.used + uses <= most;
    RETURN FOUND;
END $$;

-- Find or make the unverified person of a number, within two budgets of a day: the venue's and the number's.
-- NULL where one is spent. The index is that of no verified number; what was sealed first stays.
CREATE FUNCTION identity.enter_unverified(
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
    INSERT INTO identity AS known (person_id, sealed, phone_index, verified_at, last_seen_week, consent, verified_by,
                                   undo_until)
    VALUES (fresh_person, fresh_sealed, asked_index, now(), date_trunc('week', now())::date, asked_consent, 'nobody',
            now() + interval '90 seconds')
    ON CONFLICT (phone_index) DO UPDATE
    SET last_seen_week = excluded.last_seen_week, undo_until = NULL
    RETURNING known.person_id INTO found_person;
    RETURN found_person;
END $$;

-- Take back an entry's person: gone where the entry made it and nothing else counts on it.
CREATE FUNCTION identity.undo_entry(asked_person bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
BEGIN
    DELETE FROM identity WHERE person_id = asked_person AND verified_by = 'nobody' AND undo_until > now();
    RETURN FOUND;
END $$;

-- Whose telephone called: who verified the number and has not withdrawn, else the unverified person of the number.
CREATE FUNCTION identity.person_of_call(
    verified_index bytea, asked_index bytea, fresh_person bytea, fresh_sealed bytea, asked_consent text
) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    found_person bytea;
    this_week date := date_trunc('week', now())::date;
BEGIN
    UPDATE identity SET last_seen_week = this_week WHERE phone_index = verified_index AND withdrawn_at IS NULL
    RETURNING person_id INTO found_person;
    IF FOUND THEN
        RETURN found_person;
    END IF;
    INSERT INTO identity AS known (person_id, sealed, phone_index, verified_at, last_seen_week, consent, verified_by)
    VALUES (fresh_person, fresh_sealed, asked_index, now(), this_week, asked_consent, 'nobody')
    ON CONFLICT (phone_index) DO UPDATE SET last_seen_week = excluded.last_seen_week, undo_until = NULL
    RETURNING known.person_id INTO found_person;
    RETURN found_person;
END $$;

-- Keep a fresh safe code (ansim.identity.outcomes.OfSafeCode): 'kept', 'taken' (another has it: try the next),
-- 'too-many' (so many were made today), 'ended' (no such person). `replaces`: the codes before it end.
CREATE FUNCTION identity.keep_safe_code(
    asked_person bytea, asked_hash bytea, asked_serial integer, replaces boolean, most_a_day integer
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
BEGIN
    -- Lines are typed in at most 72 hours late; codes that were replaced long before that name nobody.
    DELETE FROM safe_code WHERE code_hash IN (
        SELECT code_hash FROM safe_code WHERE replaced_at < now() - interval '7 days' LIMIT 20 FOR UPDATE SKIP LOCKED
    );
    PERFORM 1 FROM identity WHERE person_id = asked_person AND withdrawn_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'ended';
    END IF;
    IF (SELECT count(*) FROM safe_code
        WHERE person_id = asked_person AND made_at > now() - interval '1 day') >= most_a_day THEN
        RETURN 'too-many';
    END IF;
    INSERT INTO safe_code (code_hash, person_id, serial) VALUES (asked_hash, asked_person, asked_serial)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN 'taken';
    END IF;
    IF replaces THEN
        UPDATE safe_code SET replaced_at = now()
        WHERE person_id = asked_person AND replaced_at IS NULL AND code_hash <> asked_hash;
    END IF;
    RETURN 'kept';
END $$;

-- The newest safe code that a person has; no row where none.
CREATE FUNCTION identity.safe_code_of(asked_person bytea, OUT serial integer, OUT made_at timestamptz)
RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    SELECT serial, made_at FROM safe_code
    WHERE person_id = asked_person AND replaced_at IS NULL ORDER BY made_at DESC LIMIT 1;
$$;

-- Whose these codes were at those moments, in order; NULL where nobody's.
CREATE FUNCTION identity.people_of_safe_codes(asked_hashes bytea[], moments timestamptz[]) RETURNS bytea[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    people bytea[];
    this_week date := date_trunc('week', now())::date;
BEGIN
    SELECT array_agg(known.person_id ORDER BY asked.place) INTO people
    FROM unnest(asked_hashes, moments) WITH ORDINALITY AS asked (hash, moment, place)
    LEFT JOIN safe_code ON safe_code.code_hash = asked.hash
        AND coalesce(safe_code.replaced_at > asked.moment, true)
    LEFT JOIN identity AS known ON known.person_id = safe_code.person_id AND known.withdrawn_at IS NULL;
    UPDATE identity SET last_seen_week = this_week, undo_until = NULL WHERE person_id IN (
        SELECT person_id FROM identity
        WHERE person_id = ANY (people) AND (last_seen_week < this_week OR undo_until IS NOT NULL)
        FOR UPDATE SKIP LOCKED
    );
    RETURN people;
END $$;

REVOKE ALL ON FUNCTION identity.count_uses, identity.enter_unverified, identity.undo_entry, identity.person_of_call,
    identity.keep_safe_code, identity.safe_code_of, identity.people_of_safe_codes FROM PUBLIC;
