-- Each process puts its own templates into the outbox, and no other's: the vault alone writes to patients, and a portal in
-- foreign hands neither sends such a message with a call number of its own, nor sees, stops or repeats one. Of the rest the
-- business portal sees what it or the worker told owners, and repeats what was given up; it stops nothing that waits.

-- Until when a message is of use: a code that is over its time is not sent, however long a channel was away.
ALTER TABLE notices.message ADD COLUMN good_until timestamptz;

CREATE TABLE notices.own_template (
    process  text NOT NULL,
    template text NOT NULL,
    PRIMARY KEY (process, template)
);
INSERT INTO notices.own_template
SELECT process, template FROM (VALUES
    ('vault', '{patient-code}'::text[]),
    ('worker', '{duty-begins,duty-ended,list-approved,log-due,never-used,silent,venue-closed,venues-closed}'),
    ('business', '{account-moved,api-key-ended,api-key-made,application-approved,application-received,application-refused,
        application-returned,code-replaced,code-stopped,colleague-moved,list-turned-down,part-ended,passkey-added,
        passkey-blocked,person-joined,place-code,site-asked,site-joined,site-parted,site-refused,venue-changed,venue-closed,
        venue-given,venue-taken,venues-closed}')
) AS own (process, templates), unnest(templates) AS template;

-- What is for a webhook is no message to a person. Who delivers is bound by no condition, so that delivery costs what it did.
ALTER TABLE notices.message ENABLE ROW LEVEL SECURITY;
CREATE POLICY puts_its_own ON notices.message FOR INSERT TO ansim_business, ansim_vault, ansim_worker
    WITH CHECK (webhook_id IS NOT NULL OR EXISTS (
        SELECT FROM notices.own_template AS own
        WHERE own.template = message.template AND pg_has_role(current_user, 'ansim_' || own.process, 'MEMBER')));
CREATE POLICY reads ON notices.message FOR SELECT TO ansim_worker USING (true);
CREATE POLICY delivers ON notices.message FOR UPDATE TO ansim_worker USING (true);
CREATE POLICY forgets ON notices.message FOR DELETE TO ansim_worker USING (true);
CREATE POLICY finds_numbers ON notices.message FOR SELECT TO ansim_vault USING (true);
CREATE POLICY sees_what_owners_are_told ON notices.message FOR SELECT TO ansim_business
    USING (webhook_id IS NOT NULL OR template IN (
        SELECT own.template FROM notices.own_template AS own WHERE own.process IN ('business', 'worker')));
-- The templates once more: an UPDATE that reads no column asks no policy of SELECT.
CREATE POLICY repeats ON notices.message FOR UPDATE TO ansim_business
    USING (state = 'given-up' AND (webhook_id IS NOT NULL OR template IN (
        SELECT own.template FROM notices.own_template AS own WHERE own.process IN ('business', 'worker'))))
    WITH CHECK (state = 'queued');
