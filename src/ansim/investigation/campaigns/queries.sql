-- How far the sender is with campaigns: read by the console, which never holds a number.

-- name: progress
SELECT one.ref, one.begun_at, one.paused_at IS NOT NULL, one.stopped_at IS NOT NULL, one.withdrawn_at IS NOT NULL,
    coalesce(jsonb_object_agg(counted.state, counted.number) FILTER (WHERE counted.state IS NOT NULL), '{}')
FROM notices.campaign AS one
LEFT JOIN LATERAL (
    SELECT state, count(*) AS number FROM notices.campaign_message AS message
    WHERE message.campaign = one.ref GROUP BY state
) AS counted ON true
WHERE one.ref = ANY (%(refs)s) GROUP BY one.ref;

-- name: troubles
SELECT number, state, why, reference FROM notices.campaign_message
WHERE campaign = %(ref)s AND state IN ('failed', 'unreachable', 'uncertain') ORDER BY number LIMIT %(most)s;

-- name: references
SELECT number, state, reference FROM notices.campaign_message WHERE campaign = %(ref)s AND reference = %(reference)s;

-- name: left_the_house
SELECT number FROM notices.campaign_message WHERE campaign = %(ref)s AND state = ANY (%(states)s) ORDER BY number;

-- name: pause
UPDATE notices.campaign SET paused_at = coalesce(paused_at, now()) WHERE ref = %(ref)s;

-- name: resume
UPDATE notices.campaign SET paused_at = NULL WHERE ref = %(ref)s;

-- name: stop
SELECT notices.stop_campaign(%(ref)s);

-- name: answers
SELECT message.number, one.at, one.staff_ref, one.not_me, one.test_on, one.symptoms, one.language
FROM notices.answer AS one JOIN notices.campaign_message AS message ON message.id = one.message
WHERE message.campaign = %(ref)s ORDER BY one.id DESC LIMIT %(most)s;

-- name: deniers
SELECT DISTINCT message.number
FROM notices.answer AS one JOIN notices.campaign_message AS message ON message.id = one.message
WHERE message.campaign = %(ref)s AND one.not_me;

-- name: settle_answer
SELECT notices.settle_answer();

-- name: enter_answer
SELECT notices.enter_answer(%(ref)s, %(reference)s, %(staff)s, %(not_me)s, %(test_on)s, %(symptoms)s, %(language)s);
