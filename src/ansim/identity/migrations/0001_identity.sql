-- Who a person is, readable by the vault alone. Design: DESIGN §3, §4.
-- The gateway has no right on these tables; it calls the functions below, which find or make, never read.

CREATE SCHEMA identity;

CREATE TABLE identity.identity (
    person_id      bytea       PRIMARY KEY CHECK (octet_length(person_id) = 16),
    sealed         bytea       NOT NULL,  -- HPKE to the vault's public key: ansim.identity.sealing
    phone_index    bytea       NOT NULL UNIQUE CHECK (octet_length(phone_index) = 32),  -- keyed HMAC
    verified_at    timestamptz NOT NULL,
    last_seen_week date        NOT NULL,  -- a Monday: retention needs no finer time
    consent        text        NOT NULL,  -- the version of the words agreed to
    withdrawn_at   timestamptz
);

CREATE TABLE identity.verification (
    id          uuid        PRIMARY KEY,
    phone_index bytea       NOT NULL CHECK (octet_length(phone_index) = 32),
    code_hash   bytea       NOT NULL CHECK (octet_length(code_hash) = 32),
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    tries       smallint    NOT NULL DEFAULT 0,
    confirmed   boolean     NOT NULL DEFAULT false
);
CREATE INDEX verification_phone ON identity.verification (phone_index, created_at);
CREATE INDEX verification_created ON identity.verification (created_at);

-- People whose session tokens must stop before they expire: erased or withdrawn.
CREATE TABLE identity.stopped (
    person_id  bytea       PRIMARY KEY CHECK (octet_length(person_id) = 16),
    stopped_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX stopped_at ON identity.stopped (stopped_at);

-- Begin to verify a phone: 3 times in 10 minutes a number, each good for 5 minutes.
-- `expires_at` is NULL where the number must wait `retry_after` seconds; otherwise that is the wait until it may ask again.
CREATE FUNCTION identity.start_verification(
    asked_id uuid, asked_index bytea, asked_hash bytea, OUT expires_at timestamptz, OUT retry_after integer
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    recent timestamptz[];
BEGIN
    -- Two requests for one number wait for each other, so that the limit is exact.
    PERFORM pg_advisory_xact_lock(('x' || encode(substr(asked_index, 1, 8), 'hex'))::bit(64)::bigint);
    DELETE FROM verification WHERE created_at < now() - interval '10 minutes';
    SELECT array_agg(created_at ORDER BY created_at) INTO recent FROM verification WHERE phone_index = asked_index;
    IF cardinality(recent) >= 3 THEN
        retry_after := ceil(extract(epoch FROM recent[1] + interval '10 minutes' - now()));
        RETURN;
    END IF;
    INSERT INTO verification VALUES (asked_id, asked_index, asked_hash, now(), now() + interval '5 minutes')
    RETURNING verification.expires_at INTO start_verification.expires_at;
    retry_after := CASE WHEN cardinality(recent) = 2
        THEN ceil(extract(epoch FROM recent[1] + interval '10 minutes' - now())) ELSE 0 END;
END $$;

-- End a verification with the code's keyed hash and find or make the person of the number.
-- outcome: 'confirmed', 'wrong-code', 'too-many-tries', or 'unknown' (never begun, used, expired, other number).
-- Where `person_id` is not the fresh one, the number was known: the gateway seals for that person and calls `reseal`.
-- The hash is an HMAC under a key that the asker lacks: the time of comparing it tells nothing about the code.
CREATE FUNCTION identity.confirm_verification(
    asked_id uuid, asked_index bytea, asked_hash bytea, fresh_person bytea, fresh_sealed bytea, asked_consent text,
    OUT outcome text, OUT person_id bytea, OUT tries_left integer
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
#variable_conflict use_column
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
    -- A used code is spent, but its row stays until it is 10 minutes old: it counts for the limit.
    UPDATE verification SET confirmed = true WHERE id = asked_id;
    INSERT INTO identity AS known (person_id, sealed, phone_index, verified_at, last_seen_week, consent)
    VALUES (fresh_person, fresh_sealed, asked_index, now(), date_trunc('week', now())::date, asked_consent)
    ON CONFLICT (phone_index) DO UPDATE
    SET verified_at = excluded.verified_at, last_seen_week = excluded.last_seen_week,
        consent = excluded.consent, withdrawn_at = NULL
    RETURNING known.person_id INTO confirm_verification.person_id;
    DELETE FROM stopped WHERE stopped.person_id = confirm_verification.person_id;
    outcome := 'confirmed';
END $$;

-- Replace the sealed identity of a known person, in the transaction that confirmed their number or within its 10 minutes.
CREATE FUNCTION identity.reseal(asked_id uuid, asked_person bytea, fresh_sealed bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
BEGIN
    UPDATE identity SET sealed = fresh_sealed
    FROM verification
    WHERE verification.id = asked_id AND verification.confirmed
        AND identity.phone_index = verification.phone_index AND identity.person_id = asked_person;
    RETURN FOUND;
END $$;

-- People whose tokens must stop; tokens live 24 hours, so older entries say nothing and are removed.
CREATE FUNCTION identity.stopped_people() RETURNS SETOF bytea
LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    DELETE FROM stopped WHERE stopped_at < now() - interval '25 hours';
    SELECT person_id FROM stopped;
$$;

REVOKE ALL ON FUNCTION identity.start_verification, identity.confirm_verification, identity.reseal,
    identity.stopped_people FROM PUBLIC;
