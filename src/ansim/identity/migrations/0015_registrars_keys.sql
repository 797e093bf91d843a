-- Registrars sign in with a key as well (ADR 39): the vault keeps theirs beside officers' and approvers'.
-- They are on no side of any case, so none of their signatures counts for a warrant.

ALTER TABLE vault.staff DROP CONSTRAINT staff_role_check;
ALTER TABLE vault.staff ADD CONSTRAINT staff_role_check CHECK (role IN ('officer', 'approver', 'registrar'));
