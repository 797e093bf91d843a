-- The outbox: what puts messages in, and what the worker does with them.

-- name: queue
INSERT INTO notices.message (reference, template, language, owner_id, sealed, bound_to, params, due_at)
VALUES (%(reference)s, %(template)s, %(language)s, %(owner)s, %(sealed)s, %(bound_to)s, %(params)s::jsonb,
        coalesce(%(due_at)s::timestamptz, now()))
ON CONFLICT (reference) DO NOTHING;

-- name: take
-- Take messages that are due and put their next try off, in one statement: two workers never hold the same one, and what a
-- worker that died had taken is due again by itself. `waits`: seconds before the next try, by the number of this one.
WITH due AS (
    SELECT id FROM notices.message WHERE state = 'queued' AND due_at <= now()
    ORDER BY due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE notices.message AS one
SET tries = one.tries + 1,
    due_at = now() + make_interval(secs => (%(waits)s::float8[])[least(one.tries + 1, cardinality(%(waits)s::float8[]))])
FROM due WHERE one.id = due.id
RETURNING one.id, one.reference, one.template, one.language, one.params, one.tries;

-- name: hold
-- Put the next try off once more as this one begins, so that a slow channel makes nobody else send what waits behind it.
-- No row where another worker has it meanwhile.
UPDATE notices.message SET due_at = now() + make_interval(secs => %(wait)s)
WHERE id = %(id)s AND state = 'queued' AND tries = %(tries)s;

-- name: handed
UPDATE notices.message SET state = 'handed', handed_at = now(), error = '' WHERE id = %(id)s AND state = 'queued';

-- name: failed
UPDATE notices.message SET state = CASE WHEN %(last)s THEN 'given-up' ELSE state END, error = %(error)s
WHERE id = %(id)s AND state = 'queued';

-- name: forget
DELETE FROM notices.message WHERE created_at < now() - make_interval(days => %(days)s);
