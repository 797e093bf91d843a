-- Figures of the first screen: from the moments of cases alone, those for training left out. `team` is null for the whole agency.

-- name: figures
-- Hours between steps of the cases that were notified since, and contacts of those whose contacts were searched: of each the
-- number of cases, the median and the 90th percentile.
WITH one AS (
    SELECT id, notified_at, taken_at, contacts_at, names_at FROM investigation_case
    WHERE agency = %(agency)s AND (%(team)s::text IS NULL OR team = %(team)s::text) AND notified_at >= %(since)s
        AND NOT starts_with(ref, %(training)s)
    ORDER BY notified_at DESC LIMIT %(most)s
), told AS (
    SELECT 'taken' AS figure, extract(epoch FROM taken_at - notified_at) / 3600 AS value FROM one
    UNION ALL SELECT 'contacts', extract(epoch FROM contacts_at - notified_at) / 3600 FROM one
    UNION ALL SELECT 'names', extract(epoch FROM names_at - notified_at) / 3600 FROM one
    UNION ALL
    SELECT 'people', (SELECT count(*) FROM investigation_casecontact AS contact WHERE contact.case_id = one.id)
    FROM one WHERE contacts_at IS NOT NULL
)
SELECT figure, count(value)::int,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY value::float8), percentile_cont(0.9) WITHIN GROUP (ORDER BY value::float8)
FROM told WHERE value IS NOT NULL GROUP BY figure;

-- name: load
-- What came up within a day: cases, and contacts of any case; and how many officers work there.
SELECT
    (SELECT count(*) FROM (
        SELECT FROM investigation_case WHERE agency = %(agency)s AND (%(team)s::text IS NULL OR team = %(team)s::text)
            AND notified_at >= %(since)s AND NOT starts_with(ref, %(training)s) LIMIT %(most)s) AS cases)::int,
    (SELECT count(*) FROM (
        SELECT FROM investigation_casecontact AS contact JOIN investigation_case AS one ON one.id = contact.case_id
        WHERE one.agency = %(agency)s AND (%(team)s::text IS NULL OR one.team = %(team)s::text)
            AND contact.found_at >= %(since)s AND NOT starts_with(one.ref, %(training)s) LIMIT %(most)s) AS people)::int,
    (SELECT count(*) FROM accounts_staff
     WHERE role = 'officer' AND is_active AND agency = %(agency)s AND (%(team)s::text IS NULL OR team = %(team)s::text))::int;
