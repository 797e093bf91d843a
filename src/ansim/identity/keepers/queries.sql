-- Staff records and their proposals: schema `vault` of the identity database, and what the main one shows of staff.

-- name: lock_records
-- One staff record at a time: versions, logins and the number of keepers hold also for two at once.
SELECT pg_advisory_xact_lock(hashtextextended('vault.staff records', 0));

-- name: record_of
SELECT version, role, agency, team, barred_at IS NOT NULL FROM vault.staff WHERE ref = %(staff)s;

-- name: all_records
SELECT ref, version, role, agency, team, barred_at IS NOT NULL FROM vault.staff ORDER BY agency, team, role, ref;

-- name: keys_that_count
SELECT staff, kind FROM vault.staff_key WHERE barred_at IS NULL ORDER BY made_at;

-- name: deputies_to_come
SELECT staff, role, agency, team, extract(epoch FROM since)::int8, extract(epoch FROM until)::int8 FROM vault.deputy
WHERE ended_at IS NULL AND until > to_timestamp(%(now)s) ORDER BY since, id;

-- name: usable_keepers
SELECT count(DISTINCT staff.ref) FROM vault.staff AS staff JOIN vault.staff_key AS key ON key.staff = staff.ref
WHERE staff.role = 'keeper' AND staff.barred_at IS NULL AND key.barred_at IS NULL AND staff.ref <> %(without)s
    AND (key.kind = 'passkey' OR %(device_keys)s);

-- name: keepers_ever
-- Those whose keys were barred since as well: once two keepers sign, the operator's own way is shut for good.
SELECT count(DISTINCT staff.ref) FROM vault.staff AS staff JOIN vault.staff_key AS key ON key.staff = staff.ref
WHERE staff.role = 'keeper';

-- name: put_proposal
INSERT INTO vault.staff_proposal (digest, ref, text, staff, keeper, keeper_key, signature, until)
VALUES (%(digest)s, %(ref)s, %(text)s, %(staff)s, %(keeper)s, %(key)s, %(signature)s, to_timestamp(%(until)s))
ON CONFLICT DO NOTHING RETURNING digest;

-- name: waiting_of
SELECT count(*) FROM vault.staff_proposal
WHERE keeper = %(keeper)s AND state = 'waiting' AND until > to_timestamp(%(now)s);

-- name: waiting_proposal
-- Of a keeper who is one still, by a key that counts still.
SELECT proposal.keeper, proposal.keeper_key, key.kind FROM vault.staff_proposal AS proposal
JOIN vault.staff AS staff ON staff.ref = proposal.keeper AND staff.role = 'keeper' AND staff.barred_at IS NULL
JOIN vault.staff_key AS key ON key.credential = proposal.keeper_key AND key.barred_at IS NULL
WHERE proposal.digest = %(digest)s AND proposal.state = 'waiting' AND proposal.until > to_timestamp(%(now)s);

-- name: keep_proposal
UPDATE vault.staff_proposal SET state = 'kept', decided_by = %(keeper)s, decided_key = %(key)s, agreement = %(signature)s,
    agreed_text = %(agreed)s, decided_at = now() WHERE digest = %(digest)s;

-- name: return_proposal
UPDATE vault.staff_proposal SET state = 'returned', decided_by = %(keeper)s, reason = %(reason)s, decided_at = now()
WHERE ref = %(ref)s AND state = 'waiting' AND until > to_timestamp(%(now)s) AND (keeper = %(keeper)s) = (%(reason)s = 'withdrawn')
RETURNING ref;

-- name: proposals
SELECT text, CASE WHEN state = 'waiting' AND until <= to_timestamp(%(now)s) THEN 'over' ELSE state END,
    extract(epoch FROM proposed_at)::int8, coalesce(decided_by, ''), reason
FROM vault.staff_proposal ORDER BY (state = 'waiting' AND until > to_timestamp(%(now)s)) DESC, proposed_at DESC LIMIT %(limit)s;

-- name: forget_proposals
-- What was kept says who let whom in, as long as records of access do; the rest a month.
DELETE FROM vault.staff_proposal
WHERE until < now() - make_interval(days => CASE WHEN state = 'kept' THEN 730 ELSE 30 END);

-- name: forget_deputies
DELETE FROM vault.deputy WHERE least(until, coalesce(ended_at, until)) < now() - interval '730 days';

-- name: put_record
INSERT INTO vault.staff (ref, role, agency, team, version) VALUES (%(staff)s, %(role)s, %(agency)s, %(team)s, 1);

-- name: change_record
UPDATE vault.staff SET role = %(role)s, agency = %(agency)s, team = %(team)s, version = version + 1 WHERE ref = %(staff)s;

-- name: bar_record
UPDATE vault.staff SET barred_at = now(), version = version + 1 WHERE ref = %(staff)s;

-- name: touch_record
UPDATE vault.staff SET version = version + 1 WHERE ref = %(staff)s;

-- name: end_sessions_of
DELETE FROM vault.session WHERE staff = %(staff)s;

-- name: put_deputy
INSERT INTO vault.deputy (staff, role, agency, team, since, until)
VALUES (%(staff)s, %(role)s, %(agency)s, %(team)s, to_timestamp(%(since)s), to_timestamp(%(until)s));

-- name: end_deputies
UPDATE vault.deputy SET ended_at = now() WHERE staff = %(staff)s AND ended_at IS NULL;

-- name: named_staff
SELECT ref, login, name, last_sign_in FROM accounts_named_staff();

-- name: keep_staff
SELECT accounts_keep_staff(%(staff)s, %(login)s, %(name)s, %(role)s, %(portal)s, %(agency)s, %(team)s, %(active)s);

-- name: keep_deputy
SELECT accounts_keep_deputy(%(staff)s, %(role)s, %(agency)s, %(team)s, to_timestamp(%(since)s), to_timestamp(%(until)s));

-- name: end_kept_deputies
SELECT accounts_end_deputies(%(staff)s);
