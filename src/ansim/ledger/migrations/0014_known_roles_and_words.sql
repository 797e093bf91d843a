-- Whatever a role of a process enters by itself is by a role that exists, and says marks under names of fields: no free text, which
-- may hold a name, at whatever depth (ansim.ledger.acts.fitness). Entries that stand cannot be changed, so they are not judged.
ALTER TABLE ledger.entry
    DROP CONSTRAINT IF EXISTS entry_role_is_known,
    DROP CONSTRAINT IF EXISTS entry_says_marks,
    ADD CONSTRAINT entry_role_is_known CHECK (
        actor_role IN ('officer', 'approver', 'registrar', 'keeper', 'laboratory', 'patient', 'operator', 'worker', 'sender')
    ) NOT VALID,
    ADD CONSTRAINT entry_says_marks CHECK (
        NOT jsonb_path_exists(
            detail, 'strict $.** ? (@.type() == "string" && !(@ like_regex "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"))'
        )
        AND NOT jsonb_path_exists(
            detail, '$.** ? (@.type() == "object").keyvalue().key ? (!(@ like_regex "^[a-z][a-z_]{0,39}$"))'
        )
    ) NOT VALID;
