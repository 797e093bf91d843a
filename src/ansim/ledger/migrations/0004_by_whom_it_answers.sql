-- Who answers a search enters it: the tracer, and no longer the console that asked (ADR 38).
DELETE FROM ledger.own_kind
WHERE role = 'ansim_investigation' AND kind IN ('itinerary-read', 'contacts-searched', 'sources-searched');
INSERT INTO ledger.own_kind
SELECT 'ansim_' || process, kind FROM (VALUES
    ('tracer', '{itinerary-read,contacts-searched,sources-searched,presence-searched,nearest-read,meetings-searched,cases-compared,people-translated}'::text[]),
    ('vault', '{session-started,places-signed}')
) AS own (process, kinds), unnest(kinds) AS kind
ON CONFLICT DO NOTHING;
