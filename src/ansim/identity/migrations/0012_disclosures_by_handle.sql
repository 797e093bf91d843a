-- Who was named under a warrant, by the handle of the case: the person stands nowhere but in `identity`.
ALTER TABLE identity.disclosure RENAME COLUMN person_id TO handle;
ALTER TABLE identity.disclosure ADD COLUMN case_ref text;
