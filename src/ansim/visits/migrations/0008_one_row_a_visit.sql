-- One row for each visit that is asked for, also where a phone used an id at two places on one day.
-- What stands of visits of other days, one row for each asked, in order: among the visits, or sealed under the keys of
-- check-in and end. `closed`: the day takes no late rows any more.
CREATE OR REPLACE FUNCTION visits.what_stands_late(
    asked_days date[], asked_ids uuid[], asked_tags bytea[], keys bytea[], end_keys bytea[],
    OUT closed boolean, OUT venue_id integer, OUT entered_at timestamptz, OUT left_at timestamptz, OUT party smallint,
    OUT commitment bytea, OUT sealed bytea, OUT sealed_end bytea
) RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path = visits, pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM closed_day WHERE closed_day.day = asked.day),
        known.venue_id, known.entered_at, known.left_at, known.party, known.commitment,
        coalesce(late.sealed, held.sealed), ended.sealed
    FROM unnest(asked_days, asked_ids, asked_tags, keys, end_keys) WITH ORDINALITY
        AS asked (day, id, tag, key, end_key, place)
    LEFT JOIN LATERAL (
        SELECT * FROM visit WHERE visit.day = asked.day AND visit.tag = asked.tag AND visit.id = asked.id
        ORDER BY visit.venue_id LIMIT 1
    ) AS known ON true
    LEFT JOIN late ON late.key = asked.key
    LEFT JOIN late_waiting AS held ON held.key = asked.key
    LEFT JOIN late AS ended ON ended.key = asked.end_key
    ORDER BY place
$$;
