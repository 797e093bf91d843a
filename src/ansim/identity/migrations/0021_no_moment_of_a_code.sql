-- A safe code that staff give at a door is made at the moment of the visit there, and would lead from the person to the row: the
-- day is enough, also for how many a day.
ALTER TABLE identity.safe_code ALTER COLUMN made_at SET DEFAULT date_trunc('day', now(), 'Asia/Seoul');
UPDATE identity.safe_code SET made_at = date_trunc('day', made_at, 'Asia/Seoul');
