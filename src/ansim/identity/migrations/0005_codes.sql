-- What codes may cost: budgets that every gateway shares and no restart forgets. And the weaker proof, a code by e-mail.
-- Functions of the release before (start_verification, confirm_verification, change_phone) stay until the next one.

ALTER TABLE identity.identity
    ADD COLUMN verified_by text NOT NULL DEFAULT 'phone' CHECK (verified_by IN ('phone', 'email'));

-- Uses of a budget in its running window. A bucket is a keyed hash: neither number nor address can be read from it.
CREATE TABLE identity.code_use (
    bucket  bytea       PRIMARY KEY CHECK (octet_length(bucket) = 16),
    used    integer     NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX code_use_ends ON identity.code_use (ends_at);

-- Count one use of a bucket; gives the count in its window and when that ends.
CREATE FUNCTION identity.count_use(asked_bucket bytea, seconds integer, OUT used integer, OUT ends_at timestamptz)
LANGUAGE sql SET search_path = identity, pg_temp AS $$
    INSERT INTO code_use AS known VALUES (asked_bucket, 1, now() + make_interval(secs => seconds))
    ON CONFLICT (bucket) DO UPDATE SET
        used = CASE WHEN known.ends_at <= now() THEN 1 ELSE known.used + 1 END,
        ends_at = CASE WHEN known.ends_at <= now() THEN excluded.ends_at ELSE known.ends_at END
    RETURNING used, ends_at;
$$;

-- Begin to verify a number or address: 3 times in 10 minutes each, within every budget given (bucket, window in seconds,
-- most). outcome (ansim.identity.outcomes.OfBeginning): 'sent', 'number-waits', 'budget-spent'; where it is not 'sent',
-- nothing is counted, and the next try may come after `retry_after` seconds. `place`: the spent budget, from 1;
-- `uses`: the count of each budget after this one.
CREATE FUNCTION identity.begin_verification(
    asked_id uuid, asked_index bytea, asked_hash bytea, buckets bytea[], windows integer[], most integer[],
    OUT outcome text, OUT expires_at timestamptz, OUT retry_after integer, OUT place integer, OUT uses integer[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
#variable_conflict use_column
DECLARE
    recent timestamptz[];
    one record;
    begun timestamptz;
BEGIN
    -- Two requests for one number wait for each other, so that the limit is exact.
    PERFORM pg_advisory_xact_lock(('x' || encode(substr(asked_index, 1, 8), 'hex'))::bit(64)::bigint);
    DELETE FROM verification WHERE created_at < now() - interval '10 minutes';
    DELETE FROM code_use WHERE bucket IN (
        SELECT bucket FROM code_use WHERE ends_at < now() - interval '1 hour' LIMIT 20 FOR UPDATE SKIP LOCKED
    );
    SELECT array_agg(created_at ORDER BY created_at) INTO recent FROM verification WHERE phone_index = asked_index;
    IF cardinality(recent) >= 3 THEN
        outcome := 'number-waits';
        retry_after := ceil(extract(epoch FROM recent[1] + interval '10 minutes' - now()));
        RETURN;
    END IF;
    -- In the order given, which is the same for everybody: nobody waits for somebody who waits for them.
    -- What is counted before a spent budget is found is taken back with the block.
    BEGIN
        FOR spot IN 1 .. cardinality(buckets) LOOP
            SELECT * INTO one FROM count_use(buckets[spot], windows[spot]);
            uses := uses || one.used;
            IF one.used > most[spot] THEN
                place := spot;
                retry_after := greatest(1, ceil(extract(epoch FROM one.ends_at - now())));
                RAISE EXCEPTION USING ERRCODE = 'ANS01';
            END IF;
        END LOOP;
    EXCEPTION WHEN SQLSTATE 'ANS01' THEN
        outcome := 'budget-spent';
        RETURN;
    END;
    INSERT INTO verification VALUES (asked_id, asked_index, asked_hash, now(), now() + interval '5 minutes')
    RETURNING verification.expires_at INTO begun;
    outcome := 'sent';
    expires_at := begun;
    retry_after := CASE WHEN cardinality(recent) = 2
        THEN ceil(extract(epoch FROM recent[1] + interval '10 minutes' - now())) ELSE 0 END;
END $$;

-- Try a code's keyed hash; a right one is spent. Wrong ones are counted per verification (5) and per number and day.
-- outcome (ansim.identity.outcomes.OfCode): 'right', 'wrong-code', 'too-many-tries', 'too-many-guesses', or
-- 'unknown' (never begun, used, expired, other number).
-- The hash is an HMAC under a key that the asker lacks: the time of comparing it tells nothing about the code.
CREATE FUNCTION identity.try_code(
    asked_id uuid, asked_index bytea, asked_hash bytea, guesses bytea, most_guesses integer,
    OUT outcome text, OUT tries_left integer
) LANGUAGE plpgsql SET search_path = identity, pg_temp AS $$
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
    PERFORM 1 FROM code_use WHERE bucket = guesses AND used >= most_guesses AND ends_at > now();
    IF FOUND THEN
        outcome := 'too-many-guesses';
        tries_left := 0;
        RETURN;
    END IF;
    UPDATE verification SET tries = tries + 1 WHERE id = asked_id;
    tries_left := 4 - begun.tries;
    IF begun.code_hash <> asked_hash THEN
        PERFORM count_use(guesses, 86400);
        outcome := 'wrong-code';
        RETURN;
    END IF;
    -- A used code is spent, but its row stays until it is 10 minutes old: it counts for the limit.
    UPDATE verification SET confirmed = true WHERE id = asked_id;
    outcome := 'right';
END $$;

-- End a verification and find or make the person of the number or address. outcome: 'confirmed', or one of try_code's.
-- Where `person_id` is not the fresh one, it was known: the gateway seals for that person and calls `reseal`.
CREATE FUNCTION identity.finish_verification(
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
    INSERT INTO identity AS known (person_id, sealed, phone_index, verified_at, last_seen_week, consent, verified_by)
    VALUES (fresh_person, fresh_sealed, asked_index, now(), date_trunc('week', now())::date, asked_consent, means)
    ON CONFLICT (phone_index) DO UPDATE
    SET verified_at = excluded.verified_at, last_seen_week = excluded.last_seen_week,
        consent = excluded.consent, withdrawn_at = NULL
    RETURNING known.person_id INTO found_person;
    DELETE FROM stopped WHERE stopped.person_id = found_person;
    person_id := found_person;
    outcome := 'confirmed';
END $$;

-- Give a person another number, proven by a code sent to it.
-- outcome: 'changed', 'taken' (the number belongs to another registration), 'ended' (no such person), or try_code's.
CREATE FUNCTION identity.move_phone(
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
    BEGIN
        UPDATE identity
        SET phone_index = asked_index, sealed_phone = fresh_sealed, verified_at = now(), verified_by = 'phone'
        WHERE person_id = asked_person AND withdrawn_at IS NULL;
        outcome := CASE WHEN FOUND THEN 'changed' ELSE 'ended' END;
    EXCEPTION WHEN unique_violation THEN
        outcome := 'taken';
    END;
END $$;

REVOKE ALL ON FUNCTION identity.count_use, identity.begin_verification, identity.try_code,
    identity.finish_verification, identity.move_phone FROM PUBLIC;
