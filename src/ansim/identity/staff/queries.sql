-- What the vault keeps of staff, cases and warrants: schema `vault` of the identity database.

-- name: add_member
-- Whoever is known stays as they are.
INSERT INTO vault.staff (ref, role, agency, team) VALUES (%(ref)s, %(role)s, %(agency)s, %(team)s) ON CONFLICT DO NOTHING;

-- name: bar_member
UPDATE vault.staff SET barred_at = now() WHERE ref = %(ref)s AND barred_at IS NULL RETURNING ref;

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
SELECT kind, extract(epoch FROM made_at)::int8, credential FROM vault.staff_key
WHERE staff = %(staff)s AND barred_at IS NULL ORDER BY made_at;

-- name: signer_of
-- Locked, so that a counter that goes back is seen whoever comes first.
SELECT staff.ref, staff.role, staff.agency, staff.team, key.credential, key.kind, key.public_key, key.sign_count
FROM vault.staff_key AS key JOIN vault.staff AS staff ON staff.ref = key.staff
WHERE key.credential = %(credential)s AND key.barred_at IS NULL AND staff.barred_at IS NULL
FOR UPDATE OF key;

-- name: note_count
UPDATE vault.staff_key SET sign_count = %(sign_count)s WHERE credential = %(credential)s;

-- name: use_text
INSERT INTO vault.used_text (ref, until) VALUES (%(ref)s, %(until)s) ON CONFLICT DO NOTHING RETURNING ref;

-- name: forget_texts
DELETE FROM vault.used_text WHERE until < to_timestamp(%(now)s) - interval '1 hour';

-- name: know_case
INSERT INTO vault.known_case (ref, subject) VALUES (%(ref)s, %(subject)s) ON CONFLICT DO NOTHING;

-- name: forget_warrants
DELETE FROM vault.warrant WHERE case_ref = %(case)s;

-- name: forget_sides
DELETE FROM vault.side WHERE case_ref = %(case)s;

-- name: forget_case
DELETE FROM vault.known_case WHERE ref = %(case)s;

-- name: subject_of
SELECT subject FROM vault.known_case WHERE ref = %(case)s;

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
SELECT requester, requester_key FROM vault.warrant WHERE digest = %(digest)s;

-- name: approve_warrant
-- By the same person again where the answer was lost: the signature that came last stands.
UPDATE vault.warrant SET approver = %(staff)s, approver_key = %(credential)s, approval = %(signature)s, approved_at = now()
WHERE digest = %(digest)s AND coalesce(approver, %(staff)s) = %(staff)s RETURNING digest;

-- name: valid_warrant
-- A barred signer, or a barred key, counts for nothing, also under older warrants.
SELECT warrant.text, asker.agency, asker.team
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
