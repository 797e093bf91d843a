-- A laboratory that notified a case stands under a mark of its own kind (ADR 42); nobody else does.
ALTER TABLE ledger.entry
    DROP CONSTRAINT entry_actor_is_mark,
    DROP CONSTRAINT IF EXISTS entry_laboratory_is_marked,
    ADD CONSTRAINT entry_actor_is_mark CHECK (actor ~ '^([SL]-[0-9A-Z]{4,10})?$') NOT VALID,
    ADD CONSTRAINT entry_laboratory_is_marked CHECK ((actor_role = 'laboratory') = starts_with(actor, 'L-')) NOT VALID;
