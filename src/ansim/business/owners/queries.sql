-- Codes of owners: what several threads and portals must count as one.

-- name: lock_number
-- Two requests for one number wait for each other, so that its limit is exact.
SELECT pg_advisory_xact_lock(('x' || encode(substr(%(index)s::bytea, 1, 8), 'hex'))::bit(64)::bigint);

-- name: count_use
-- Count one use of a bucket; gives the count in its window and the seconds until that ends.
INSERT INTO business_codeuse AS known (bucket, used, ends_at)
VALUES (%(bucket)s, 1, now() + make_interval(secs => %(seconds)s))
ON CONFLICT (bucket) DO UPDATE SET
    used = CASE WHEN known.ends_at <= now() THEN 1 ELSE known.used + 1 END,
    ends_at = CASE WHEN known.ends_at <= now() THEN excluded.ends_at ELSE known.ends_at END
RETURNING used, greatest(1, ceil(extract(epoch FROM ends_at - now())))::integer;

-- name: sent_lately
-- When codes were sent to a number within ten minutes: seconds until the oldest of them no longer counts, and how many.
SELECT count(*), coalesce(ceil(extract(epoch FROM min(created_at) + interval '10 minutes' - now())), 0)::integer
FROM business_signincode WHERE phone_index = %(index)s AND created_at > now() - interval '10 minutes';

-- name: given_up
SELECT id, template, owner_id, created_at, error FROM notices.message
WHERE state = 'given-up' AND webhook_id IS NULL ORDER BY id DESC LIMIT %(limit)s;

-- name: send_again
UPDATE notices.message SET state = 'queued', tries = 0, due_at = now(), error = '' WHERE id = %(id)s AND state = 'given-up';
