-- What the sender does with campaigns that the vault holds signed: one message a person, campaign and channel (ADR 52).
-- By the person's number on the campaign's list; no handle, no telephone number and no text stands here.

CREATE TABLE notices.campaign (
    ref        bytea       PRIMARY KEY CHECK (octet_length(ref) = 16),
    case_ref   text        NOT NULL,
    people     integer     NOT NULL CHECK (people > 0),
    until      timestamptz NOT NULL,
    begun_at   timestamptz NOT NULL DEFAULT now(),
    paused_at  timestamptz,
    stopped_at timestamptz,
    withdrawn_at timestamptz -- the vault lets nothing more go: a signer barred, the case closed, the text over its time
);
CREATE INDEX campaign_by_end ON notices.campaign (until);

CREATE TABLE notices.campaign_message (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign    bytea       NOT NULL REFERENCES notices.campaign ON DELETE CASCADE,
    number      integer     NOT NULL CHECK (number > 0),
    channel     text        NOT NULL CHECK (channel IN ('sms')),
    reference   text        NOT NULL UNIQUE CHECK (reference ~ '^[0-9A-Z]{8}$'),
    state       text        NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'handing', 'uncertain', 'handed',
        'delivered', 'failed', 'read', 'answered', 'unreachable', 'stopped')),
    why         text        NOT NULL DEFAULT '' CHECK (why ~ '^[a-z-]{0,40}$'),
    language    text        NOT NULL DEFAULT '' CHECK (language ~ '^([a-z]{2})?$'),
    form        text        NOT NULL DEFAULT '' CHECK (form ~ '^[a-z0-9]{0,8}$'),
    parts       smallint    NOT NULL DEFAULT 0,
    tries       smallint    NOT NULL DEFAULT 0,
    due_at      timestamptz NOT NULL DEFAULT now(),
    begun_at    timestamptz,
    handed_at   timestamptz,
    settled_at  timestamptz,
    channel_ref bytea, -- the digest of the channel's own name for the message
    UNIQUE (campaign, number, channel)
);
CREATE INDEX campaign_message_due ON notices.campaign_message (due_at, id) WHERE state = 'queued';
CREATE INDEX campaign_message_open ON notices.campaign_message (id) WHERE state IN ('handing', 'uncertain');
CREATE INDEX campaign_message_state ON notices.campaign_message (campaign, state);
CREATE INDEX campaign_message_channel_ref ON notices.campaign_message (channel_ref) WHERE channel_ref IS NOT NULL;

-- Receipts that came before the channel's own answer, or for what it never told us.
CREATE TABLE notices.early_receipt (
    channel_ref bytea       PRIMARY KEY,
    event       text        NOT NULL CHECK (event IN ('arrived', 'not-arrived')),
    at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX early_receipt_by_age ON notices.early_receipt (at);

-- Stop a campaign: what waits goes no more, in the transaction of the stop. Whoever hands messages over holds the campaign's
-- row meanwhile, so nothing begins after this returns. Gives how many left the house, or may have.
CREATE FUNCTION notices.stop_campaign(asked bytea) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = notices, pg_temp AS $$
BEGIN
    UPDATE campaign SET stopped_at = coalesce(stopped_at, now()) WHERE ref = asked;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    UPDATE campaign_message SET state = 'stopped', settled_at = now() WHERE campaign_message.campaign = asked AND state = 'queued';
    RETURN (SELECT count(*) FROM campaign_message
            WHERE campaign_message.campaign = asked AND state NOT IN ('stopped', 'unreachable', 'queued'));
END $$;
REVOKE ALL ON FUNCTION notices.stop_campaign FROM PUBLIC;
