-- Sessions and signed places: schema `vault` of the identity database.

-- name: cases_for
-- Those that were asked for first, then the newest; open ones of a team that the member acts for in which they stand on no
-- other side.
SELECT one.ref FROM vault.known_case AS one
WHERE EXISTS (SELECT FROM vault.hat WHERE hat.staff = %(staff)s AND (hat.agency, hat.team) = (one.agency, one.team)
        AND since <= to_timestamp(%(now)s) AND until > to_timestamp(%(now)s))
    AND one.closed_at IS NULL AND (one.notified_by = '' OR one.taken_by IS NOT NULL)
    AND NOT EXISTS (SELECT FROM vault.side WHERE case_ref = one.ref AND side.staff = %(staff)s AND side <> 'asking')
ORDER BY array_position(%(first)s::text[], one.ref), one.opened_at DESC, one.ref LIMIT %(limit)s;

-- name: cases_of_team
SELECT ref FROM vault.known_case WHERE ref = ANY (%(cases)s) AND (notified_by = '' OR taken_by IS NOT NULL)
    AND (agency, team) IN (SELECT * FROM unnest(%(agencies)s::text[], %(teams)s::text[])) AND closed_at IS NULL;

-- name: put_session
INSERT INTO vault.session (id, staff, credential, until) VALUES (%(id)s, %(staff)s, %(credential)s, to_timestamp(%(until)s));

-- name: put_session_case
INSERT INTO vault.session_case (session, case_ref) VALUES (%(id)s, %(case)s);

-- name: leave_sessions
-- Whoever goes on with a case that was closed signs for it anew.
DELETE FROM vault.session_case WHERE case_ref = %(case)s;

-- name: end_session
DELETE FROM vault.session WHERE id = %(id)s;

-- name: forget_sessions
DELETE FROM vault.session WHERE until < to_timestamp(%(now)s);

-- name: reach_of
SELECT officer, role, extract(epoch FROM until)::int8, case_ref, handle,
    (SELECT notified_by FROM vault.known_case WHERE ref = case_ref),
    extract(epoch FROM opened_at)::int8, extract(epoch FROM window_from)::int8, extract(epoch FROM window_to)::int8
FROM vault.reach WHERE session = %(id)s AND until > to_timestamp(%(now)s);

-- name: reaches
SELECT FROM vault.reach WHERE session = %(id)s AND case_ref = %(case)s AND until > to_timestamp(%(now)s);

-- name: standing
SELECT reach.session, array_agg(DISTINCT reach.case_ref),
    coalesce(array_agg(DISTINCT encode(places.ref, 'hex')) FILTER (WHERE places.ref IS NOT NULL), '{}')
FROM vault.reach LEFT JOIN vault.standing_places AS places ON places.case_ref = reach.case_ref
WHERE reach.session = ANY (%(ids)s) AND reach.until > to_timestamp(%(now)s) GROUP BY reach.session;

-- name: bounds_of_case
SELECT extract(epoch FROM opened_at)::int8, extract(epoch FROM window_from)::int8, extract(epoch FROM window_to)::int8
FROM vault.known_case WHERE ref = %(case)s;

-- name: lock_places
-- One text at a time of a case, or of those that codes to one number began, so that its budget also holds for two at once.
SELECT pg_advisory_xact_lock(hashtextextended('vault.places ' || coalesce((
    SELECT min(other.case_ref) FROM vault.patient_code AS one JOIN vault.patient_code AS other USING (number)
    WHERE one.case_ref = %(case)s AND one.used_at IS NOT NULL AND other.used_at IS NOT NULL), %(case)s), 0));

-- name: standing_places
SELECT case_ref, text FROM vault.standing_places WHERE case_ref = ANY (%(cases)s);

-- name: signed_alone
-- Those of a barred signer or key too: a budget that was used stays used. The cases that codes to one number began have one
-- budget together: else who holds the number signs for as many places more with each code, and joins what they tell.
SELECT text FROM vault.places WHERE agreed_by IS NULL AND (case_ref = %(case)s OR case_ref IN (
    SELECT other.case_ref FROM vault.patient_code AS one JOIN vault.patient_code AS other USING (number)
    WHERE one.case_ref = %(case)s AND one.used_at IS NOT NULL AND other.used_at IS NOT NULL));

-- name: put_places
INSERT INTO vault.places (ref, case_ref, text, staff, credential, signature, agreed_by, agreed_credential, agreement)
VALUES (%(ref)s, %(case)s, %(text)s, %(staff)s, %(credential)s, %(signature)s, %(agreed_by)s, %(agreed_credential)s,
    %(agreement)s);

-- name: put_waiting_places
-- A text that was taken in before waits for nobody.
INSERT INTO vault.waiting_places (ref, case_ref, text, staff, credential, signature, until)
SELECT %(ref)s, %(case)s, %(text)s, %(staff)s, %(credential)s, %(signature)s, %(until)s
WHERE NOT EXISTS (SELECT FROM vault.used_text WHERE ref = %(ref)s)
ON CONFLICT DO NOTHING RETURNING ref;

-- name: count_waiting
SELECT count(*) FROM vault.waiting_places WHERE staff = %(staff)s;

-- name: waiting_places
-- Of all teams of one's own agency; as a deputy, of the team alone.
SELECT one.case_ref, one.text, one.staff, extract(epoch FROM one.asked_at)::int8
FROM vault.waiting_places AS one
JOIN vault.known_case AS known ON known.ref = one.case_ref AND known.closed_at IS NULL
    AND (known.agency = ANY (%(own)s::text[])
        OR (known.agency, known.team) IN (SELECT * FROM unnest(%(agencies)s::text[], %(teams)s::text[])))
WHERE one.until > to_timestamp(%(now)s) ORDER BY one.asked_at, one.ref LIMIT 200;

-- name: waiting_signature
SELECT signature FROM vault.waiting_places WHERE ref = %(ref)s AND text = %(text)s;

-- name: waiting_of_case
SELECT text FROM vault.waiting_places WHERE case_ref = %(case)s AND until > to_timestamp(%(now)s) ORDER BY asked_at, ref;

-- name: drop_waiting_places
DELETE FROM vault.waiting_places WHERE ref = %(ref)s;

-- name: forget_waiting_places
DELETE FROM vault.waiting_places WHERE until < to_timestamp(%(now)s);
