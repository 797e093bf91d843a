-- Children under a guardian's verified number, what a withdrawal leaves until when, and corrections that are answered.
-- Functions of the release before (about_person, withdraw_consent) stay until the next one.

-- A child is a person of its own, so that its visits are not the guardian's; its index is that of no number.
ALTER TABLE identity.identity
    ADD COLUMN guardian  bytea REFERENCES identity.identity ON DELETE CASCADE,
    ADD COLUMN child_ref uuid  UNIQUE,
    ADD CONSTRAINT identity_child CHECK ((guardian IS NULL) = (child_ref IS NULL));
CREATE INDEX identity_guardian ON identity.identity (guardian) WHERE guardian IS NOT NULL;

-- `sealed` is emptied when a request is done: what remains is that it was asked and answered.
ALTER TABLE identity.correction ADD COLUMN done_at timestamptz;
CREATE INDEX correction_waiting ON identity.correction (asked_at) WHERE done_at IS NULL;

-- A child's first printed pass is its number 1. outcome (ansim.identity.outcomes.OfChild): 'added',
-- 'other-number' (the number sealed for the child is not the guardian's verified one), 'too-many' (ten), 'ended'.
CREATE FUNCTION identity.add_child(
    asked_guardian bytea, guardian_index bytea, asked_ref uuid, fresh_person bytea, fresh_index bytea,
    fresh_sealed bytea, asked_consent text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    known identity;
BEGIN
    SELECT * INTO known FROM identity
    WHERE person_id = asked_guardian AND withdrawn_at IS NULL AND guardian IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'ended';
    END IF;
    IF known.phone_index <> guardian_index THEN
        RETURN 'other-number';
    END IF;
    IF (SELECT count(*) FROM identity WHERE guardian = asked_guardian) >= 10 THEN
        RETURN 'too-many';
    END IF;
    INSERT INTO identity (person_id, sealed, phone_index, verified_at, last_seen_week, consent, verified_by,
                          pass_generation, guardian, child_ref)
    VALUES (fresh_person, fresh_sealed, fresh_index, now(), date_trunc('week', now())::date, asked_consent,
            known.verified_by, 1, asked_guardian, asked_ref);
    RETURN 'added';
END $$;

CREATE FUNCTION identity.children_of(asked_guardian bytea, OUT child_ref uuid, OUT added_at timestamptz)
RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    SELECT identity.child_ref, verified_at FROM identity WHERE guardian = asked_guardian ORDER BY verified_at;
$$;

-- A new printed pass of a child: the one before is worth nothing from then on. No row where there is no such child.
CREATE FUNCTION identity.new_child_pass(asked_guardian bytea, asked_ref uuid, OUT person_id bytea, OUT generation integer)
RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    UPDATE identity SET pass_generation = pass_generation % 65535 + 1
    WHERE guardian = asked_guardian AND child_ref = asked_ref AND withdrawn_at IS NULL
    RETURNING identity.person_id, pass_generation;
$$;

CREATE FUNCTION identity.remove_child(asked_guardian bytea, asked_ref uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
BEGIN
    DELETE FROM identity WHERE guardian = asked_guardian AND child_ref = asked_ref;
    RETURN FOUND;
END $$;

-- Withdraw consent, for oneself and one's children: no further check-in by any token, credential or pass. Gives when
-- it was withdrawn, at this moment or before; NULL where nothing is stored.
CREATE FUNCTION identity.withdraw(asked_person bytea) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    since timestamptz;
BEGIN
    UPDATE identity SET withdrawn_at = now(), pass_generation = pass_generation % 65535 + 1
    WHERE (person_id = asked_person OR guardian = asked_person) AND withdrawn_at IS NULL;
    SELECT withdrawn_at INTO since FROM identity WHERE person_id = asked_person;
    IF FOUND THEN
        INSERT INTO stopped (person_id) VALUES (asked_person)
        ON CONFLICT (person_id) DO UPDATE SET stopped_at = now();
    END IF;
    RETURN since;
END $$;

-- What is stored about a person beside the sealed name and number; no row where nothing is.
CREATE FUNCTION identity.about(
    asked_person bytea, OUT verified_at timestamptz, OUT verified_by text, OUT last_seen_week date, OUT consent text,
    OUT printed_pass boolean
) RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    SELECT verified_at, verified_by, last_seen_week, consent, pass_generation > 0
    FROM identity WHERE person_id = asked_person;
$$;

-- A person's requests, the newest first.
CREATE FUNCTION identity.corrections_of(asked_person bytea, OUT id uuid, OUT asked_at timestamptz, OUT done_at timestamptz)
RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    SELECT id, asked_at, done_at FROM correction WHERE person_id = asked_person ORDER BY asked_at DESC;
$$;

-- Keep a sealed request (ansim.identity.outcomes.OfCorrection): 'kept', 'too-many' (five wait), or 'ended' (no such person).
CREATE OR REPLACE FUNCTION identity.ask_correction(asked_id uuid, asked_person bytea, asked_sealed bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
BEGIN
    PERFORM 1 FROM identity WHERE person_id = asked_person FOR UPDATE;  -- so that the limit is exact
    IF NOT FOUND THEN
        RETURN 'ended';
    END IF;
    IF (SELECT count(*) FROM correction WHERE person_id = asked_person AND done_at IS NULL) >= 5 THEN
        RETURN 'too-many';
    END IF;
    INSERT INTO correction (id, person_id, sealed) VALUES (asked_id, asked_person, asked_sealed);
    RETURN 'kept';
END $$;

-- As before (0004), and beside identities what else has had its time: counts of codes, requests answered long ago.
CREATE OR REPLACE FUNCTION identity.forget(unseen_days integer, withdrawn_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    IF unseen_days < 28 OR withdrawn_days < 14 THEN
        RAISE EXCEPTION 'identities are kept for at least 28 days unseen and 14 withdrawn, not % and %',
            unseen_days, withdrawn_days USING ERRCODE = 'check_violation';
    END IF;
    -- A guardian whose child is seen stays: the child's identity goes with theirs.
    DELETE FROM identity AS old
    WHERE old.withdrawn_at < now() - make_interval(days => withdrawn_days)
       OR (old.last_seen_week + 6 < current_date - unseen_days AND NOT EXISTS (
           SELECT FROM identity AS child
           WHERE child.guardian = old.person_id AND child.last_seen_week + 6 >= current_date - unseen_days
       ));
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM verification WHERE created_at < now() - interval '1 hour';
    DELETE FROM code_use WHERE ends_at < now();
    DELETE FROM correction WHERE done_at < now() - make_interval(days => withdrawn_days);
    RETURN gone;
END $$;

REVOKE ALL ON FUNCTION identity.add_child, identity.children_of, identity.new_child_pass, identity.remove_child,
    identity.withdraw, identity.about, identity.corrections_of, identity.ask_correction, identity.forget FROM PUBLIC;
