-- Whoever was not the one who used a key of theirs has it barred by the vault, which enters that.

INSERT INTO ledger.own_kind (role, kind) VALUES ('ansim_vault', 'key-barred') ON CONFLICT DO NOTHING;
