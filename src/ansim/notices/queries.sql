-- The outbox: what puts messages in, and what the worker does with them.

-- name: queue
INSERT INTO notices.message (reference, template, language, owner_id, sealed, bound_to, params, due_at, good_until)
VALUES (%(reference)s, %(template)s, %(language)s, %(owner)s, %(sealed)s, %(bound_to)s, %(params)s::jsonb,
        coalesce(%(due_at)s::timestamptz, now()), now() + make_interval(secs => %(good_for)s::float8))
ON CONFLICT (reference) DO NOTHING;

-- name: queue_decision
INSERT INTO notices.message (reference, template, language, webhook_id, params)
VALUES (%(reference)s, %(event)s, 'en', %(webhook)s, %(said)s::jsonb)
ON CONFLICT (reference) DO NOTHING;

-- name: take
-- Take messages that are due and put their next try off, in one statement: two workers never hold the same one, and what a
-- worker that died had taken is due again by itself. `waits`: seconds before the next try, by the number of this one.
WITH due AS (
    SELECT id FROM notices.message WHERE state = 'queued' AND due_at <= now() AND webhook_id IS NULL
    ORDER BY due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE notices.message AS one
SET tries = one.tries + 1,
    due_at = now() + make_interval(secs => (%(waits)s::float8[])[least(one.tries + 1, cardinality(%(waits)s::float8[]))])
FROM due WHERE one.id = due.id
RETURNING one.id, one.reference, one.template, one.language, one.params, one.tries, coalesce(one.good_until <= now(), false);

-- name: hold
-- Put the next try off once more as this one begins, so that a slow channel makes nobody else send what waits behind it.
-- No row where another worker has it meanwhile.
UPDATE notices.message SET due_at = now() + make_interval(secs => %(wait)s)
WHERE id = %(id)s AND state = 'queued' AND tries = %(tries)s;

-- name: take_decisions
-- The same of what webhooks are told, a few a webhook and turn, the first of each before anybody's second: those that hang
-- hold up no other's, and whoever has several of them has no more turns. What was queued for a webhook that has ended since is given up by whoever takes it (its address is null).
WITH ranked AS (
    SELECT id, row_number() OVER (PARTITION BY webhook_id ORDER BY due_at, id) AS place
    FROM notices.message WHERE state = 'queued' AND due_at <= now() AND webhook_id IS NOT NULL
), due AS (
    SELECT m.id FROM notices.message m JOIN ranked r ON r.id = m.id
    WHERE r.place <= %(each)s ORDER BY r.place, m.due_at, m.id LIMIT %(limit)s FOR UPDATE OF m SKIP LOCKED
)
UPDATE notices.message AS one
SET tries = one.tries + 1,
    due_at = now() + make_interval(secs => (%(waits)s::float8[])[least(one.tries + 1, cardinality(%(waits)s::float8[]))])
FROM due, public.business_webhook AS hook
WHERE one.id = due.id AND hook.id = one.webhook_id AND one.state = 'queued' AND one.due_at <= now()
RETURNING one.id, one.reference, one.template, one.params, one.created_at, one.tries,
          hook.ref, CASE WHEN hook.ended_at IS NULL THEN hook.url END, hook.sealed_secret,
          CASE WHEN hook.former_until > now() THEN hook.former_secret END;

-- name: handed
UPDATE notices.message SET state = 'handed', handed_at = now(), error = '' WHERE id = %(id)s AND state = 'queued';

-- name: failed
-- Given up too where the next try would come when the message is of no use any more. Says whether it was.
UPDATE notices.message
SET state = CASE WHEN %(last)s OR good_until <= due_at THEN 'given-up' ELSE state END, error = %(error)s
WHERE id = %(id)s AND state = 'queued' RETURNING state = 'given-up';

-- name: forget
DELETE FROM notices.message WHERE created_at < now() - make_interval(days => %(days)s);
