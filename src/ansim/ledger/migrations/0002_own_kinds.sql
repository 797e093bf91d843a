-- Each process enters its own kinds of acts and no others', so that a console in foreign hands forges no opened name, and a
-- worker no look-up. The operator, as the owner of the database, may enter any kind, and can change nothing that stands.

CREATE TABLE IF NOT EXISTS ledger.own_kind (
    role text NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (role, kind)
);
INSERT INTO ledger.own_kind
SELECT 'ansim_' || process, kind FROM (VALUES
    ('investigation', '{case-opened,window-changed,itinerary-read,contacts-searched,sources-searched,contacts-taken,case-closed,case-reopened}'::text[]),
    ('vault', '{phone-looked-up,warrant-requested,warrant-approved,identities-opened,key-enrolled,corrections-read,correction-done,owner-contact-read,case-key-destroyed}'),
    ('worker', '{case-closed,case-work-destroyed,register-destroyed}')
) AS own (process, kinds), unnest(kinds) AS kind
ON CONFLICT DO NOTHING;

-- Named to run before `entry_sealed`. By the role that signed in and the roles that it is a member of, so that a login of
-- another name stays within its process; a role of neither a process nor the owner enters nothing. The trigger runs as the
-- owner, to read the table.
CREATE OR REPLACE FUNCTION ledger.require_own_kind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT FROM ledger.own_kind
                   WHERE kind = NEW.kind AND pg_has_role(session_user, to_regrole(role), 'MEMBER')
                       AND (kind = 'case-key-destroyed' OR (role = 'ansim_worker') = (NEW.actor_role = 'worker'))) THEN
        RAISE EXCEPTION '% does not enter %', session_user, NEW.kind USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER entry_by_its_own BEFORE INSERT ON ledger.entry
    FOR EACH ROW EXECUTE FUNCTION ledger.require_own_kind();
