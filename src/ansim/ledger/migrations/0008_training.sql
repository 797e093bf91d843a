-- What is done in a training case says so in its entry, and what is done in a real one never does (ADR 44): so no process hides a
-- look-up among practice, nor counts practice as one. Of what is done in no single case the vault says it, and nobody else.
ALTER TABLE ledger.entry
    DROP CONSTRAINT IF EXISTS entry_says_training,
    ADD CONSTRAINT entry_says_training CHECK (
        CASE WHEN case_ref = '' THEN NOT detail ? 'training' OR kind = 'session-started'
            ELSE (detail ? 'training') = starts_with(case_ref, 'TRAIN-') END
    ) NOT VALID;
