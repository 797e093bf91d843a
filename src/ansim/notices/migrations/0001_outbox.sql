-- The outbox: messages that a decision promised, queued in the decision's own transaction.
--
-- Whom it goes to is an owner's number in the business portal's table, or a sealed number of its own with what the seal is
-- bound to; no number stands here in the clear. `params` holds what the words need, never a person's name.

CREATE SCHEMA notices;

CREATE TABLE notices.message (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference  uuid        NOT NULL UNIQUE, -- the queue's idempotency key
    template   text        NOT NULL CHECK (template ~ '^[a-z][a-z-]{2,39}$'),
    language   text        NOT NULL CHECK (language ~ '^[a-z]{2}$'),
    owner_id   integer,
    sealed     bytea,
    bound_to   bytea,
    params     jsonb       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(params) = 'object'),
    created_at timestamptz NOT NULL DEFAULT now(),
    due_at     timestamptz NOT NULL DEFAULT now(),
    state      text        NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'handed', 'given-up')),
    tries      smallint    NOT NULL DEFAULT 0,
    handed_at  timestamptz,
    error      text        NOT NULL DEFAULT '' CHECK (error ~ '^[a-z-]{0,40}$'),
    CHECK ((owner_id IS NULL) = (sealed IS NOT NULL)),
    CHECK ((sealed IS NULL) = (bound_to IS NULL)),
    CHECK ((state = 'handed') = (handed_at IS NOT NULL))
);
CREATE INDEX message_due ON notices.message (due_at, id) WHERE state = 'queued';
CREATE INDEX message_of_owner ON notices.message (owner_id, id);
CREATE INDEX message_given_up ON notices.message (id) WHERE state = 'given-up';
CREATE INDEX message_by_age ON notices.message (created_at);
