-- The partner API: what requests of one key at the same time must agree on.

-- name: take_token
-- Take one request out of a key's bucket, which fills by `per_second` up to `burst`; no row where it is empty.
INSERT INTO business_apibucket AS known (key_id, tokens, filled_at)
VALUES (%(key)s, %(burst)s::float8 - 1, clock_timestamp())
ON CONFLICT (key_id) DO UPDATE SET
    tokens = least(%(burst)s, known.tokens + extract(epoch FROM clock_timestamp() - known.filled_at) * %(per_second)s) - 1,
    filled_at = clock_timestamp()
WHERE least(%(burst)s, known.tokens + extract(epoch FROM clock_timestamp() - known.filled_at) * %(per_second)s) >= 1
RETURNING tokens;

-- name: tokens_left
SELECT least(%(burst)s, tokens + extract(epoch FROM clock_timestamp() - filled_at) * %(per_second)s)
FROM business_apibucket WHERE key_id = %(key)s;

-- name: hold_name
-- Whether this transaction alone holds an idempotency key: a second request with it is told so and does not wait.
SELECT pg_try_advisory_xact_lock(%(key)s, hashtext(%(name)s));

-- name: forget_answers
-- A few at a time, and none that another request is at.
DELETE FROM business_apianswer WHERE id IN (
    SELECT id FROM business_apianswer WHERE made_at < now() - make_interval(secs => %(seconds)s)
    ORDER BY made_at LIMIT 200 FOR UPDATE SKIP LOCKED);

-- name: given_up
-- What a business's webhooks were not told, the newest first.
SELECT m.id, m.template, m.created_at, m.error, w.url
FROM notices.message m JOIN business_webhook w ON w.id = m.webhook_id
WHERE w.business_id = %(business)s AND m.state = 'given-up' ORDER BY m.id DESC LIMIT %(limit)s;

-- name: send_again
UPDATE notices.message AS m SET state = 'queued', tries = 0, due_at = now(), error = ''
FROM business_webhook w
WHERE m.id = %(id)s AND m.state = 'given-up' AND w.id = m.webhook_id AND w.business_id = %(business)s AND w.ended_at IS NULL;

-- name: change_secret
SELECT business_change_secret(%(webhook)s, %(sealed)s);
