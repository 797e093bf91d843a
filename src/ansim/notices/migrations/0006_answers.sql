-- What people who were told answer: by the reference of their message and the last four digits of the number that it went to,
-- or through somebody of the office on the phone (ADR 55). Closed words alone: no name, no number, no free text.

ALTER TABLE notices.campaign_message
    ADD COLUMN proof bytea CHECK (octet_length(proof) = 32), -- a keyed hash of reference and digits
    ADD COLUMN wrong_answers smallint NOT NULL DEFAULT 0;

-- An answer waits with its reference and proof until it is settled: it is its message's then, or gone.
CREATE TABLE notices.answer (
    id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL DEFAULT now(),
    reference text        CHECK (reference ~ '^[0-9A-Z]{8}$'),
    proof     bytea       CHECK (octet_length(proof) = 32),
    message   bigint      REFERENCES notices.campaign_message ON DELETE CASCADE,
    staff_ref text, -- who took it on the phone; NULL: typed by whoever has the message
    not_me    boolean     NOT NULL,
    test_on   date,
    symptoms  text[]      CHECK (symptoms <@ '{fever,cough,breath,taste}'::text[] AND cardinality(symptoms) <= 4), -- {}: none
    language  text        NOT NULL CHECK (language IN ('', 'ko', 'en', 'zh', 'ja')),
    CHECK ((message IS NULL) = (reference IS NOT NULL) AND (reference IS NULL) = (proof IS NULL)),
    CHECK (not_me OR test_on IS NOT NULL OR symptoms IS NOT NULL OR language <> ''),
    CHECK (NOT not_me OR (test_on IS NULL AND symptoms IS NULL)) -- somebody else's health is not theirs
);
CREATE INDEX answer_of_message ON notices.answer (message, id) WHERE message IS NOT NULL;
CREATE INDEX answer_waiting ON notices.answer (id) WHERE message IS NULL;

-- It writes and looks nothing up, so neither what it gives nor how long it takes says whether there is such a reference.
-- False where too many wait, of whatever reference.
CREATE FUNCTION notices.put_answer(
    asked text, proven bytea, no_it_is_not boolean, tested date, felt text[], wished text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = notices, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM answer WHERE message IS NULL LIMIT 20000) AS waiting) >= 20000 THEN
        RETURN false;
    END IF;
    INSERT INTO answer (reference, proof, not_me, test_on, symptoms, language)
    VALUES (asked, proven, no_it_is_not, tested, felt, wished);
    RETURN true;
END $$;

-- Settle the oldest answer that waits; false where none does. One at a time, so that it holds one message's row at the most.
CREATE FUNCTION notices.settle_answer() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = notices, pg_temp AS $$
DECLARE
    one   answer%ROWTYPE;
    known campaign_message%ROWTYPE;
BEGIN
    SELECT * INTO one FROM answer WHERE message IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT * INTO known FROM campaign_message WHERE campaign_message.reference = one.reference FOR UPDATE;
    IF known.proof = one.proof AND known.wrong_answers < 5
        AND (SELECT count(*) FROM answer WHERE message = known.id) < 50
    THEN
        UPDATE answer SET message = known.id, reference = NULL, proof = NULL WHERE id = one.id;
    ELSE
        DELETE FROM answer WHERE id = one.id;
        UPDATE campaign_message SET wrong_answers = wrong_answers + 1
        WHERE id = known.id AND campaign_message.proof <> one.proof AND wrong_answers < 5;
    END IF;
    RETURN true;
END $$;

-- What somebody of the office took down on the phone; false where the campaign has no such reference.
CREATE FUNCTION notices.enter_answer(
    of_campaign bytea, asked text, entered_by text, no_it_is_not boolean, tested date, felt text[], wished text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = notices, pg_temp AS $$
BEGIN
    IF entered_by IS NULL OR entered_by = '' THEN
        RAISE EXCEPTION 'an answer on the phone says who took it';
    END IF;
    INSERT INTO answer (message, staff_ref, not_me, test_on, symptoms, language)
    SELECT id, entered_by, no_it_is_not, tested, felt, wished
    FROM campaign_message WHERE campaign = of_campaign AND reference = asked;
    RETURN FOUND;
END $$;

-- The message's state follows, as domain/campaigns/message_states.py has it.
CREATE FUNCTION notices.answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = notices, pg_temp AS $$
BEGIN
    UPDATE campaign_message SET state = 'answered', settled_at = now()
    WHERE id = NEW.message AND state IN ('handing', 'uncertain', 'handed', 'failed', 'delivered', 'read');
    RETURN NULL;
END $$;
CREATE TRIGGER message_is_answered AFTER INSERT OR UPDATE OF message ON notices.answer
    FOR EACH ROW WHEN (NEW.message IS NOT NULL) EXECUTE FUNCTION notices.answered();

REVOKE ALL ON FUNCTION notices.put_answer, notices.settle_answer, notices.enter_answer, notices.answered FROM PUBLIC;
