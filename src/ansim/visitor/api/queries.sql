-- All SQL of the gateway, by name. Its role may call these functions and read these columns, and nothing else
-- (src/ansim/database/grants.py, tests/guard/grants.txt).

-- name: prepare_record_check_ins
-- Durable when it returns: one call is one transaction, and synchronous_commit is on.
PREPARE record_check_ins (visits.check_in[]) AS SELECT visits.record_check_ins($1)

-- name: prepare_record_leavings
PREPARE record_leavings (visits.leaving[]) AS SELECT visits.record_leavings($1)

-- name: what_stands
SELECT venue_id, entered_at, left_at FROM visits.what_stands(%s, %s, %s)

-- name: row_type
SELECT %s::regtype::oid

-- name: durable
SET synchronous_commit = on

-- name: timeouts
SET statement_timeout = '10s'

-- name: begin_verification
SELECT outcome, expires_at, retry_after, place, uses
FROM identity.begin_verification(%s, %s, %s, %s, %s::integer[], %s::integer[])

-- name: finish_verification
SELECT outcome, person_id, tries_left FROM identity.finish_verification(%s, %s, %s, %s, %s, %s, %s, %s, %s)

-- name: reseal
SELECT identity.reseal(%s, %s, %s)

-- name: stopped_people
SELECT identity.stopped_people()

-- name: issue_credential
SELECT identity.issue_credential(%s, %s)

-- name: renew_session
SELECT identity.renew_session(%s, %s, %s)

-- name: about
SELECT verified_on, verified_by, last_seen_week, consent, printed_pass FROM identity.about(%s)

-- name: corrections_of
SELECT id, asked_at, done_at FROM identity.corrections_of(%s)

-- name: add_child
SELECT identity.add_child(%s, %s, %s, %s, %s, %s, %s)

-- name: children_of
SELECT child_ref, added_on FROM identity.children_of(%s)

-- name: new_child_pass
SELECT person_id, generation FROM identity.new_child_pass(%s, %s)

-- name: remove_child
SELECT identity.remove_child(%s, %s)

-- name: use_budgets
SELECT identity.use_budgets(%s, %s::integer[], %s::integer[])

-- name: report_code
SELECT business_report_code(%s, %s, %s::smallint)

-- name: put_answer
SELECT notices.put_answer(%s, %s, %s, %s, %s, %s)

-- name: pair_device
SELECT device, venue, kind FROM business_pair_device(%s, %s)

-- name: use_device
SELECT device, venue, kind FROM business_use_device(%s)

-- name: count_of_day
SELECT visits.count_of_day(%s, %s)

-- name: hold_entry
SELECT visits.hold_entry(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)

-- name: undo_visit
SELECT visits.undo_entry(%s, %s)

-- name: what_stands_late
SELECT closed, venue_id, entered_at, left_at, party, commitment, sealed, sealed_end
FROM visits.what_stands_late(%s::date[], %s::uuid[], %s::bytea[], %s::bytea[], %s::bytea[])

-- name: store_late
SELECT visits.store_late(%s::date[], %s::bytea[], %s::bytea[])

-- name: hold_late
SELECT visits.hold_late(%s::date[], %s::bytea[], %s::bytea[], %s)

-- name: undo_late
SELECT visits.undo_late(%s)

-- name: settle_entries
SELECT visits.settle_entries()

-- name: count_uses
SELECT identity.count_uses(%s, %s, %s, %s)

-- name: enter_unverified
SELECT identity.enter_unverified(%s, %s, %s, %s, %s, %s, %s, %s)

-- name: undo_person
SELECT identity.undo_entry(%s)

-- name: keep_safe_code
SELECT identity.keep_safe_code(%s, %s, %s, %s, %s)

-- name: safe_code_of
SELECT serial, made_at FROM identity.safe_code_of(%s)

-- name: people_of_safe_codes
SELECT identity.people_of_safe_codes(%s, %s)

-- name: person_of_call
SELECT identity.person_of_call(%s, %s, %s, %s, %s)

-- name: venues_of_call_numbers
SELECT number, venue_id FROM business_callnumber WHERE number = ANY (%s)

-- name: erase_person
SELECT identity.erase_person(%s)

-- name: withdraw
SELECT identity.withdraw(%s)

-- name: new_printed_pass
SELECT identity.new_printed_pass(%s)

-- name: use_passes
SELECT identity.use_passes(%s, %s)

-- name: move_phone
SELECT outcome, tries_left FROM identity.move_phone(%s, %s, %s, %s, %s, %s, %s)

-- name: ask_correction
SELECT identity.ask_correction(%s, %s, %s)

-- name: published_exposures
SELECT venue, starts, ends, advice, disease_group FROM investigation_published_exposures()

-- name: present
SELECT now()

-- name: venues_changed_since
-- Venues and zones with their codes and places by day, changed at or after a moment; each index serves its line.
-- What ends by the clock changes as well: a reissued code at `revoked_at`, a closing that was set, an event's last day.
-- A former part of a site is shown as a place of its own (parted_at).
SELECT v.id, CASE WHEN v.parted_at IS NULL THEN v.parent_id END AS parent_id, v.business_id,
       v.name, v.name_en, v.category, v.district, v.address, v.latitude, v.longitude,
       v.opening_hours::text, v.opening_days::text, v.display_secret, v.updated_at,
       v.valid_from, v.valid_until, v.closed_at, v.mobile, v.unmanned,
       coalesce(v.closed_at <= now(), false) OR coalesce(v.valid_until <= now() - %(margin)s, false) AS over,
       (SELECT jsonb_object_agg(p.day, jsonb_build_array(p.address, p.latitude, p.longitude))::text
        FROM business_placeonday p WHERE p.venue_id = v.id AND p.day > current_date - 2) AS places,
       array_remove(array_agg(c.code::text ORDER BY c.code) FILTER (WHERE coalesce(c.revoked_at > now(), true)), NULL) AS codes,
       array_remove(array_agg(c.code::text ORDER BY c.code) FILTER (WHERE c.revoked_at <= now()), NULL) AS revoked,
       (jsonb_object_agg(c.code, c.revoked_at) FILTER (WHERE c.graced AND c.revoked_at > now() - interval '8 days'))::text AS ends
FROM business_venue v LEFT JOIN business_venuecode c ON c.venue_id = v.id
WHERE v.id IN (
    SELECT id FROM business_venue WHERE updated_at >= %(since)s
    UNION ALL SELECT venue_id FROM business_venuecode WHERE revoked_at >= %(since)s AND revoked_at <= now()
    UNION ALL SELECT id FROM business_venue WHERE closed_at >= %(since)s AND closed_at <= now()
    UNION ALL SELECT id FROM business_venue 
    WHERE valid_until >= %(since)s::timestamptz - %(margin)s AND valid_until <= now() - %(margin)s
)
GROUP BY v.id
