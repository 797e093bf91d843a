-- Whom each warrant has named: the vault counts a person once against the row cap, over all calls.

CREATE TABLE identity.disclosure (
    warrant    bytea       NOT NULL CHECK (octet_length(warrant) = 32),  -- SHA-256 of the warrant's canonical bytes
    person_id  bytea       NOT NULL CHECK (octet_length(person_id) = 16),
    expires_at timestamptz NOT NULL,  -- of the warrant: afterwards the row says nothing and is removed
    PRIMARY KEY (warrant, person_id)
);
CREATE INDEX disclosure_expires ON identity.disclosure (expires_at);
