-- What the vault keeps of laboratories and of what they notified (ADR 42).

-- name: laboratory_key
SELECT laboratory.ref, laboratory.a_day, key.algorithm, key.public_key
FROM vault.laboratory_key AS key JOIN vault.laboratory AS laboratory ON laboratory.ref = key.laboratory
WHERE key.kid = %(kid)s AND key.barred_at IS NULL AND laboratory.barred_at IS NULL;

-- name: lock_laboratory
-- One notification at a time of a laboratory: the same one sent twice makes one case, and the cap of a day holds.
SELECT pg_advisory_xact_lock(hashtextextended('vault.laboratory ' || %(laboratory)s, 0));

-- name: notified_as
SELECT content, case_ref FROM vault.laboratory_notification WHERE laboratory = %(laboratory)s AND jti = %(jti)s;

-- name: notified_by_laboratory
SELECT count(*) FROM vault.laboratory_notification
WHERE laboratory = %(laboratory)s AND received_at > to_timestamp(%(now)s) - interval '1 day';

-- name: note_laboratory_notification
INSERT INTO vault.laboratory_notification (laboratory, jti, content, case_ref, received_at, until)
VALUES (%(laboratory)s, %(jti)s, %(content)s, %(case)s, to_timestamp(%(now)s), to_timestamp(%(until)s));

-- name: forget_laboratory_notifications
DELETE FROM vault.laboratory_notification WHERE until < to_timestamp(%(now)s);

-- name: somebody_takes_up
SELECT EXISTS (SELECT FROM vault.hat WHERE role = 'officer' AND (agency, team) = (%(agency)s, %(team)s)
    AND since <= to_timestamp(%(now)s) AND until > to_timestamp(%(now)s));

-- name: laboratory_names
SELECT ref, name, barred_at IS NOT NULL FROM vault.laboratory WHERE ref = ANY (%(refs)s);

-- What the operator does, as the owner of the database.

-- name: add_laboratory
INSERT INTO vault.laboratory (ref, name, a_day) VALUES (%(ref)s, %(name)s, %(a_day)s)
ON CONFLICT DO NOTHING RETURNING ref;

-- name: add_laboratory_key
INSERT INTO vault.laboratory_key (kid, laboratory, algorithm, public_key)
VALUES (%(kid)s, %(laboratory)s, %(algorithm)s, %(public_key)s) ON CONFLICT DO NOTHING RETURNING kid;

-- name: limit_laboratory
UPDATE vault.laboratory SET a_day = %(a_day)s WHERE ref = %(ref)s RETURNING ref;

-- name: bar_laboratory
-- Whoever is barred stays so since then.
UPDATE vault.laboratory SET barred_at = coalesce(barred_at, now()) WHERE ref = %(ref)s RETURNING ref;

-- name: bar_laboratory_key
UPDATE vault.laboratory_key SET barred_at = coalesce(barred_at, now())
WHERE laboratory = %(ref)s AND kid = %(kid)s RETURNING encode(sha256(public_key), 'hex');

-- name: waiting_of_laboratory
SELECT count(*) FROM vault.known_case WHERE notified_by = %(ref)s AND taken_by IS NULL AND closed_at IS NULL;

-- name: standing_laboratory
SELECT ref FROM vault.laboratory WHERE ref = %(ref)s AND barred_at IS NULL;

-- name: all_laboratories
SELECT laboratory.ref, laboratory.name, laboratory.a_day, laboratory.barred_at, key.kid, key.algorithm, key.barred_at
FROM vault.laboratory AS laboratory LEFT JOIN vault.laboratory_key AS key ON key.laboratory = laboratory.ref
ORDER BY laboratory.added_at, laboratory.ref, key.added_at, key.kid;
