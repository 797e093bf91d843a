-- A work list, each name of it that is shown, and what is read again: entered by the vault (ADR 45). That an approver returns
-- a warrant the console enters, as it does what officers decide: nobody is told anything by it.
INSERT INTO ledger.own_kind
SELECT 'ansim_' || process, kind FROM (VALUES
    ('vault', '{work-list-signed,name-opened,name-read-again}'::text[]),
    ('investigation', '{warrant-returned}')
) AS own (process, kinds), unnest(kinds) AS kind
ON CONFLICT DO NOTHING;
