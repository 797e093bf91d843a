-- The ends of cases (ADR 34). All by the database's own clock: a caller cannot make a case older than it is.

-- Cases that nobody closed within so many days of their opening, oldest first.
CREATE FUNCTION investigation_forgotten_cases(after_days integer) RETURNS TABLE (ref text, open_days integer)
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
    SELECT ref, extract(day FROM now() - opened_at)::integer FROM investigation_case
    WHERE closed_at IS NULL AND opened_at < now() - make_interval(days => greatest(after_days, 28))
    ORDER BY opened_at, id
$$;

-- Close one of them.
CREATE FUNCTION investigation_close_forgotten(asked_ref text, after_days integer) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE investigation_case SET closed_at = now()
    WHERE ref = asked_ref AND closed_at IS NULL AND opened_at < now() - make_interval(days => greatest(after_days, 28))
    RETURNING true
$$;

-- An officer closes a case, or takes that back while nothing of it is destroyed. The console may write neither date.
CREATE FUNCTION investigation_close_case(asked_ref text, staff integer) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE investigation_case SET closed_at = now(), closed_by_id = staff
    WHERE ref = asked_ref AND closed_at IS NULL RETURNING true
$$;

CREATE FUNCTION investigation_reopen_case(asked_ref text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE investigation_case SET closed_at = NULL, closed_by_id = NULL, opened_at = now()
    WHERE ref = asked_ref AND closed_at IS NOT NULL AND handle IS NOT NULL RETURNING true
$$;

-- Days for which the list of contacts of a case is kept: by the legal class of its disease where that is given.
CREATE FUNCTION investigation_contact_days(preset jsonb, register_days integer, by_class jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT greatest(register_days, coalesce((by_class ->> ((preset #>> '{legal_class,value}')::numeric::integer)::text)::integer, 0))
$$;

-- Whether one more end is due today: at most 100 within 24 hours, beside those that an operator named.
CREATE FUNCTION investigation_may_end(asked_ref text, asked_purpose text, most integer) RETURNS boolean
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM investigation_caseend
                   WHERE case_ref = asked_ref AND purpose = asked_purpose AND named_at IS NOT NULL)
        OR (SELECT count(*) FROM investigation_caseend
            WHERE dropped_at > now() - interval '1 day' AND named_at IS NULL) < least(most, 100)
$$;

-- Closed cases whose work is past its period; those whose register is. Oldest first.
CREATE FUNCTION investigation_due_ends(work_days integer, register_days integer, by_class jsonb)
RETURNS TABLE (case_ref text, purpose text, named boolean)
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
    SELECT due.ref, due.purpose, ends.named_at IS NOT NULL
    FROM (
        SELECT ref, 'work' AS purpose, closed_at FROM investigation_case AS one
        WHERE closed_at < now() - make_interval(days => greatest(work_days, 7))
            AND NOT EXISTS (SELECT FROM investigation_caseend
                            WHERE case_ref = one.ref AND purpose = 'work' AND dropped_at IS NOT NULL)
        UNION ALL
        SELECT ref, 'register', closed_at FROM investigation_case
        WHERE closed_at < now() - make_interval(days => investigation_contact_days(preset, greatest(register_days, 365), by_class))
    ) AS due
    LEFT JOIN investigation_caseend AS ends ON ends.case_ref = due.ref AND ends.purpose = due.purpose
    ORDER BY due.closed_at, due.ref, due.purpose DESC
$$;

-- Destroy what a closed case took from the log; those who were named stay in its list of contacts under the register's
-- handle. Nothing where it is not due, or not today.
CREATE FUNCTION investigation_end_work(asked_ref text, work_days integer, most integer,
    OUT contacts integer, OUT listed integer, OUT warrants integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    ended investigation_case;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('investigation_caseend', 0));
    SELECT * INTO ended FROM investigation_case WHERE ref = asked_ref
        AND closed_at < now() - make_interval(days => greatest(work_days, 7)) FOR UPDATE;
    IF NOT FOUND OR NOT investigation_may_end(asked_ref, 'work', most) THEN
        RETURN;
    END IF;
    DELETE FROM investigation_warrantsignature USING investigation_warrantrecord AS one
        WHERE warrant_id = one.id AND one.case_id = ended.id;
    DELETE FROM investigation_warrantrecord WHERE case_id = ended.id;
    GET DIAGNOSTICS warrants = ROW_COUNT;
    SELECT count(*) INTO contacts FROM investigation_casecontact WHERE case_id = ended.id;
    DELETE FROM investigation_casecontact WHERE case_id = ended.id AND register_handle IS NULL;
    UPDATE investigation_casecontact SET handle = NULL WHERE case_id = ended.id;
    GET DIAGNOSTICS listed = ROW_COUNT;
    UPDATE investigation_case SET handle = NULL WHERE id = ended.id;
    INSERT INTO investigation_caseend AS known (case_ref, purpose, dropped_at, contacts)
        VALUES (asked_ref, 'work', now(), contacts)
        ON CONFLICT (case_ref, purpose) DO UPDATE SET dropped_at = now(), contacts = excluded.contacts;
END $$;

-- Destroy the register of a case and its list of contacts. Where the list outlives the register (class 2), the patient goes
-- with the register's own period: see investigation_end_patients.
CREATE FUNCTION investigation_end_register(asked_ref text, register_days integer, by_class jsonb, most integer,
    OUT listed integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    ended investigation_case;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('investigation_caseend', 0));
    SELECT * INTO ended FROM investigation_case WHERE ref = asked_ref
        AND closed_at < now() - make_interval(days => investigation_contact_days(preset, greatest(register_days, 365), by_class))
        FOR UPDATE;
    IF NOT FOUND OR NOT investigation_may_end(asked_ref, 'register', most)
        OR NOT EXISTS (SELECT FROM investigation_caseend
                       WHERE case_ref = asked_ref AND purpose = 'work' AND key_ended_at IS NOT NULL) THEN
        RETURN;
    END IF;
    DELETE FROM investigation_casecontact WHERE case_id = ended.id;
    GET DIAGNOSTICS listed = ROW_COUNT;
    DELETE FROM investigation_case WHERE id = ended.id;
    INSERT INTO investigation_caseend (case_ref, purpose, dropped_at, contacts)
        VALUES (asked_ref, 'register', now(), listed)
        ON CONFLICT (case_ref, purpose) DO UPDATE SET dropped_at = now(), contacts = excluded.contacts;
END $$;

-- Take the patients out of registers past their own period, whose lists of contacts are kept longer; gives how many.
CREATE FUNCTION investigation_end_patients(register_days integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        UPDATE investigation_case SET register_handle = NULL
        WHERE closed_at < now() - make_interval(days => greatest(register_days, 365)) AND register_handle IS NOT NULL
            AND id IN (SELECT id FROM investigation_case
                       WHERE closed_at < now() - make_interval(days => greatest(register_days, 365))
                           AND register_handle IS NOT NULL ORDER BY closed_at LIMIT 100)
        RETURNING 1
    )
    SELECT count(*)::integer FROM gone
$$;

-- Ends whose key may still be there.
CREATE FUNCTION investigation_open_ends() RETURNS TABLE (case_ref text, purpose text)
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
    SELECT case_ref, purpose FROM investigation_caseend
    WHERE dropped_at IS NOT NULL AND key_ended_at IS NULL ORDER BY dropped_at, id
$$;

-- The key of an end is destroyed.
CREATE FUNCTION investigation_certify_end(asked_ref text, asked_purpose text, asked_means text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE investigation_caseend SET key_ended_at = now(), means = asked_means
    WHERE case_ref = asked_ref AND purpose = asked_purpose AND dropped_at IS NOT NULL AND key_ended_at IS NULL
    RETURNING true
$$;

-- What staff asked of the portals so many days ago goes; gives how many.
CREATE FUNCTION investigation_forget_acts(days integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM accounts_act WHERE at < now() - make_interval(days => greatest(days, 366)) RETURNING 1
    )
    SELECT count(*)::integer FROM gone
$$;

REVOKE ALL ON FUNCTION investigation_forgotten_cases, investigation_close_forgotten, investigation_close_case,
    investigation_reopen_case, investigation_contact_days,
    investigation_may_end, investigation_due_ends, investigation_end_work, investigation_end_register,
    investigation_end_patients, investigation_open_ends, investigation_certify_end, investigation_forget_acts FROM PUBLIC;
