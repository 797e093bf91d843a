-- Decisions for partners' webhooks stand in the outbox too: for a person with a number, or for an address of a system.

ALTER TABLE notices.message ADD COLUMN webhook_id integer;
ALTER TABLE notices.message DROP CONSTRAINT message_check;
ALTER TABLE notices.message ADD CONSTRAINT message_is_for_one CHECK (num_nonnulls(owner_id, sealed, webhook_id) = 1);
CREATE INDEX message_of_webhook ON notices.message (webhook_id, due_at, id) WHERE webhook_id IS NOT NULL;
