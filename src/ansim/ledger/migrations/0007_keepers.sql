-- What two keepers signed is the vault's to enter, who checks it (ADR 43); so is a keeper's key.
INSERT INTO ledger.own_kind (role, kind) VALUES ('ansim_vault', 'staff-record-kept'), ('ansim_vault', 'deputy-named'),
    ('ansim_vault', 'keeper-key-enrolled') ON CONFLICT DO NOTHING;
