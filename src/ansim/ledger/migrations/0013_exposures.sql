-- What stands in the exposure feed officers decide at the console, which enters it (ADR 53).
INSERT INTO ledger.own_kind (role, kind) VALUES
    ('ansim_investigation', 'exposures-published'),
    ('ansim_investigation', 'exposure-corrected'),
    ('ansim_investigation', 'exposure-withdrawn')
ON CONFLICT DO NOTHING;
