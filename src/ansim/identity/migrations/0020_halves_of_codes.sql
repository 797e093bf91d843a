-- Registration codes of two halves (ADR 51): what the second keeper signed, where it says more than the first signed.
-- Null where both signed the same bytes, and for what was kept before there were halves.

ALTER TABLE vault.staff_proposal ADD COLUMN agreed_text bytea CHECK (agreed_text IS NULL OR state = 'kept');
