-- Campaigns: whom an officer signed to have told what, and how often their numbers were opened for the sender (ADR 52). By
-- handles of the case, and they go with it.
CREATE TABLE vault.campaign (
    ref           bytea       PRIMARY KEY CHECK (octet_length(ref) = 16),
    case_ref      text        NOT NULL REFERENCES vault.known_case ON DELETE CASCADE,
    text          bytea       NOT NULL,
    people        integer     NOT NULL CHECK (people > 0),
    cap           integer     NOT NULL CHECK (cap >= people),
    opened        integer     NOT NULL DEFAULT 0 CHECK (opened <= cap),
    needs_two     boolean     NOT NULL,
    requester     text        NOT NULL REFERENCES vault.staff,
    requester_key bytea       NOT NULL REFERENCES vault.staff_key,
    request       bytea       NOT NULL,
    approver      text        REFERENCES vault.staff,
    approver_key  bytea       REFERENCES vault.staff_key,
    approval      bytea,
    approved_at   timestamptz,
    asked_at      timestamptz NOT NULL DEFAULT now(),
    stopped_at    timestamptz,
    until         timestamptz NOT NULL,
    CHECK (num_nulls(approver, approver_key, approval, approved_at) IN (0, 4)),
    CHECK (approver <> requester AND approver_key <> requester_key)
);
CREATE INDEX campaign_case ON vault.campaign (case_ref);
CREATE INDEX campaign_until ON vault.campaign (until);
CREATE INDEX campaign_requester ON vault.campaign (requester, asked_at);

CREATE TABLE vault.campaign_person (
    campaign bytea   NOT NULL REFERENCES vault.campaign ON DELETE CASCADE,
    number   integer NOT NULL CHECK (number > 0),
    handle   bytea   NOT NULL CHECK (octet_length(handle) = 16),
    opened   integer NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign, number),
    UNIQUE (campaign, handle)
);

-- Those whose signatures count: a barred signer, or a barred key, counts for nothing, and a closed case sends nothing.
CREATE VIEW vault.standing_campaign AS
SELECT one.ref, one.case_ref, one.text, one.asked_at, one.until
FROM vault.campaign AS one
JOIN vault.known_case AS known ON known.ref = one.case_ref AND known.closed_at IS NULL
JOIN vault.staff AS asker ON asker.ref = one.requester AND asker.barred_at IS NULL
JOIN vault.staff_key AS first ON first.credential = one.requester_key AND first.barred_at IS NULL
LEFT JOIN vault.staff AS other ON other.ref = one.approver AND other.barred_at IS NULL
LEFT JOIN vault.staff_key AS second ON second.credential = one.approver_key AND second.barred_at IS NULL
WHERE one.stopped_at IS NULL AND (NOT one.needs_two OR (other.ref IS NOT NULL AND second.credential IS NOT NULL));
