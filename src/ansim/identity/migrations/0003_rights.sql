-- What a visitor may do about their own registration, and what ends with it: credentials, passes, requests.
-- Each function acts for the one person whose session the gateway checked; none gives a name, a number or a list.

ALTER TABLE identity.identity
    -- The number alone, sealed anew at a change of number: the gateway cannot read the name to seal both.
    ADD COLUMN sealed_phone          bytea,
    ADD COLUMN credential_generation integer NOT NULL DEFAULT 0,
    ADD COLUMN pass_generation       integer NOT NULL DEFAULT 0 CHECK (pass_generation BETWEEN 0 AND 65535);

-- What a visitor wants put right, sealed to the vault; it goes with the identity.
CREATE TABLE identity.correction (
    id        uuid        PRIMARY KEY,
    person_id bytea       NOT NULL REFERENCES identity.identity ON DELETE CASCADE,
    sealed    bytea       NOT NULL,
    asked_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX correction_person ON identity.correction (person_id);

-- Nonces of the last minutes that have served; the random part alone, so nothing says whose they were.
CREATE TABLE identity.spent_nonce (
    serial   bytea       PRIMARY KEY CHECK (octet_length(serial) = 8),
    spent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX spent_nonce_at ON identity.spent_nonce (spent_at);

-- Number the credential that follows a confirmed verification: those before it can renew nothing from then on.
CREATE FUNCTION identity.issue_credential(asked_id uuid, asked_person bytea) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    UPDATE identity SET credential_generation = credential_generation + 1
    FROM verification
    WHERE verification.id = asked_id AND verification.confirmed
        AND identity.phone_index = verification.phone_index AND identity.person_id = asked_person
    RETURNING credential_generation;
$$;

-- Spend a nonce and say whether the credential still stands: 'renewed', 'spent', or 'ended' (erased, withdrawn, replaced).
CREATE FUNCTION identity.renew_session(asked_person bytea, asked_generation integer, asked_serial bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    this_week date := date_trunc('week', now())::date;
BEGIN
    -- A few at a time, and never those that another renewal is removing: renewals do not wait for each other.
    DELETE FROM spent_nonce WHERE serial IN (
        SELECT serial FROM spent_nonce WHERE spent_at < now() - interval '10 minutes' LIMIT 20 FOR UPDATE SKIP LOCKED
    );
    INSERT INTO spent_nonce (serial) VALUES (asked_serial) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN 'spent';
    END IF;
    PERFORM 1 FROM identity
    WHERE person_id = asked_person AND credential_generation = asked_generation AND withdrawn_at IS NULL;
    IF NOT FOUND THEN
        RETURN 'ended';
    END IF;
    UPDATE identity SET last_seen_week = this_week WHERE person_id = asked_person AND last_seen_week < this_week;
    RETURN 'renewed';
END $$;

-- What is stored about a person beside the sealed name and number; no row where nothing is.
CREATE FUNCTION identity.about_person(
    asked_person bytea, OUT verified_at timestamptz, OUT last_seen_week date, OUT consent text,
    OUT printed_pass boolean, OUT corrections integer
) RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    SELECT verified_at, last_seen_week, consent, pass_generation > 0,
           (SELECT count(*)::integer FROM correction WHERE correction.person_id = asked_person)
    FROM identity WHERE person_id = asked_person;
$$;

-- Erase a person now: identity, requests, passes; false where nothing is stored. Their tokens stop at every gateway within a second or two.
-- Codes sent to the number stay until they are 10 minutes old: they count for its limit, and name nobody.
CREATE FUNCTION identity.erase_person(asked_person bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
BEGIN
    DELETE FROM identity WHERE person_id = asked_person;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO stopped (person_id) VALUES (asked_person)
    ON CONFLICT (person_id) DO UPDATE SET stopped_at = now();
    RETURN true;
END $$;

-- Withdraw consent: no further check-in by any token, credential or pass; the identity goes when its time is over.
CREATE FUNCTION identity.withdraw_consent(asked_person bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
BEGIN
    UPDATE identity SET withdrawn_at = now(), pass_generation = pass_generation % 65535 + 1
    WHERE person_id = asked_person AND withdrawn_at IS NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO stopped (person_id) VALUES (asked_person)
    ON CONFLICT (person_id) DO UPDATE SET stopped_at = now();
    RETURN true;
END $$;

-- Number a new printed pass: the one before is worth nothing from then on. NULL where there is no such person.
CREATE FUNCTION identity.new_printed_pass(asked_person bytea) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    UPDATE identity SET pass_generation = pass_generation % 65535 + 1
    WHERE person_id = asked_person AND withdrawn_at IS NULL
    RETURNING pass_generation;
$$;

-- Which of these passes stand, in order; a generation of 0 is that of a phone's pass, which has none.
CREATE FUNCTION identity.use_passes(asked_people bytea[], asked_generations integer[]) RETURNS boolean[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    stands boolean[];
    this_week date := date_trunc('week', now())::date;
BEGIN
    SELECT array_agg(known.person_id IS NOT NULL ORDER BY asked.place) INTO stands
    FROM unnest(asked_people, asked_generations) WITH ORDINALITY AS asked (person, generation, place)
    LEFT JOIN identity AS known
        ON known.person_id = asked.person AND known.withdrawn_at IS NULL
        AND asked.generation IN (0, known.pass_generation);
    UPDATE identity SET last_seen_week = this_week WHERE person_id IN (
        SELECT person_id FROM identity
        WHERE person_id = ANY (asked_people) AND withdrawn_at IS NULL AND last_seen_week < this_week
        FOR UPDATE SKIP LOCKED
    );
    RETURN stands;
END $$;

-- Give a person another number, proven by a code sent to it.
-- outcome: 'changed', 'wrong-code', 'too-many-tries', 'unknown' (never begun, used, expired, other number),
-- 'taken' (the number belongs to another registration), 'ended' (no such person).
CREATE FUNCTION identity.change_phone(
    asked_id uuid, asked_index bytea, asked_hash bytea, asked_person bytea, fresh_sealed bytea,
    OUT outcome text, OUT tries_left integer
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    begun verification;
BEGIN
    SELECT * INTO begun FROM verification WHERE id = asked_id FOR UPDATE;
    IF NOT FOUND OR begun.confirmed OR begun.expires_at <= now() OR begun.phone_index <> asked_index THEN
        outcome := 'unknown';
        RETURN;
    END IF;
    IF begun.tries >= 5 THEN
        outcome := 'too-many-tries';
        tries_left := 0;
        RETURN;
    END IF;
    UPDATE verification SET tries = tries + 1 WHERE id = asked_id;
    tries_left := 4 - begun.tries;
    IF begun.code_hash <> asked_hash THEN
        outcome := 'wrong-code';
        RETURN;
    END IF;
    UPDATE verification SET confirmed = true WHERE id = asked_id;
    BEGIN
        UPDATE identity SET phone_index = asked_index, sealed_phone = fresh_sealed, verified_at = now()
        WHERE person_id = asked_person AND withdrawn_at IS NULL;
        outcome := CASE WHEN FOUND THEN 'changed' ELSE 'ended' END;
    EXCEPTION WHEN unique_violation THEN
        outcome := 'taken';
    END;
END $$;

-- Keep a sealed request: 'kept', 'too-many' (five wait), or 'ended' (no such person).
CREATE FUNCTION identity.ask_correction(asked_id uuid, asked_person bytea, asked_sealed bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
BEGIN
    PERFORM 1 FROM identity WHERE person_id = asked_person FOR UPDATE;  -- so that the limit is exact
    IF NOT FOUND THEN
        RETURN 'ended';
    END IF;
    IF (SELECT count(*) FROM correction WHERE person_id = asked_person) >= 5 THEN
        RETURN 'too-many';
    END IF;
    INSERT INTO correction (id, person_id, sealed) VALUES (asked_id, asked_person, asked_sealed);
    RETURN 'kept';
END $$;

REVOKE ALL ON FUNCTION identity.issue_credential, identity.renew_session, identity.about_person,
    identity.erase_person, identity.withdraw_consent, identity.new_printed_pass, identity.use_passes,
    identity.change_phone, identity.ask_correction FROM PUBLIC;
