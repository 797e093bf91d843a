-- What is found about applications, for all of them in one statement each. %(ids)s: the applications asked about.
-- %(deciding)s: the roles that may change a business's venues: to whoever has none of them it is somebody else's.
-- Rows: the application, the venue that it meets or none, its name and where it lies.
-- What was entered is taken out of the form once (MATERIALIZED): comparing 500 with 500 takes it out a quarter of a million times.

-- name: waiting
-- All that wait, oldest first. Rows: the application, what its checks left (kinds with blanks between), both names.
SELECT id, coalesce((SELECT string_agg(kind, ' ') FROM jsonb_array_elements_text(checks -> 'findings') kind), ''),
       coalesce(form ->> 'name', ''), coalesce(form ->> 'name_en', '')
FROM business_venueapplication WHERE state = 'submitted' ORDER BY submitted_at, id;

-- name: same_number
WITH entered AS MATERIALIZED (
    SELECT id, owner_id, state, form ->> 'number' AS number, form ->> 'name' AS name, coalesce(form ->> 'address', '') AS place
    FROM business_venueapplication WHERE state = 'submitted' OR id = ANY(%(ids)s)
), asked AS (SELECT * FROM entered WHERE id = ANY(%(ids)s) AND number <> '')
SELECT a.id, NULL::int, b.name, ''
FROM asked a
JOIN business_business b ON b.number = a.number AND b.closed_at IS NULL
WHERE NOT EXISTS (
    SELECT FROM business_membership m WHERE m.business_id = b.id AND m.owner_id = a.owner_id AND m.until IS NULL
      AND m.role = ANY(%(deciding)s))
UNION ALL
SELECT a.id, NULL, o.name, o.place
FROM asked a
JOIN entered o ON o.number = a.number AND o.owner_id <> a.owner_id AND o.state = 'submitted';

-- name: same_phone
WITH entered AS MATERIALIZED (
    SELECT id, owner_id, state, regexp_replace(form ->> 'phone', '\D', '', 'g') AS phone, form ->> 'name' AS name,
           coalesce(form ->> 'address', '') AS place
    FROM business_venueapplication WHERE state = 'submitted' OR id = ANY(%(ids)s)
), asked AS (SELECT * FROM entered WHERE id = ANY(%(ids)s) AND phone <> '')
SELECT a.id, v.id, v.name, v.address
FROM asked a
JOIN business_venue v ON regexp_replace(v.phone, '\D', '', 'g') = a.phone AND v.closed_at IS NULL
WHERE v.business_id IS NULL OR NOT EXISTS (
    SELECT FROM business_membership m WHERE m.business_id = v.business_id AND m.owner_id = a.owner_id AND m.until IS NULL
      AND m.role = ANY(%(deciding)s))
UNION ALL
SELECT a.id, NULL, o.name, o.place
FROM asked a
JOIN entered o ON o.phone = a.phone AND o.owner_id <> a.owner_id AND o.state = 'submitted';

-- name: near
-- Who stands within a box of 30 m around the pin; likeness of names is judged afterwards, over these few.
-- Applications meet within their own band of latitude (33 m) and its neighbours: nobody is compared with everybody.
WITH entered AS MATERIALIZED (
    SELECT id, state, form ->> 'name' AS name, coalesce(form ->> 'address', '') AS place,
           (form ->> 'latitude')::float8 AS latitude, (form ->> 'longitude')::float8 AS longitude,
           floor((form ->> 'latitude')::float8 / 0.0003) AS band
    FROM business_venueapplication WHERE (state = 'submitted' OR id = ANY(%(ids)s)) AND form ->> 'latitude' IS NOT NULL
), asked AS (SELECT * FROM entered WHERE id = ANY(%(ids)s))
SELECT a.id, v.id, v.name, v.address, a.name, a.latitude, a.longitude, v.latitude, v.longitude, v.business_id IS NULL
FROM asked a
JOIN business_venue v ON v.latitude BETWEEN a.latitude - 0.00028 AND a.latitude + 0.00028
    AND v.longitude BETWEEN a.longitude - 0.0004 AND a.longitude + 0.0004 AND v.closed_at IS NULL AND v.parent_id IS NULL
UNION ALL
SELECT a.id, NULL, o.name, o.place, a.name, a.latitude, a.longitude, o.latitude, o.longitude, false
FROM asked a
CROSS JOIN (VALUES (-1), (0), (1)) AS beside (step)
JOIN entered o ON o.band = a.band + beside.step AND o.id <> a.id AND o.state = 'submitted'
    AND o.latitude BETWEEN a.latitude - 0.00028 AND a.latitude + 0.00028
    AND o.longitude BETWEEN a.longitude - 0.0004 AND a.longitude + 0.0004;

-- name: bulk
-- How many one owner handed in within a day around each application, and for how many business numbers.
WITH entered AS MATERIALIZED (
    SELECT id, owner_id, submitted_at, form ->> 'number' AS number
    FROM business_venueapplication
    WHERE owner_id IN (SELECT owner_id FROM business_venueapplication WHERE id = ANY(%(ids)s)) AND submitted_at IS NOT NULL
)
SELECT a.id, count(*)::int, count(DISTINCT o.number)::int
FROM entered a
JOIN entered o ON o.owner_id = a.owner_id
    AND o.submitted_at BETWEEN a.submitted_at - interval '1 day' AND a.submitted_at + interval '1 day'
WHERE a.id = ANY(%(ids)s)
GROUP BY a.id
HAVING count(*) > %(most)s OR count(DISTINCT o.number) > %(most_numbers)s;
