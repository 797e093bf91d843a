-- What the vault keeps of staff, cases and warrants: schema `vault` of the identity database.

-- name: add_member
-- Whoever is known stays as they are.
INSERT INTO vault.staff (ref, role, agency, team) VALUES (%(ref)s, %(role)s, %(agency)s, %(team)s) ON CONFLICT DO NOTHING;

-- name: bar_member
UPDATE vault.staff SET barred_at = now() WHERE ref = %(ref)s AND barred_at IS NULL RETURNING ref;

-- name: move_member
UPDATE vault.staff SET agency = %(agency)s, team = %(team)s WHERE ref = %(ref)s;

-- name: drop_word
DELETE FROM vault.enrolment_word WHERE staff = %(staff)s;

-- name: set_word
INSERT INTO vault.enrolment_word (staff, key, expires_at) VALUES (%(staff)s, %(key)s, %(expires_at)s)
ON CONFLICT (staff) DO UPDATE SET key = excluded.key, expires_at = excluded.expires_at;

-- name: take_word
-- Gone with its use; a refusal rolls that back.
DELETE FROM vault.enrolment_word AS word USING vault.staff AS staff
WHERE word.staff = %(staff)s AND staff.ref = word.staff AND word.expires_at > now() AND staff.barred_at IS NULL
RETURNING word.key, staff.role;

-- name: put_key
INSERT INTO vault.staff_key (credential, staff, kind, public_key, sign_count, aaguid, backup_eligible)
VALUES (%(credential)s, %(staff)s, %(kind)s, %(public_key)s, %(sign_count)s, %(aaguid)s, %(backup_eligible)s)
ON CONFLICT DO NOTHING RETURNING credential;

-- name: keys_of
SELECT key.kind, extract(epoch FROM key.made_at)::int8, key.credential
FROM vault.staff_key AS key JOIN vault.staff AS staff ON staff.ref = key.staff
WHERE key.staff = %(staff)s AND key.barred_at IS NULL AND staff.role = ANY(%(roles)s) ORDER BY key.made_at;

-- name: lock_barring
-- One at a time of a portal, so that the cap of a day also holds for concurrent requests.
SELECT pg_advisory_xact_lock(hashtextextended('vault.barring ' || %(portal)s, 0));

-- name: barred_today
SELECT count(*) FROM vault.staff_key AS key JOIN vault.staff AS staff ON staff.ref = key.staff
WHERE key.barred_at > now() - interval '1 day' AND staff.role = ANY(%(roles)s);

-- name: bar_key
-- By its mark, the first 16 bytes of its id's SHA-256.
UPDATE vault.staff_key AS key SET barred_at = now() FROM vault.staff AS staff
WHERE staff.ref = key.staff AND key.staff = %(staff)s AND staff.role = ANY(%(roles)s)
  AND substring(sha256(key.credential) FOR 16) = %(key)s AND key.barred_at IS NULL
RETURNING staff.role, key.kind, encode(sha256(key.public_key), 'hex');

-- name: signer_of
-- Locked, so that a counter that goes back is seen whoever comes first.
SELECT staff.ref, key.credential, key.kind, key.public_key, key.sign_count
FROM vault.staff_key AS key JOIN vault.staff AS staff ON staff.ref = key.staff
WHERE key.credential = %(credential)s AND key.barred_at IS NULL AND staff.barred_at IS NULL
FOR UPDATE OF key;

-- name: note_count
UPDATE vault.staff_key SET sign_count = %(sign_count)s WHERE credential = %(credential)s;

-- name: use_text
INSERT INTO vault.used_text (ref, until) VALUES (%(ref)s, %(until)s) ON CONFLICT DO NOTHING RETURNING ref;

-- name: forget_texts
DELETE FROM vault.used_text WHERE until < to_timestamp(%(now)s) - interval '1 hour';

-- name: member_of
SELECT ref, role, agency, team FROM vault.staff WHERE ref = %(staff)s AND barred_at IS NULL;

-- name: hats_of
-- As themselves first.
SELECT staff, role, agency, team, deputy FROM vault.hat
WHERE staff = %(staff)s AND since <= to_timestamp(%(now)s) AND until > to_timestamp(%(now)s) ORDER BY deputy, since;

-- name: begin_case
INSERT INTO vault.known_case (ref, subject, handle, register_handle, disease, anchor, anchor_kind, agency, team,
    window_from, window_to, notified_by)
VALUES (%(ref)s, %(subject)s, %(handle)s, %(register)s, %(disease)s, %(anchor)s, %(anchor_kind)s, %(agency)s, %(team)s,
    %(start)s, %(end)s, %(notified_by)s);

-- name: waiting_cases
-- Those that the asking officer took up too: an answer may have been lost on its way to the console. Of who works in the
-- case's team no more, as well: nobody else would ever get it. The oldest thousand: those behind come as these are taken.
SELECT ref, disease, anchor, anchor_kind, notified_by, extract(epoch FROM opened_at)::int8, subject IS NOT NULL
FROM vault.known_case
WHERE (agency, team) IN (SELECT * FROM unnest(%(agencies)s::text[], %(teams)s::text[])) AND notified_by <> ''
    AND closed_at IS NULL
    AND (taken_by IS NULL OR taken_by = %(staff)s OR NOT EXISTS (
        SELECT FROM vault.hat WHERE hat.staff = taken_by AND (hat.agency, hat.team) = (known_case.agency, known_case.team)
            AND since <= to_timestamp(%(now)s) AND until > to_timestamp(%(now)s)))
ORDER BY opened_at, ref LIMIT 1000;

-- name: case_to_take
-- A case that waited too long is nobody's to take, also before its keys have gone. It is free where whoever took it up works
-- in its team no more.
SELECT disease, anchor, anchor_kind, notified_by, extract(epoch FROM opened_at)::int8,
    extract(epoch FROM window_from)::int8, extract(epoch FROM window_to)::int8, handle, register_handle,
    (SELECT staff FROM vault.hat WHERE hat.staff = taken_by AND (hat.agency, hat.team) = (known_case.agency, known_case.team)
        AND since <= to_timestamp(%(now)s) AND until > to_timestamp(%(now)s) LIMIT 1),
    agency, team
FROM vault.known_case WHERE ref = %(case)s AND notified_by <> ''
    AND (agency, team) IN (SELECT * FROM unnest(%(agencies)s::text[], %(teams)s::text[]))
    AND (taken_by IS NOT NULL OR opened_at >= clock_timestamp() - make_interval(days => %(days)s))
    AND closed_at IS NULL FOR UPDATE;

-- name: take_case
-- When it was first taken up stays: the days of a training case count from then, through whosever hands it goes.
UPDATE vault.known_case SET taken_by = %(staff)s, taken_at = coalesce(taken_at, now()) WHERE ref = %(case)s;

-- name: case_to_take_over
-- Of a team that the officer acts for, and worked on: what waits is taken up.
SELECT taken_by, closed_at IS NOT NULL FROM vault.known_case
WHERE ref = %(case)s AND (agency, team) IN (SELECT * FROM unnest(%(agencies)s::text[], %(teams)s::text[]))
    AND (notified_by = '' OR taken_by IS NOT NULL) FOR UPDATE;

-- name: open_cases_of_disease
-- In a bad year some thousands; the newest are looked at.
SELECT ref, handle, agency, team FROM vault.known_case
WHERE closed_at IS NULL AND handle IS NOT NULL AND disease = %(disease)s
ORDER BY opened_at DESC, ref LIMIT %(most)s;

-- name: person_of_case
-- The last column: it waits still, and who asks notified it.
SELECT disease, handle, agency, team, taken_by IS NULL AND notified_by = %(staff)s FROM vault.known_case
WHERE ref = %(case)s;

-- name: corrections_that_wait
SELECT count(*) FROM (SELECT FROM identity.correction WHERE done_at IS NULL LIMIT %(most)s) AS waiting;

-- name: lapsed_cases
-- Locked, so that none is among them that somebody is taking up.
SELECT ref FROM vault.known_case
WHERE notified_by <> '' AND taken_by IS NULL AND opened_at < now() - make_interval(days => %(days)s)
ORDER BY opened_at FOR UPDATE;

-- name: lock_notifier
-- One notification at a time of a person, so that the cap of a day also holds for concurrent requests.
SELECT pg_advisory_xact_lock(hashtextextended('vault.notification ' || %(staff)s, 0));

-- name: notified_today
SELECT count(*) FROM vault.notification WHERE staff = %(staff)s AND at > now() - interval '1 day';

-- name: note_notification
INSERT INTO vault.notification (staff) VALUES (%(staff)s);

-- name: forget_notifications
DELETE FROM vault.notification WHERE at < now() - interval '2 days';

-- name: bounds_of
SELECT extract(epoch FROM window_from)::int8, extract(epoch FROM window_to)::int8
FROM vault.known_case WHERE ref = %(case)s AND window_from IS NOT NULL AND window_to IS NOT NULL;

-- name: forget_warrants
DELETE FROM vault.warrant WHERE case_ref = %(case)s;

-- name: forget_sides
DELETE FROM vault.side WHERE case_ref = %(case)s;

-- name: forget_case
DELETE FROM vault.known_case WHERE ref = %(case)s;

-- name: subject_of
SELECT subject FROM vault.known_case WHERE ref = %(case)s;

-- name: whose_case
SELECT agency, team, closed_at IS NOT NULL FROM vault.known_case WHERE ref = %(case)s;

-- name: close_case
UPDATE vault.known_case SET closed_at = coalesce(closed_at, now()) WHERE ref = %(case)s RETURNING ref;

-- name: reopen_case
UPDATE vault.known_case SET closed_at = NULL WHERE ref = %(case)s RETURNING ref;

-- name: case_not_over
-- Both clocks must say that its days are over. An hour less, as the console notes a closing a moment before the vault does.
SELECT FROM vault.known_case CROSS JOIN least(now(), to_timestamp(%(now)s)) AS moment
WHERE ref = %(case)s AND (closed_at < moment - make_interval(days => %(work)s, hours => -1)) IS NOT TRUE
    AND NOT (notified_by <> '' AND taken_by IS NULL AND opened_at < moment - make_interval(days => %(waiting)s))
    AND NOT (starts_with(ref, %(prefix)s) AND coalesce(taken_at, opened_at) < moment - make_interval(days => %(training)s));

-- name: take_side
-- Whoever stands on a side of the case stays there.
INSERT INTO vault.side (case_ref, staff, side) VALUES (%(case)s, %(staff)s, %(side)s) ON CONFLICT DO NOTHING;

-- name: side_of
SELECT side FROM vault.side WHERE case_ref = %(case)s AND staff = %(staff)s;

-- name: put_warrant
INSERT INTO vault.warrant (digest, ref, case_ref, text, requester, requester_key, request)
VALUES (%(digest)s, %(ref)s, %(case)s, %(text)s, %(staff)s, %(credential)s, %(signature)s)
ON CONFLICT DO NOTHING RETURNING digest;

-- name: asked_warrant
-- Of whoever is barred since, or whose key is, nothing waits any more.
SELECT requester, requester_key FROM vault.warrant
JOIN vault.staff ON staff.ref = requester AND staff.barred_at IS NULL
JOIN vault.staff_key AS key ON key.credential = requester_key AND key.barred_at IS NULL
WHERE digest = %(digest)s;

-- name: approve_warrant
-- By the same person again where the answer was lost: the signature that came last stands.
UPDATE vault.warrant SET approver = %(staff)s, approver_key = %(credential)s, approval = %(signature)s, approved_at = now()
WHERE digest = %(digest)s AND coalesce(approver, %(staff)s) = %(staff)s RETURNING digest;

-- name: valid_warrant
-- A barred signer, or a barred key, counts for nothing, also under older warrants.
SELECT warrant.text
FROM vault.warrant AS warrant
JOIN vault.staff AS asker ON asker.ref = warrant.requester AND asker.barred_at IS NULL
JOIN vault.staff AS other ON other.ref = warrant.approver AND other.barred_at IS NULL
JOIN vault.staff_key AS one ON one.credential = warrant.requester_key AND one.barred_at IS NULL
JOIN vault.staff_key AS two ON two.credential = warrant.approver_key AND two.barred_at IS NULL
WHERE warrant.digest = %(digest)s;

-- name: lock_officer
-- One opening at a time of an officer, so that the cap of a day also holds for concurrent requests with two keys.
SELECT pg_advisory_xact_lock(hashtextextended('vault.opening ' || %(staff)s, 0));

-- name: opened_today
SELECT coalesce(sum(people), 0)::int8 FROM vault.opening WHERE staff = %(staff)s AND at > now() - interval '1 day';

-- name: note_opening
INSERT INTO vault.opening (staff, people) VALUES (%(staff)s, %(people)s);

-- name: forget_openings
DELETE FROM vault.opening WHERE at < now() - interval '2 days';

-- name: lock_patient_codes
-- One code at a time, so that the caps also hold for concurrent requests.
SELECT pg_advisory_xact_lock(hashtextextended('vault.patient_code', 0));

-- name: patient_codes_so_far
-- How many the officer sent within a day; how many to the number nobody read out (one that is still good counts too); how
-- many to it made a case, or still may.
SELECT count(*) FILTER (WHERE staff = %(staff)s AND asked_at > now() - interval '1 day'),
    count(*) FILTER (WHERE number = %(number)s AND used_at IS NULL),
    count(*) FILTER (WHERE number = %(number)s AND (used_at IS NOT NULL OR until > now()))
FROM vault.patient_code;

-- name: put_patient_code
INSERT INTO vault.patient_code (id, case_ref, staff, number, sealed, code, disease, anchor, anchor_kind, until)
VALUES (%(id)s, %(case)s, %(staff)s, %(number)s, %(sealed)s, %(code)s, %(disease)s, %(anchor)s, %(anchor_kind)s,
    now() + make_interval(secs => %(seconds)s));

-- name: try_patient_code
-- Counted before it is compared, and locked: two tries at a time are two.
UPDATE vault.patient_code SET tries = tries + 1
WHERE id = %(id)s AND staff = %(staff)s AND until > now() AND used_at IS NULL AND tries < %(tries)s
RETURNING case_ref, sealed, code, disease, anchor, anchor_kind;

-- name: use_patient_code
UPDATE vault.patient_code SET used_at = now(), sealed = NULL WHERE id = %(id)s;

-- name: forget_patients
-- Of codes that are over only their marks are counted.
UPDATE vault.patient_code SET sealed = NULL WHERE until <= now() AND sealed IS NOT NULL;

-- name: forget_patient_codes
DELETE FROM vault.patient_code WHERE asked_at < now() - make_interval(days => %(days)s);

-- name: training_of
SELECT count(*) FROM vault.known_case WHERE notified_by = %(staff)s AND starts_with(ref, %(prefix)s);

-- name: training_over
-- Three days from their taking up; from their notification, where nobody took them up.
SELECT ref FROM vault.known_case
WHERE starts_with(ref, %(prefix)s) AND coalesce(taken_at, opened_at) < now() - make_interval(days => %(days)s)
ORDER BY opened_at, ref;

-- name: put_work_list
INSERT INTO vault.work_list (ref, case_ref, warrant, staff, credential, until)
VALUES (%(ref)s, %(case)s, %(warrant)s, %(staff)s, %(credential)s, to_timestamp(%(until)s));

-- name: put_work_list_people
INSERT INTO vault.work_list_person (list, number, handle)
SELECT %(ref)s, number, handle FROM unnest(%(handles)s::bytea[]) WITH ORDINALITY AS one (handle, number);

-- name: reached_work_list
-- While its officer has a session that reaches the case: not barred, of its team still, on the asking side, the case open.
SELECT list.case_ref, list.warrant, reach.officer, reach.role, key.kind
FROM vault.work_list AS list
JOIN vault.reach AS reach ON reach.session = %(session)s AND reach.case_ref = list.case_ref AND reach.officer = list.staff
JOIN vault.staff_key AS key ON key.credential = list.credential AND key.barred_at IS NULL
WHERE list.ref = %(ref)s AND list.until > to_timestamp(%(now)s) AND reach.until > to_timestamp(%(now)s);

-- name: person_on_work_list
-- Locked, so that a name that is asked for twice at a time counts once.
SELECT handle, shown_at IS NOT NULL, coalesce(read_again_on >= %(day)s, false)
FROM vault.work_list_person WHERE list = %(ref)s AND number = %(number)s FOR UPDATE;

-- name: note_shown
UPDATE vault.work_list_person SET shown_at = now() WHERE list = %(ref)s AND number = %(number)s;

-- name: note_read_again
UPDATE vault.work_list_person SET read_again_on = %(day)s WHERE list = %(ref)s AND number = %(number)s;

-- name: forget_work_lists
DELETE FROM vault.work_list WHERE until < to_timestamp(%(now)s) - interval '1 day';
