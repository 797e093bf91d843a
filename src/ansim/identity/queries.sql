-- What the vault asks of the identity database.

-- name: person_of_index
SELECT person_id FROM identity.identity WHERE phone_index = %(index)s;

-- name: sealed_of
SELECT person_id, sealed, sealed_phone FROM identity.identity WHERE person_id = ANY (%(people)s);

-- name: lock_warrant
-- One disclosure at a time under a warrant, so that the cap also holds for concurrent requests.
SELECT pg_advisory_xact_lock(hashtextextended(encode(%(warrant)s::bytea, 'hex'), 0));

-- name: opened_under
SELECT person_id FROM identity.disclosure WHERE warrant = %(warrant)s;

-- name: note_opened
INSERT INTO identity.disclosure (warrant, person_id, expires_at)
SELECT %(warrant)s, unnest(%(people)s::bytea[]), %(expires_at)s
ON CONFLICT DO NOTHING;

-- name: forget_expired
DELETE FROM identity.disclosure WHERE expires_at < now() - interval '1 day';
