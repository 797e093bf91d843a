-- Whoever was not the one who used a key of theirs has it barred by the vault, which enters that.

INSERT INTO ledger.own_kind (role, kind) VALUES ('ansim_vault', 'key-barred') ON CONFLICT DO NOTHING;

-- Whatever a role of a process enters by itself says nothing about a person either: who acts stands under a staff mark or under
-- nothing, and no detail looks like a number or a person id, as `acts.py` asks of its callers. A digest of 64 signs may hold ten
-- digits in a row. Entries that stand cannot be changed, so they are not judged.
ALTER TABLE ledger.entry
    DROP CONSTRAINT IF EXISTS entry_actor_is_mark,
    DROP CONSTRAINT IF EXISTS entry_names_nobody,
    ADD CONSTRAINT entry_actor_is_mark CHECK (actor ~ '^(S-[0-9A-Z]{4,10})?$') NOT VALID,
    ADD CONSTRAINT entry_names_nobody CHECK (
        regexp_replace(detail::text, '"[0-9a-f]{64}"', '""', 'g')
            !~ '(?<!\d)(\+?82-?|0)1\d[-.]?\d{3,4}[-.]?\d{4}(?!\d)|(?<![0-9a-fA-F])[0-9a-fA-F]{32}(?![0-9a-fA-F])'
    ) NOT VALID;
