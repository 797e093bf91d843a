-- Places that an officer signed for and that are more than one side may sign for alone. They count for nothing until the
-- other side has signed the same bytes, and go with their case, or once their text is over its time.
CREATE TABLE vault.waiting_places (
    ref        bytea       PRIMARY KEY CHECK (octet_length(ref) = 16),
    case_ref   text        NOT NULL REFERENCES vault.known_case ON DELETE CASCADE,
    text       bytea       NOT NULL,
    staff      text        NOT NULL REFERENCES vault.staff,
    credential bytea       NOT NULL REFERENCES vault.staff_key,
    signature  bytea       NOT NULL,
    until      timestamptz NOT NULL,
    asked_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX waiting_places_case ON vault.waiting_places (case_ref);
CREATE INDEX waiting_places_until ON vault.waiting_places (until);
