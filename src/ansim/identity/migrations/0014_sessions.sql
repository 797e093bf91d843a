-- Sessions: what an officer signed for in the morning (RIGHTS §3, ADR 38).

-- The SHA-256 of a session's 16 bytes, so that a copy of this table opens nothing.
CREATE TABLE vault.session (
    id         bytea       PRIMARY KEY CHECK (octet_length(id) = 32),
    staff      text        NOT NULL REFERENCES vault.staff,
    credential bytea       NOT NULL REFERENCES vault.staff_key,
    begun_at   timestamptz NOT NULL DEFAULT now(),
    until      timestamptz NOT NULL
);
CREATE INDEX session_until ON vault.session (until);

CREATE TABLE vault.session_case (
    session  bytea NOT NULL REFERENCES vault.session ON DELETE CASCADE,
    case_ref text  NOT NULL REFERENCES vault.known_case ON DELETE CASCADE,
    PRIMARY KEY (session, case_ref)
);
CREATE INDEX session_case_case ON vault.session_case (case_ref);

-- Places that somebody signed for in a case. They say where a case may have been, so they go with it.
CREATE TABLE vault.places (
    ref               bytea       PRIMARY KEY CHECK (octet_length(ref) = 16),
    case_ref          text        NOT NULL REFERENCES vault.known_case ON DELETE CASCADE,
    text              bytea       NOT NULL,
    staff             text        NOT NULL REFERENCES vault.staff,
    credential        bytea       NOT NULL REFERENCES vault.staff_key,
    signature         bytea       NOT NULL,
    agreed_by         text        REFERENCES vault.staff CHECK (agreed_by <> staff),
    agreed_credential bytea       REFERENCES vault.staff_key,
    agreement         bytea,
    signed_at         timestamptz NOT NULL DEFAULT now(),
    CHECK ((agreement IS NULL) = (agreed_by IS NULL) AND (agreement IS NULL) = (agreed_credential IS NULL))
);
CREATE INDEX places_case ON vault.places (case_ref);

-- Those that count: a barred signer, or a barred key, counts for nothing, also under older texts.
CREATE VIEW vault.standing_places AS
SELECT places.ref, places.case_ref, places.text
FROM vault.places AS places
JOIN vault.staff AS signer ON signer.ref = places.staff AND signer.barred_at IS NULL
JOIN vault.staff_key AS one ON one.credential = places.credential AND one.barred_at IS NULL
LEFT JOIN vault.staff AS other ON other.ref = places.agreed_by
LEFT JOIN vault.staff_key AS two ON two.credential = places.agreed_credential
WHERE other.barred_at IS NULL AND two.barred_at IS NULL;

-- The open cases that a session reaches: of whoever is not barred, by a key that counts, of their own team still, on the asking
-- side. Whether its time is over the vault judges by its own clock.
CREATE VIEW vault.reach AS
SELECT session.id AS session, session.until, staff.ref AS officer, staff.role, one.ref AS case_ref, one.handle,
    one.opened_at, one.window_from, one.window_to
FROM vault.session AS session
JOIN vault.staff AS staff ON staff.ref = session.staff AND staff.barred_at IS NULL
JOIN vault.staff_key AS key ON key.credential = session.credential AND key.barred_at IS NULL
JOIN vault.session_case AS named ON named.session = session.id
JOIN vault.known_case AS one ON one.ref = named.case_ref AND (one.notified_by = '' OR one.taken_by IS NOT NULL)
    AND (one.agency, one.team) = (staff.agency, staff.team) AND one.closed_at IS NULL
WHERE NOT EXISTS (SELECT FROM vault.side WHERE side.case_ref = one.ref AND side.staff = staff.ref AND side.side <> 'asking');
