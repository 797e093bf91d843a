-- A guardian who withdrew and consents again begins with no children, and may add them again: the children of before stay
-- withdrawn, and go when their time is over or with the guardian.

-- As before (0006_families.sql); only children who are not withdrawn count for the ten.
CREATE OR REPLACE FUNCTION identity.add_child(
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
    IF (SELECT count(*) FROM identity WHERE guardian = asked_guardian AND withdrawn_at IS NULL) >= 10 THEN
        RETURN 'too-many';
    END IF;
    INSERT INTO identity (person_id, sealed, phone_index, verified_at, last_seen_week, consent, verified_by,
                          pass_generation, guardian, child_ref)
    VALUES (fresh_person, fresh_sealed, fresh_index, now(), date_trunc('week', now())::date, asked_consent,
            known.verified_by, 1, asked_guardian, asked_ref);
    RETURN 'added';
END $$;

CREATE OR REPLACE FUNCTION identity.children_of(asked_guardian bytea, OUT child_ref uuid, OUT added_at timestamptz)
RETURNS SETOF record LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    SELECT identity.child_ref, verified_at FROM identity
    WHERE guardian = asked_guardian AND withdrawn_at IS NULL ORDER BY verified_at;
$$;
