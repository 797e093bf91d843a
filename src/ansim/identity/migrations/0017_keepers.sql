-- Staff records by two keepers (ADR 43): what they signed, and who stands in for whom.
--
-- The texts name members of staff, as keepers have to read whom they sign for; nobody else is named in this schema.

ALTER TABLE vault.staff DROP CONSTRAINT staff_role_check;
ALTER TABLE vault.staff ADD CONSTRAINT staff_role_check CHECK (role IN ('officer', 'approver', 'registrar', 'keeper'));
-- Each deed on a record counts it up, so that of two texts about one person the second follows nothing.
ALTER TABLE vault.staff ADD COLUMN version integer NOT NULL DEFAULT 0;

CREATE TABLE vault.staff_proposal (
    digest      bytea       PRIMARY KEY CHECK (octet_length(digest) = 32),  -- SHA-256 of the text
    ref         bytea       NOT NULL UNIQUE CHECK (octet_length(ref) = 16),
    text        bytea       NOT NULL,
    staff       text        NOT NULL,  -- whom it is about; not enrolled yet where they are to be
    keeper      text        NOT NULL REFERENCES vault.staff,
    keeper_key  bytea       NOT NULL REFERENCES vault.staff_key,
    signature   bytea       NOT NULL,
    proposed_at timestamptz NOT NULL DEFAULT now(),
    until       timestamptz NOT NULL,
    state       text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'kept', 'returned')),
    reason      text        NOT NULL DEFAULT '' CHECK (reason ~ '^[a-z-]{0,20}$'),
    decided_by  text        REFERENCES vault.staff,
    decided_key bytea       REFERENCES vault.staff_key,
    agreement   bytea,
    decided_at  timestamptz,
    -- Nothing is kept that two people with two keys did not sign, whoever writes here.
    CHECK ((state = 'kept') = (agreement IS NOT NULL)),
    CHECK (state <> 'kept' OR coalesce(decided_by <> keeper AND decided_key <> keeper_key, false)),
    CHECK ((state = 'waiting') = (decided_by IS NULL))
);
CREATE INDEX staff_proposal_waiting ON vault.staff_proposal (until) WHERE state = 'waiting';

CREATE TABLE vault.deputy (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff    text        NOT NULL REFERENCES vault.staff,
    role     text        NOT NULL CHECK (role IN ('officer', 'approver')),
    agency   text        NOT NULL,
    team     text        NOT NULL,
    since    timestamptz NOT NULL,
    until    timestamptz NOT NULL CHECK (until > since AND until <= since + interval '32 days'),
    ended_at timestamptz
);
CREATE INDEX deputy_staff ON vault.deputy (staff);

-- In which roles and for which teams somebody acts: as themselves, and for others while that lasts. Whether it lasts is judged
-- by the vault's clock, as everything that staff sign.
CREATE VIEW vault.hat AS
SELECT ref AS staff, role, agency, team, false AS deputy, '-infinity'::timestamptz AS since, 'infinity'::timestamptz AS until
FROM vault.staff WHERE barred_at IS NULL
UNION ALL
SELECT deputy.staff, deputy.role, deputy.agency, deputy.team, true, deputy.since, deputy.until
FROM vault.deputy AS deputy JOIN vault.staff AS staff ON staff.ref = deputy.staff AND staff.barred_at IS NULL
WHERE deputy.ended_at IS NULL AND staff.role IN ('officer', 'approver');

-- As before, in every role and team that the officer acts in; what a deputy reaches ends with their days.
CREATE OR REPLACE VIEW vault.reach AS
SELECT session.id AS session, least(session.until, hat.until) AS until, hat.staff AS officer, hat.role, one.ref AS case_ref,
    one.handle, one.opened_at, one.window_from, one.window_to
FROM vault.session AS session
JOIN vault.hat AS hat ON hat.staff = session.staff AND hat.role = 'officer' AND hat.since <= session.begun_at
JOIN vault.staff_key AS key ON key.credential = session.credential AND key.barred_at IS NULL
JOIN vault.session_case AS named ON named.session = session.id
JOIN vault.known_case AS one ON one.ref = named.case_ref AND (one.notified_by = '' OR one.taken_by IS NOT NULL)
    AND (one.agency, one.team) = (hat.agency, hat.team) AND one.closed_at IS NULL
WHERE NOT EXISTS (SELECT FROM vault.side WHERE side.case_ref = one.ref AND side.staff = hat.staff AND side.side <> 'asking');

-- Who is shut out stays so: another record is made for whoever comes back.
CREATE FUNCTION vault.keep_barred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a barred member of staff stays barred' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER staff_stays_barred BEFORE UPDATE ON vault.staff FOR EACH ROW
    WHEN (OLD.barred_at IS NOT NULL AND NEW.barred_at IS NULL) EXECUTE FUNCTION vault.keep_barred();
