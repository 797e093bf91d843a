-- What the worker looks up before it reminds owners. No statement reads a number, or a name of a person.

-- name: places
-- Places of open businesses that were neither closed nor over; a zone goes with the place around it unless another's.
SELECT venue.id, venue.name, venue.business_id, venue.kind_of_site, venue.floor_area
FROM business_venue AS venue
JOIN business_business AS firm ON firm.id = venue.business_id AND firm.closed_at IS NULL
LEFT JOIN business_venue AS around ON around.id = venue.parent_id
WHERE coalesce(venue.closed_at > %(now)s, true) AND coalesce(venue.valid_until > %(now)s, true)
  AND around.business_id IS DISTINCT FROM venue.business_id AND venue.kind_of_site <> ''
ORDER BY venue.id;

-- name: counted_until
SELECT until FROM business_countmark;

-- name: nobody_anywhere
-- Days on which no place had a check-in.
SELECT day::date FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS day
WHERE NOT EXISTS (SELECT FROM business_daycount AS one WHERE one.day = day.day::date);

-- name: quiet
-- Such places with a code, where nobody checked in after `latest`: with what the rule of silence asks for.
WITH issued AS (
    SELECT venue_id, min(day) AS day FROM business_dutyrecord
    WHERE kind = 'poster-issued' AND taken_back_at IS NULL GROUP BY venue_id
)
SELECT venue.id, venue.name, venue.business_id, venue.opening_hours::text, venue.opening_days::text, venue.valid_from,
       (SELECT max(made_at) FROM business_venuestep WHERE venue_id = venue.id AND what = 'reopened'), used.last_day, issued.day,
       ARRAY(SELECT day FROM business_daycount WHERE venue_id = venue.id AND day >= used.last_day - %(history)s::int)
FROM business_venue AS venue
JOIN business_business AS firm ON firm.id = venue.business_id AND firm.closed_at IS NULL
LEFT JOIN business_venue AS around ON around.id = venue.parent_id
LEFT JOIN business_venueuse AS used ON used.venue_id = venue.id
LEFT JOIN issued ON issued.venue_id = venue.id
WHERE NOT venue.unmanned AND coalesce(venue.closed_at > %(now)s, true) AND coalesce(venue.valid_until > %(now)s, true)
  AND around.business_id IS DISTINCT FROM venue.business_id
  AND coalesce(used.last_day, issued.day) BETWEEN %(earliest)s AND %(latest)s
  AND EXISTS (SELECT FROM business_venuecode WHERE venue_id = venue.id AND revoked_at IS NULL)
ORDER BY venue.id;

-- name: logs
-- Hand-written logs whose last entry lies between two days, not noted as destroyed.
SELECT log.id, venue.name, venue.id, venue.business_id, log.until
FROM business_dutyrecord AS log
JOIN business_venue AS venue ON venue.id = log.venue_id
WHERE log.kind = 'log-kept' AND log.taken_back_at IS NULL AND log.until BETWEEN %(first)s AND %(last)s
  AND venue.business_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM business_dutyrecord AS done
    WHERE done.log_id = log.id AND done.taken_back_at IS NULL
  )
ORDER BY log.id;

-- name: owners
-- Who is told of these businesses' places.
SELECT part.business_id, who.id, who.language
FROM business_membership AS part JOIN business_owner AS who ON who.id = part.owner_id
WHERE part.until IS NULL AND who.erased_at IS NULL AND part.role = ANY (%(roles)s) AND part.business_id = ANY (%(firms)s)
ORDER BY who.id;

-- name: unasked
-- Whether an application waits about whose number the tax office said nothing.
SELECT EXISTS (SELECT FROM business_venueapplication
    WHERE state = 'submitted' AND checks -> 'findings' ? 'tax-unreachable');
