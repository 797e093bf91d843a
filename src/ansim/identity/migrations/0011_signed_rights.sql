-- What the vault itself keeps of staff, cases and warrants: a schema that no other process reads or writes (RIGHTS §1.2).
--
-- Nobody is named here. Members of staff stand under their marks; a case's own person as a keyed hash alone.

CREATE SCHEMA vault;

CREATE TABLE vault.staff (
    ref       text        PRIMARY KEY CHECK (ref ~ '^S-[0-9A-Z]{8}$'),
    role      text        NOT NULL CHECK (role IN ('officer', 'approver')),
    agency    text        NOT NULL DEFAULT '',
    team      text        NOT NULL DEFAULT '',
    added_at  timestamptz NOT NULL DEFAULT now(),
    barred_at timestamptz
);

-- One key belongs to one person: neither an id nor a public key stands twice.
CREATE TABLE vault.staff_key (
    credential      bytea       PRIMARY KEY CHECK (octet_length(credential) BETWEEN 16 AND 1023),
    staff           text        NOT NULL REFERENCES vault.staff,
    kind            text        NOT NULL CHECK (kind IN ('passkey', 'device')),
    public_key      bytea       NOT NULL UNIQUE,
    sign_count      bigint      NOT NULL DEFAULT 0,
    aaguid          text        NOT NULL DEFAULT '',
    backup_eligible boolean     NOT NULL DEFAULT false,
    made_at         timestamptz NOT NULL DEFAULT now(),
    barred_at       timestamptz
);
CREATE INDEX staff_key_staff ON vault.staff_key (staff);

-- The key that a one-time word makes, never the word; the row goes with its use.
CREATE TABLE vault.enrolment_word (
    staff      text        PRIMARY KEY REFERENCES vault.staff,
    key        bytea       NOT NULL CHECK (octet_length(key) = 32),
    expires_at timestamptz NOT NULL
);

-- Texts that were accepted: each serves once, and is over its own time before its row goes.
CREATE TABLE vault.used_text (
    ref   bytea       PRIMARY KEY CHECK (octet_length(ref) = 16),
    until timestamptz NOT NULL
);
CREATE INDEX used_text_until ON vault.used_text (until);

-- Cases that were opened here, and whose contacts they are about, as a keyed hash.
CREATE TABLE vault.known_case (
    ref       text        PRIMARY KEY CHECK (ref ~ '^[A-Z0-9-]{1,12}$'),
    subject   bytea       NOT NULL CHECK (octet_length(subject) = 32),
    opened_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE vault.side (
    case_ref text NOT NULL REFERENCES vault.known_case,
    staff    text NOT NULL REFERENCES vault.staff,
    side     text NOT NULL CHECK (side IN ('asking', 'letting')),
    PRIMARY KEY (case_ref, staff)
);

CREATE TABLE vault.warrant (
    digest        bytea       PRIMARY KEY CHECK (octet_length(digest) = 32),  -- SHA-256 of the text
    ref           bytea       NOT NULL UNIQUE CHECK (octet_length(ref) = 16),
    case_ref      text        NOT NULL REFERENCES vault.known_case,
    text          bytea       NOT NULL,
    requester     text        NOT NULL REFERENCES vault.staff,
    requester_key bytea       NOT NULL REFERENCES vault.staff_key,
    request       bytea       NOT NULL,  -- the signature as it came, for whoever checks it again
    requested_at  timestamptz NOT NULL DEFAULT now(),
    approver      text        REFERENCES vault.staff,
    approver_key  bytea       REFERENCES vault.staff_key,
    approval      bytea,
    approved_at   timestamptz,
    CHECK ((approver IS NULL) = (approval IS NULL) AND (approver IS NULL) = (approver_key IS NULL)),
    CHECK (approver <> requester AND approver_key <> requester_key)
);

-- How many names an officer had opened and when, for the cap of a day.
CREATE TABLE vault.opening (
    staff  text        NOT NULL REFERENCES vault.staff,
    at     timestamptz NOT NULL DEFAULT now(),
    people integer     NOT NULL
);
CREATE INDEX opening_by_staff ON vault.opening (staff, at);
