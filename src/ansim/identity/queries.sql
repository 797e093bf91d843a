-- What the vault asks of the identity database.

-- name: person_of_index
-- The verified holder of a number comes before whom somebody else gave it for.
SELECT person_id FROM identity.identity WHERE phone_index = ANY (%(indexes)s)
ORDER BY array_position(%(indexes)s, phone_index) LIMIT 1;

-- name: sealed_of
-- A child's row comes with its guardian's, through whom it is reached.
SELECT own.person_id, own.sealed, own.sealed_phone, guardian.person_id, guardian.sealed, guardian.sealed_phone
FROM identity.identity AS own LEFT JOIN identity.identity AS guardian ON guardian.person_id = own.guardian
WHERE own.person_id = ANY (%(people)s);

-- name: lock_warrant
-- One disclosure at a time under a warrant, so that the cap also holds for concurrent requests.
SELECT pg_advisory_xact_lock(hashtextextended(encode(%(warrant)s::bytea, 'hex'), 0));

-- name: opened_under
SELECT handle FROM identity.disclosure WHERE warrant = %(warrant)s;

-- name: note_opened
INSERT INTO identity.disclosure (warrant, case_ref, handle, expires_at)
SELECT %(warrant)s, %(case)s, unnest(%(handles)s::bytea[]), %(expires_at)s
ON CONFLICT DO NOTHING;

-- name: waiting_corrections
SELECT id, person_id, sealed, extract(epoch FROM asked_at)::int8, count(*) OVER ()
FROM identity.correction WHERE done_at IS NULL ORDER BY asked_at, id LIMIT %(limit)s;

-- name: finish_correction
UPDATE identity.correction SET done_at = now(), sealed = '' WHERE id = %(id)s AND done_at IS NULL RETURNING id;

-- name: owner_of_id
SELECT phone_index, sealed, sealed_name FROM business_owner WHERE id = %(owner)s AND erased_at IS NULL;

-- name: number_of_message
SELECT coalesce(one.bound_to, owner.phone_index), coalesce(one.sealed, owner.sealed)
FROM notices.message AS one LEFT JOIN business_owner AS owner ON owner.id = one.owner_id AND owner.erased_at IS NULL
WHERE one.id = %(message)s AND one.state = 'queued' AND coalesce(one.good_until > now(), true)
    AND coalesce(one.sealed, owner.sealed) IS NOT NULL;

-- name: lock_contacts
-- One reading at a time, so that the caps also hold for concurrent requests.
SELECT pg_advisory_xact_lock(hashtextextended('business_contactread', 0));

-- name: contacts_today
SELECT count(*) FILTER (WHERE staff_ref = %(clerk)s), count(*) FROM business_contactread
WHERE at > now() - interval '1 day';

-- name: note_contact
INSERT INTO business_contactread (owner_id, staff_ref, reason) VALUES (%(owner)s, %(clerk)s, %(reason)s);
