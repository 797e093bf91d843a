-- Campaigns in schema `vault`.

-- name: lock_campaigns
-- One at a time of an officer, so that the bound of a day also holds for concurrent requests.
SELECT pg_advisory_xact_lock(hashtextextended('vault.campaign ' || %(staff)s, 0));

-- name: told_alone
SELECT coalesce(sum(people), 0)::int8 FROM vault.campaign
WHERE requester = %(staff)s AND NOT needs_two AND asked_at > now() - interval '1 day';

-- name: put_campaign
INSERT INTO vault.campaign (ref, case_ref, text, people, cap, needs_two, requester, requester_key, request, until)
VALUES (%(ref)s, %(case)s, %(text)s, %(people)s, %(cap)s, %(needs_two)s, %(staff)s, %(credential)s, %(signature)s,
    to_timestamp(%(until)s));

-- name: put_campaign_people
INSERT INTO vault.campaign_person (campaign, number, handle)
SELECT %(ref)s, number, handle FROM unnest(%(handles)s::bytea[]) WITH ORDINALITY AS one (handle, number);

-- name: asked_campaign
-- Of whoever is barred since, or whose key is, nothing waits any more.
SELECT requester, requester_key FROM vault.campaign
JOIN vault.staff ON staff.ref = requester AND staff.barred_at IS NULL
JOIN vault.staff_key AS key ON key.credential = requester_key AND key.barred_at IS NULL
WHERE campaign.ref = %(ref)s AND campaign.text = %(text)s AND needs_two AND stopped_at IS NULL;

-- name: agree_campaign
-- By the same person again where the answer was lost.
UPDATE vault.campaign SET approver = %(staff)s, approver_key = %(credential)s, approval = %(signature)s, approved_at = now()
WHERE ref = %(ref)s AND coalesce(approver, %(staff)s) = %(staff)s RETURNING ref;

-- name: campaigns_to_agree
SELECT one.case_ref, one.text, one.requester, extract(epoch FROM one.asked_at)::int8
FROM vault.campaign AS one
JOIN vault.known_case AS known ON known.ref = one.case_ref AND known.closed_at IS NULL
JOIN vault.staff ON staff.ref = one.requester AND staff.barred_at IS NULL
JOIN vault.staff_key AS key ON key.credential = one.requester_key AND key.barred_at IS NULL
WHERE one.needs_two AND one.approver IS NULL AND one.stopped_at IS NULL AND one.until > to_timestamp(%(now)s)
    AND one.requester <> %(staff)s
    AND (known.agency = ANY (%(own)s::text[])
        OR (known.agency, known.team) IN (SELECT * FROM unnest(%(agencies)s::text[], %(teams)s::text[])))
    AND NOT EXISTS (SELECT FROM vault.side WHERE side.case_ref = one.case_ref AND side.staff = %(staff)s AND side.side <> 'letting')
ORDER BY one.asked_at, one.ref LIMIT 200;

-- name: campaigns_to_send
SELECT ref, text FROM vault.standing_campaign WHERE until > to_timestamp(%(now)s) ORDER BY asked_at, ref LIMIT 500;

-- name: campaign_to_open
-- Locked, so that its cap also holds for two senders at a time.
SELECT one.case_ref, one.text, one.cap, one.opened FROM vault.campaign AS one
WHERE one.ref = %(ref)s AND EXISTS (
    SELECT FROM vault.standing_campaign AS standing WHERE standing.ref = one.ref AND standing.until > to_timestamp(%(now)s))
FOR UPDATE OF one;

-- name: people_to_open
SELECT number, handle, opened FROM vault.campaign_person
WHERE campaign = %(ref)s AND number = ANY (%(numbers)s::int[]) ORDER BY number;

-- name: note_campaign_opened
UPDATE vault.campaign SET opened = opened + %(count)s WHERE ref = %(ref)s;

-- name: note_person_opened
UPDATE vault.campaign_person SET opened = opened + 1 WHERE campaign = %(ref)s AND number = ANY (%(numbers)s::int[]);

-- name: case_of_campaign
SELECT case_ref, text FROM vault.campaign WHERE ref = %(ref)s;

-- name: stop_campaign
UPDATE vault.campaign SET stopped_at = coalesce(stopped_at, now()) WHERE ref = %(ref)s RETURNING ref;

-- name: forget_campaigns
-- Whom a campaign told the vault needs no more once its time is over; the officer's bound of a day looks a day back.
DELETE FROM vault.campaign WHERE until < to_timestamp(%(now)s) - interval '2 days';
