-- Campaigns, each batch of numbers that the sender is given, and their stops: entered by the vault (ADR 52).
INSERT INTO ledger.own_kind
SELECT 'ansim_vault', kind
FROM unnest('{campaign-asked,campaign-approved,campaign-numbers,campaign-stopped}'::text[]) AS kind
ON CONFLICT DO NOTHING;
