-- A case begins with a notification (ADR 37): what it says stands with the case until the work on it is over, the number never.
--
-- Cases from before have no `notified_by`; the console's own migration tells the vault their bounds, their team, and when they
-- were closed.
ALTER TABLE vault.known_case
    ALTER COLUMN subject DROP NOT NULL,  -- nobody who signed up
    ADD COLUMN handle          bytea CHECK (octet_length(handle) = 16),
    ADD COLUMN register_handle bytea CHECK (octet_length(register_handle) = 16),
    ADD COLUMN disease         text  NOT NULL DEFAULT '',
    ADD COLUMN anchor          date,
    ADD COLUMN anchor_kind     text  NOT NULL DEFAULT '',
    ADD COLUMN agency          text  NOT NULL DEFAULT '',
    ADD COLUMN team            text  NOT NULL DEFAULT '',
    ADD COLUMN window_from     timestamptz,
    ADD COLUMN window_to       timestamptz,
    ADD COLUMN notified_by     text  NOT NULL DEFAULT '',
    ADD COLUMN taken_by        text  REFERENCES vault.staff,
    ADD COLUMN taken_at        timestamptz,
    ADD COLUMN closed_at       timestamptz,
    ADD CHECK (notified_by = '' OR coalesce(window_from < window_to AND window_to <= window_from + interval '28 days', false)),
    ADD CHECK ((subject IS NULL) = (handle IS NULL) OR notified_by = ''),
    ADD CHECK ((taken_by IS NULL) = (taken_at IS NULL));
CREATE INDEX known_case_waiting ON vault.known_case (agency, team) WHERE notified_by <> '' AND taken_by IS NULL;

-- Who notified when, for the cap of a day.
CREATE TABLE vault.notification (
    staff text        NOT NULL REFERENCES vault.staff,
    at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX notification_by_staff ON vault.notification (staff, at);

-- Codes that were sent to patients. The number stands as a keyed mark that no identity has, for the cap of codes that nobody
-- reads out; its indexes are sealed, and gone when the code is used or over.
CREATE TABLE vault.patient_code (
    id          bytea       PRIMARY KEY CHECK (octet_length(id) = 16),
    case_ref    text        NOT NULL CHECK (case_ref ~ '^[A-Z0-9-]{1,12}$'),
    staff       text        NOT NULL REFERENCES vault.staff,
    number      bytea       NOT NULL CHECK (octet_length(number) = 32),
    sealed      bytea       CHECK (octet_length(sealed) = 92),
    code        bytea       NOT NULL CHECK (octet_length(code) = 32),
    disease     text        NOT NULL,
    anchor      date        NOT NULL,
    anchor_kind text        NOT NULL,
    asked_at    timestamptz NOT NULL DEFAULT now(),
    until       timestamptz NOT NULL,
    tries       smallint    NOT NULL DEFAULT 0,
    used_at     timestamptz,
    CHECK (used_at IS NULL OR sealed IS NULL)
);
CREATE INDEX patient_code_by_number ON vault.patient_code (number);
CREATE INDEX patient_code_by_staff ON vault.patient_code (staff, asked_at);
