-- What the operator's commands for a venue's devices ask of the main database.

-- name: venue_of_live_code
SELECT venue_id FROM business_venuecode WHERE code = %s AND coalesce(revoked_at > now(), true)

-- name: display_secret
-- As the business portal's role: the gateway may not write venues.
UPDATE business_venue
SET display_secret = CASE WHEN display_secret IS NULL OR %(renew)s THEN %(fresh)s ELSE display_secret END
WHERE id = %(venue)s
RETURNING display_secret
