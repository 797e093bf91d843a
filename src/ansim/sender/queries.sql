-- The sender's queue. One sender works at a time; every move of a message names the states that it may come from.

-- name: lock_sender
SELECT pg_advisory_lock(hashtextextended('notices.sender', 0));

-- name: take_over
INSERT INTO notices.campaign (ref, case_ref, people, until) VALUES (%(ref)s, %(case)s, %(people)s, to_timestamp(%(until)s))
ON CONFLICT DO NOTHING RETURNING ref;

-- name: known_campaigns
SELECT ref FROM notices.campaign WHERE ref = ANY (%(refs)s);

-- name: put_messages
INSERT INTO notices.campaign_message (campaign, number, channel, reference)
SELECT %(ref)s, number, %(channel)s, reference FROM unnest(%(references)s::text[]) WITH ORDINALITY AS one (reference, number);

-- name: withdraw
-- What the vault lets go no more.
WITH gone AS (
    UPDATE notices.campaign SET withdrawn_at = now()
    WHERE NOT ref = ANY (%(standing)s) AND withdrawn_at IS NULL AND stopped_at IS NULL RETURNING ref
)
UPDATE notices.campaign_message AS one SET state = %(target)s, why = 'withdrawn', settled_at = now()
FROM gone WHERE one.campaign = gone.ref AND one.state = ANY (%(sources)s);

-- name: move_open
-- What this process, or the one before it, was about to hand over when it lost sight of it.
UPDATE notices.campaign_message SET state = %(target)s, begun_at = coalesce(begun_at, now()) WHERE state = ANY (%(sources)s);

-- name: resend
UPDATE notices.campaign_message AS one SET state = %(target)s, due_at = now()
FROM notices.campaign AS whole
WHERE one.campaign = whole.ref AND whole.stopped_at IS NULL AND whole.withdrawn_at IS NULL
    AND one.state = ANY (%(sources)s) AND one.begun_at <= now() - make_interval(secs => %(after)s);

-- name: due
SELECT one.id, one.campaign, one.number, one.reference, one.tries
FROM notices.campaign_message AS one JOIN notices.campaign AS whole ON whole.ref = one.campaign
WHERE one.state = 'queued' AND one.due_at <= now() AND one.campaign = ANY (%(going)s)
    AND whole.paused_at IS NULL AND whole.stopped_at IS NULL AND whole.withdrawn_at IS NULL
ORDER BY one.due_at, one.id LIMIT %(limit)s;

-- name: count_try
UPDATE notices.campaign_message SET tries = tries + 1 WHERE id = ANY (%(ids)s);

-- name: begin
-- The campaign's row is held meanwhile, so that a stop or a pause comes before or after, never within.
WITH whole AS (
    SELECT ref FROM notices.campaign
    WHERE ref = %(campaign)s AND paused_at IS NULL AND stopped_at IS NULL AND withdrawn_at IS NULL FOR SHARE
)
UPDATE notices.campaign_message AS one
SET state = %(target)s, begun_at = now(), proof = coalesce(given.proof, one.proof)
FROM whole, unnest(%(ids)s::bigint[], %(proofs)s::bytea[]) AS given (id, proof)
WHERE one.campaign = whole.ref AND one.id = given.id AND one.state = ANY (%(sources)s)
RETURNING one.id;

-- name: move
UPDATE notices.campaign_message
SET state = %(target)s, why = %(why)s,
    handed_at = CASE WHEN %(handed)s THEN now() ELSE handed_at END,
    settled_at = CASE WHEN %(settled)s THEN now() ELSE settled_at END,
    due_at = now() + make_interval(secs => %(wait)s),
    channel_ref = coalesce(%(channel_ref)s, channel_ref),
    language = coalesce(%(language)s, language), form = coalesce(%(form)s, form), parts = coalesce(%(parts)s, parts)
WHERE id = %(id)s AND state = ANY (%(sources)s) RETURNING id;

-- name: name_of_channel
-- Kept also where a receipt, or an officer's stop, had moved the message on already.
UPDATE notices.campaign_message SET channel_ref = %(channel_ref)s, handed_at = coalesce(handed_at, now()) WHERE id = %(id)s;

-- name: receipt
-- Centres use their names again after a while, so of a name the message counts that carries our mark, or else was handed
-- over within days.
UPDATE notices.campaign_message SET state = %(target)s, why = %(why)s, settled_at = now()
WHERE channel_ref = %(channel_ref)s AND state = ANY (%(sources)s)
    AND CASE WHEN %(mark)s::int IS NULL THEN handed_at > now() - interval '3 days' ELSE id %% 65536 = %(mark)s END
RETURNING id;

-- name: is_known
SELECT 1 FROM notices.campaign_message WHERE channel_ref = %(channel_ref)s
    AND CASE WHEN %(mark)s::int IS NULL THEN handed_at > now() - interval '3 days' ELSE id %% 65536 = %(mark)s END
LIMIT 1;

-- name: uncertain_by_mark
-- A receipt that carries our own mark of a message, of which we never heard the channel's name.
SELECT id FROM notices.campaign_message
WHERE state = ANY (%(open)s) AND channel_ref IS NULL AND id %% 65536 = %(mark)s AND begun_at > now() - interval '3 days'
LIMIT 2;

-- name: keep_early
INSERT INTO notices.early_receipt (channel_ref, event) VALUES (%(channel_ref)s, %(event)s)
ON CONFLICT (channel_ref) DO UPDATE SET event = excluded.event, at = now() WHERE early_receipt.event <> 'arrived';

-- name: take_early
DELETE FROM notices.early_receipt WHERE channel_ref = %(channel_ref)s RETURNING event;

-- name: settle_answer
SELECT notices.settle_answer();

-- name: forget_early
DELETE FROM notices.early_receipt WHERE at < now() - interval '3 days';

-- name: forget_campaigns
DELETE FROM notices.campaign WHERE until < now() - make_interval(days => %(days)s);
