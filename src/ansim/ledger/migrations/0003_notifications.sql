-- That a case was notified and taken up is the vault's to enter, who decides both (ADR 37).
INSERT INTO ledger.own_kind VALUES ('ansim_vault', 'case-notified'), ('ansim_vault', 'case-opened'),
    ('ansim_vault', 'patient-asked') ON CONFLICT DO NOTHING;
DELETE FROM ledger.own_kind WHERE role = 'ansim_investigation' AND kind = 'case-opened';
