-- A case changes hands at the vault, which enters it, as it does what waits for the other side's signature; that cases are one person's, and what a surge lets officers leave out,
-- the console decides (ADR 49).
INSERT INTO ledger.own_kind (role, kind) VALUES
    ('ansim_vault', 'case-taken-over'),
    ('ansim_vault', 'places-asked'),
    ('ansim_investigation', 'cases-merged'),
    ('ansim_investigation', 'cases-parted'),
    ('ansim_investigation', 'surge-begun'),
    ('ansim_investigation', 'surge-ended')
ON CONFLICT DO NOTHING;
