-- Work lists: whom an officer signed for to name one at a time, within a shift (ADR 45). By handles of the case, and they go
-- with it, and with their warrant.
CREATE TABLE vault.work_list (
    ref        bytea       PRIMARY KEY CHECK (octet_length(ref) = 16),
    case_ref   text        NOT NULL REFERENCES vault.known_case ON DELETE CASCADE,
    warrant    bytea       NOT NULL REFERENCES vault.warrant ON DELETE CASCADE,
    staff      text        NOT NULL REFERENCES vault.staff,
    credential bytea       NOT NULL REFERENCES vault.staff_key,
    signed_at  timestamptz NOT NULL DEFAULT now(),
    until      timestamptz NOT NULL
);
CREATE INDEX work_list_case ON vault.work_list (case_ref);
CREATE INDEX work_list_warrant ON vault.work_list (warrant);
CREATE INDEX work_list_until ON vault.work_list (until);

CREATE TABLE vault.work_list_person (
    list          bytea       NOT NULL REFERENCES vault.work_list ON DELETE CASCADE,
    number        integer     NOT NULL CHECK (number BETWEEN 1 AND 300),
    handle        bytea       NOT NULL CHECK (octet_length(handle) = 16),
    shown_at      timestamptz,
    read_again_on date,  -- the day of the last entry that says so
    PRIMARY KEY (list, number),
    UNIQUE (list, handle)
);
