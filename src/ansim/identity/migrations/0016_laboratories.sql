-- Laboratories whose signature notifies a case (ADR 42). The operator enrols them; the vault's own role reads alone.

-- `name` is an office's public name. `a_day`: how many cases it notifies within a day.
CREATE TABLE vault.laboratory (
    ref       text        PRIMARY KEY CHECK (ref ~ '^L-[0-9A-Z]{8}$'),
    name      text        NOT NULL UNIQUE CHECK (char_length(name) BETWEEN 1 AND 60),
    a_day     integer     NOT NULL CHECK (a_day BETWEEN 1 AND 20000),
    added_at  timestamptz NOT NULL DEFAULT now(),
    barred_at timestamptz
);

-- One key belongs to one laboratory, for good: a barred one is enrolled nowhere again.
CREATE TABLE vault.laboratory_key (
    kid        text        PRIMARY KEY CHECK (kid ~ '^[A-Za-z0-9_-]{43}$'),  -- RFC 7638
    laboratory text        NOT NULL REFERENCES vault.laboratory,
    algorithm  text        NOT NULL CHECK (algorithm IN ('ES256', 'Ed25519')),
    public_key bytea       NOT NULL UNIQUE,  -- SubjectPublicKeyInfo
    added_at   timestamptz NOT NULL DEFAULT now(),
    barred_at  timestamptz
);
CREATE INDEX laboratory_key_laboratory ON vault.laboratory_key (laboratory);

-- What was notified, so that it makes one case, however often it comes. Identifier and claims stand as keyed hashes: the one
-- may be a specimen's, the others name a number. A row goes once its notification would be too old, and past the cap's day.
CREATE TABLE vault.laboratory_notification (
    laboratory  text        NOT NULL REFERENCES vault.laboratory,
    jti         bytea       NOT NULL CHECK (octet_length(jti) = 32),
    content     bytea       NOT NULL CHECK (octet_length(content) = 32),
    case_ref    text        NOT NULL CHECK (case_ref ~ '^[A-Z0-9-]{1,12}$'),
    received_at timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    PRIMARY KEY (laboratory, jti)
);
CREATE INDEX laboratory_notification_received ON vault.laboratory_notification (laboratory, received_at);
CREATE INDEX laboratory_notification_until ON vault.laboratory_notification (until);
