-- What the worker does with the rows of a file. %(upload)s: the upload; %(business)s: whose list it is, NULL for a clerk's.
-- MARK stands for a mark of venue v as it is compared: the same as long as nothing of it changed.
-- OWN_ZONE stands for whether venue v is a zone of its own place: a zone is in no list, a place within another's site may be.
-- HELD stands for whether the file is a clerk's and a business has venue v, whose owner's word then stays.
-- REKEYED stands for whether row r gives venue v its key: it has none yet, or one of an older release.
-- CHOSEN stands for the rows r that are taken in: at first those that no clerk looks at, later those that one approved.

-- name: drop_missing
DELETE FROM business_uploadrow WHERE upload_id = %(upload)s AND said = 'missing';

-- name: match_by_number
UPDATE business_uploadrow AS r
SET venue_id = (SELECT v.id FROM business_venue v WHERE v.external_id = r.external_id), seen = '', before = '{}', ticked = false
WHERE r.upload_id = %(upload)s AND r.said IN ('venue', 'ended');

-- name: match_former
-- Until lists had keys of their own, all numbers of clerks' lists and of the command stood as own:NUMBER. Such a venue is a
-- list's own where the list has it, or where nobody's list has it and its name is the same.
UPDATE business_uploadrow AS r SET venue_id = v.id
FROM business_venue v
WHERE r.upload_id = %(upload)s AND r.said IN ('venue', 'ended') AND r.venue_id IS NULL AND starts_with(r.external_id, %(prefix)s)
    AND v.external_id = 'own:' || substr(r.external_id, length(%(prefix)s) + 1)
    AND (EXISTS (SELECT FROM business_venueonlist l WHERE l.venue_id = v.id AND l.venue_list_id = %(list)s)
        OR v.name = r.name AND NOT EXISTS (SELECT FROM business_venueonlist l WHERE l.venue_id = v.id));

-- name: match_by_name
-- Venues that the business has without a number, as from an application, are known by name and address.
UPDATE business_uploadrow AS r SET venue_id = found.venue
FROM (
    SELECT DISTINCT ON (v.id) v.id AS venue, o.id AS row
    FROM business_uploadrow o
    JOIN business_venue v ON v.business_id = %(business)s AND v.external_id IS NULL AND NOT OWN_ZONE
        AND v.closed_at IS NULL AND v.name = o.name AND v.address = o.address
    WHERE o.upload_id = %(upload)s AND o.said = 'venue' AND o.venue_id IS NULL
    ORDER BY v.id, o.row
) found
WHERE r.id = found.row;

-- name: choose
-- What a clerk chose for a kind of licence that nobody knew; the remark that it is not known goes, the others stay.
UPDATE business_uploadrow AS r
SET category = %(category)s, kind_of_site = %(kind)s, said = %(said)s, fate = CASE %(said)s WHEN 'aside' THEN 'aside' ELSE r.fate END,
    venue_id = NULL, waits = false, before = '{}', findings = '[]',
    reasons = %(reasons)s::jsonb || (
        SELECT coalesce(jsonb_agg(one), '[]') FROM jsonb_array_elements(r.reasons) AS one
        WHERE NOT one ? 'aside' AND one->>'value' IS DISTINCT FROM left(r.licence, 60))
WHERE r.upload_id = %(upload)s AND r.licence = %(licence)s AND r.said IN ('venue', 'aside');

-- name: judge
-- An empty cell leaves what stands. Of a venue that an owner has a clerk's file says where it is, and what is empty yet. What is not the business's own is refused, whatever it was called.
UPDATE business_uploadrow AS r
SET seen = coalesce(MARK, ''),
    before = CASE WHEN v.id IS NULL OR r.said = 'ended' THEN '{}' ELSE told.before END,
    fate = CASE
        WHEN r.said = 'ended' AND (v.id IS NULL OR v.closed_at <= now()) THEN 'aside'
        WHEN r.said = 'ended' THEN 'closing'
        WHEN v.id IS NULL THEN 'added'
        WHEN %(business)s::int IS NOT NULL AND v.business_id IS DISTINCT FROM %(business)s THEN 'refused'
        WHEN v.closed_at <= now() THEN 'aside'
        WHEN told.before = '{}' THEN 'unchanged'
        ELSE 'changed' END,
    waits = %(business)s::int IS NOT NULL AND v.id IS NULL,
    approved = false, findings = '[]'
FROM business_uploadrow o
LEFT JOIN business_venue v ON v.id = o.venue_id
CROSS JOIN LATERAL (SELECT jsonb_strip_nulls(jsonb_build_object(
    'name', CASE WHEN v.name <> o.name AND NOT HELD THEN v.name END,
    'name_en', CASE WHEN o.name_en <> '' AND v.name_en <> o.name_en AND (NOT HELD OR v.name_en = '') THEN v.name_en END,
    'category', CASE WHEN v.category <> o.category AND NOT HELD THEN v.category END,
    'kind_of_site', CASE WHEN o.kind_of_site <> '' AND v.kind_of_site <> o.kind_of_site AND (NOT HELD OR v.kind_of_site = '')
                    THEN v.kind_of_site END,
    'address', CASE WHEN o.address <> '' AND v.address <> o.address THEN v.address END,
    'district', CASE WHEN o.district <> '' AND v.district <> o.district THEN v.district END,
    'place', CASE WHEN o.latitude IS NOT NULL AND (v.latitude, v.longitude) IS DISTINCT FROM (o.latitude, o.longitude)
             THEN coalesce(v.latitude || ', ' || v.longitude, '') END,
    'phone', CASE WHEN o.phone IS NOT NULL AND v.phone IS DISTINCT FROM o.phone AND (NOT HELD OR v.phone IS NULL)
             THEN coalesce(v.phone, '') END
)) AS before) told
WHERE o.upload_id = %(upload)s AND o.said IN ('venue', 'ended') AND r.id = o.id;

-- name: add_missing
-- Venues of the list that the file does not name, not even in a row that was refused or set aside. One whose key is another
-- list's, or that another list has under a key of an older release, is not this list's to close.
INSERT INTO business_uploadrow (upload_id, row, said, fate, external_id, name, name_en, category, address, district,
    latitude, longitude, phone, kind_of_site, venue_id, seen, before, reasons, findings)
SELECT %(upload)s, 0, 'missing', 'missing', coalesce(v.external_id, ''), v.name, v.name_en, v.category, v.address, v.district,
    v.latitude, v.longitude, v.phone, v.kind_of_site, v.id, MARK, '{}', '[]', '[]'
FROM business_venueonlist l
JOIN business_venue v ON v.id = l.venue_id
WHERE l.venue_list_id = %(list)s AND (v.closed_at IS NULL OR v.closed_at > now())
    AND (%(business)s::int IS NULL OR v.business_id = %(business)s)
    AND NOT (coalesce(v.external_id, '') ~ '^l[0-9]+:' AND NOT starts_with(v.external_id, %(prefix)s))
    AND NOT (starts_with(coalesce(v.external_id, ''), 'own:') AND EXISTS (
        SELECT FROM business_venueonlist x WHERE x.venue_id = v.id AND x.venue_list_id <> %(list)s AND x.row > 0))
    AND NOT EXISTS (SELECT FROM business_uploadrow r WHERE r.upload_id = %(upload)s AND r.venue_id = v.id)
    AND NOT EXISTS (SELECT FROM business_uploadrow r WHERE r.upload_id = %(upload)s AND r.external_id = v.external_id);

-- name: counts
SELECT fate, count(*)::int FROM business_uploadrow WHERE upload_id = %(upload)s GROUP BY fate;

-- name: to_look_at
-- New venues of a head office, and its own that would become another place: a clerk looks at these.
SELECT r.id, r.fate, r.name, r.name_en, r.latitude, r.longitude, r.phone, v.name, v.latitude, v.longitude
FROM business_uploadrow r LEFT JOIN business_venue v ON v.id = r.venue_id
WHERE r.upload_id = %(upload)s AND (r.fate = 'added' OR r.fate = 'changed' AND r.before ?| array['name', 'name_en', 'place']);

-- name: same_phone
SELECT r.id, v.id, v.name, v.address
FROM business_uploadrow r
JOIN business_venue v ON regexp_replace(v.phone, '\D', '', 'g') = regexp_replace(r.phone, '\D', '', 'g')
WHERE r.upload_id = %(upload)s AND r.waits AND r.phone IS NOT NULL AND v.closed_at IS NULL
    AND v.business_id IS DISTINCT FROM %(business)s;

-- name: near
-- Who stands within a box of 30 m; likeness of names is judged afterwards, over these few.
SELECT r.id, v.id, v.name, v.address, r.name, r.latitude, r.longitude, v.latitude, v.longitude
FROM business_uploadrow r
JOIN business_venue v ON v.latitude BETWEEN r.latitude - 0.00028 AND r.latitude + 0.00028
    AND v.longitude BETWEEN r.longitude - 0.0004 AND r.longitude + 0.0004
WHERE r.upload_id = %(upload)s AND r.waits AND r.latitude IS NOT NULL AND v.closed_at IS NULL AND NOT OWN_ZONE
    AND v.id IS DISTINCT FROM r.venue_id;

-- name: same_address
-- Rows of which no place is known are compared by their address.
SELECT r.id, v.id, v.name, v.address, r.name
FROM business_uploadrow r
JOIN business_venue v ON v.address = r.address
WHERE r.upload_id = %(upload)s AND r.waits AND r.latitude IS NULL AND v.closed_at IS NULL AND v.id IS DISTINCT FROM r.venue_id;

-- name: keep_findings
UPDATE business_uploadrow r SET waits = true, findings = given.findings::jsonb
FROM unnest(%(rows)s::bigint[], %(findings)s::text[]) AS given(id, findings) WHERE r.id = given.id;

-- name: lock_list
SELECT l.business_id, u.state, u.whole
FROM business_upload u JOIN business_venuelist l ON l.id = u.venue_list_id WHERE u.id = %(upload)s FOR UPDATE OF l;

-- name: lock_venues
SELECT v.id FROM business_venue v
WHERE v.id IN (SELECT r.venue_id FROM business_uploadrow r WHERE r.upload_id = %(upload)s AND r.fate NOT IN ('aside', 'refused') AND CHOSEN)
ORDER BY v.id FOR UPDATE;

-- name: stale
SELECT count(*)::int
FROM business_uploadrow r LEFT JOIN business_venue v ON v.id = r.venue_id
WHERE r.upload_id = %(upload)s AND r.fate NOT IN ('aside', 'refused') AND CHOSEN
    AND CASE WHEN r.fate = 'added' THEN EXISTS (SELECT FROM business_venue x WHERE x.external_id = r.external_id)
             ELSE v.id IS NULL OR MARK <> r.seen END;

-- name: change
-- What the preview showed as changing, and nothing else.
UPDATE business_venue v
SET name = CASE WHEN r.before ? 'name' THEN r.name ELSE v.name END,
    name_en = CASE WHEN r.before ? 'name_en' THEN r.name_en ELSE v.name_en END,
    category = CASE WHEN r.before ? 'category' THEN r.category ELSE v.category END,
    kind_of_site = CASE WHEN r.before ? 'kind_of_site' THEN r.kind_of_site ELSE v.kind_of_site END,
    address = CASE WHEN r.before ? 'address' THEN r.address ELSE v.address END,
    district = CASE WHEN r.before ? 'district' THEN r.district ELSE v.district END,
    latitude = CASE WHEN r.before ? 'place' THEN r.latitude ELSE v.latitude END,
    longitude = CASE WHEN r.before ? 'place' THEN r.longitude ELSE v.longitude END,
    phone = CASE WHEN r.before ? 'phone' THEN r.phone ELSE v.phone END,
    external_id = CASE WHEN REKEYED THEN r.external_id ELSE v.external_id END
FROM business_uploadrow r
WHERE r.upload_id = %(upload)s AND r.venue_id = v.id AND CHOSEN
    AND (r.fate = 'changed' OR r.fate = 'unchanged' AND REKEYED);

-- name: zones_follow
-- Zones of the business's own place were given its kind, and follow it.
UPDATE business_venue z SET kind_of_site = r.kind_of_site
FROM business_uploadrow r JOIN business_venue v ON v.id = r.venue_id
WHERE r.upload_id = %(upload)s AND r.fate = 'changed' AND r.before ? 'kind_of_site' AND CHOSEN
    AND z.parent_id = v.id AND z.business_id IS NOT DISTINCT FROM v.business_id AND z.kind_of_site = r.before->>'kind_of_site';

-- name: add
INSERT INTO business_venue (external_id, name, name_en, category, address, district, latitude, longitude, phone,
    kind_of_site, business_id)
SELECT r.external_id, r.name, r.name_en, r.category, r.address, r.district, r.latitude, r.longitude, r.phone, r.kind_of_site,
    %(business)s
FROM business_uploadrow r WHERE r.upload_id = %(upload)s AND r.fate = 'added' AND CHOSEN
ORDER BY r.row
ON CONFLICT (external_id) DO NOTHING;

-- name: count_added
SELECT count(*)::int FROM business_uploadrow r WHERE r.upload_id = %(upload)s AND r.fate = 'added' AND CHOSEN;

-- name: know_added
UPDATE business_uploadrow r SET venue_id = v.id FROM business_venue v
WHERE r.upload_id = %(upload)s AND r.fate = 'added' AND CHOSEN AND v.external_id = r.external_id;

-- name: without_code
-- A venue whose code was revoked on purpose stays without one.
SELECT r.venue_id FROM business_uploadrow r
WHERE r.upload_id = %(upload)s AND r.fate IN ('added', 'changed', 'unchanged') AND CHOSEN
    AND NOT EXISTS (SELECT FROM business_venuecode c WHERE c.venue_id = r.venue_id)
ORDER BY r.venue_id;

-- name: issue
INSERT INTO business_venuecode (code, venue_id) SELECT * FROM unnest(%(codes)s::text[], %(venues)s::int[]);

-- name: ticked
SELECT venue_id FROM business_uploadrow
WHERE upload_id = %(upload)s AND fate IN ('closing', 'missing') AND ticked ORDER BY venue_id;

-- name: unlist_all
-- Row 0: not in the last file.
UPDATE business_venueonlist SET row = 0 WHERE venue_list_id = %(list)s AND row <> 0;

-- name: unlist
DELETE FROM business_venueonlist WHERE venue_list_id = %(list)s AND venue_id = ANY(%(venues)s);

-- name: enlist
INSERT INTO business_venueonlist AS l (venue_list_id, venue_id, row)
SELECT %(list)s, r.venue_id, r.row + %(behind)s FROM business_uploadrow r
WHERE r.upload_id = %(upload)s AND r.fate IN ('added', 'changed', 'unchanged') AND CHOSEN
ON CONFLICT (venue_list_id, venue_id) DO UPDATE SET row = CASE WHEN %(behind)s = 0 THEN excluded.row ELSE l.row END;

-- name: last_row
SELECT coalesce(max(row), 0) FROM business_venueonlist WHERE venue_list_id = %(list)s;

-- name: drop_taken
-- Refused rows stay for a while, so that they can be mended; those that wait stay until a clerk has looked.
DELETE FROM business_uploadrow r WHERE r.upload_id = %(upload)s AND r.fate <> 'refused' AND (NOT r.waits OR r.approved);

-- name: wait_still
SELECT count(*)::int FROM business_uploadrow WHERE upload_id = %(upload)s AND waits AND fate <> 'refused';
