"""What each process may do in each database: one table, applied after every migration.

`tests/guard/grants.txt` holds the outcome, read back from PostgreSQL itself; a guard test compares them.
Everything that is not named here is refused: rights are revoked first, PUBLIC has none.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

import psycopg
from psycopg import sql

from ansim.database.granted_columns import QUEUED, SHOWN_OF_DEVICES, TOLD_OF_VENUES
from ansim.domain.errors import AnsimError
from ansim.settings.environment import PROCESSES, Database, Process


class UnknownObjectError(AnsimError):
    """A grant names a table or function that no migration made."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Privileges of one process on the objects that match a `schema.name` pattern."""

    process: Process
    privileges: str
    objects: str
    columns: tuple[str, ...] = ()


_ALL = "SELECT, INSERT, UPDATE, DELETE"

GRANTS: dict[Database, tuple[Grant, ...]] = {
    "visits": (
        Grant("gateway", "EXECUTE", "visits.record_check_ins"),
        Grant("gateway", "EXECUTE", "visits.record_leavings"),
        Grant("gateway", "EXECUTE", "visits.what_stands"),
        Grant("gateway", "EXECUTE", "visits.hold_entry"),
        Grant("gateway", "EXECUTE", "visits.undo_entry"),
        Grant("gateway", "EXECUTE", "visits.settle_entries"),
        Grant("gateway", "EXECUTE", "visits.count_of_day"),
        Grant(
            "tracer",
            "SELECT",
            "visits.visit",
            (
                "day",
                "venue_id",
                "id",
                "tag",
                "entered_at",
                "left_at",
                "party",
                "method",
                "evidence",
                "changed_at",
            ),
        ),
        Grant("tracer", "EXECUTE", "visits.days"),
        Grant("tracer", "EXECUTE", "visits.today"),
        Grant("worker", "EXECUTE", "visits.open_day"),
        Grant("worker", "EXECUTE", "visits.drop_day"),
        Grant("worker", "EXECUTE", "visits.days"),
        Grant("worker", "EXECUTE", "visits.clock"),
        Grant("worker", "EXECUTE", "visits.certify_day"),
        Grant("worker", "EXECUTE", "visits.destructions"),
    ),
    "identity": (
        Grant("gateway", "EXECUTE", "identity.begin_verification"),
        Grant("gateway", "EXECUTE", "identity.finish_verification"),
        Grant("gateway", "EXECUTE", "identity.use_budgets"),
        Grant("gateway", "EXECUTE", "identity.reseal"),
        Grant("gateway", "EXECUTE", "identity.stopped_people"),
        Grant("gateway", "EXECUTE", "identity.issue_credential"),
        Grant("gateway", "EXECUTE", "identity.renew_session"),
        Grant("gateway", "EXECUTE", "identity.erase_person"),
        Grant("gateway", "EXECUTE", "identity.new_printed_pass"),
        Grant("gateway", "EXECUTE", "identity.use_passes"),
        Grant("gateway", "EXECUTE", "identity.move_phone"),
        Grant("gateway", "EXECUTE", "identity.about"),
        Grant("gateway", "EXECUTE", "identity.withdraw"),
        Grant("gateway", "EXECUTE", "identity.corrections_of"),
        Grant("gateway", "EXECUTE", "identity.add_child"),
        Grant("gateway", "EXECUTE", "identity.children_of"),
        Grant("gateway", "EXECUTE", "identity.new_child_pass"),
        Grant("gateway", "EXECUTE", "identity.remove_child"),
        Grant("gateway", "EXECUTE", "identity.ask_correction"),
        Grant("gateway", "EXECUTE", "identity.count_uses"),
        Grant("gateway", "EXECUTE", "identity.enter_unverified"),
        Grant("gateway", "EXECUTE", "identity.undo_entry"),
        Grant("gateway", "EXECUTE", "identity.person_of_call"),
        Grant("gateway", "EXECUTE", "identity.keep_safe_code"),
        Grant("gateway", "EXECUTE", "identity.safe_code_of"),
        Grant("gateway", "EXECUTE", "identity.people_of_safe_codes"),
        Grant(
            "vault",
            "SELECT",
            "identity.identity",
            ("person_id", "sealed", "sealed_phone", "phone_index", "guardian"),
        ),
        Grant("vault", "SELECT, INSERT, DELETE", "identity.disclosure"),
        Grant(
            "vault",
            "SELECT",
            "identity.correction",
            ("id", "person_id", "sealed", "asked_at", "done_at"),
        ),
        Grant("vault", "UPDATE", "identity.correction", ("sealed", "done_at")),
        Grant("worker", "EXECUTE", "identity.forget"),
    ),
    "main": (
        Grant(
            "gateway",
            "SELECT",
            "public.business_venue",
            (
                "id",
                "parent_id",
                "business_id",
                "name",
                "name_en",
                "category",
                "district",
                "address",
                "latitude",
                "longitude",
                "opening_hours",
                "opening_days",
                "display_secret",
                "updated_at",
                "valid_from",
                "valid_until",
                "closed_at",
                "parted_at",
                "mobile",
                "unmanned",
            ),
        ),
        Grant(
            "gateway",
            "SELECT",
            "public.business_placeonday",
            ("venue_id", "day", "address", "latitude", "longitude"),
        ),
        Grant("gateway", "SELECT", "public.business_venuecode", ("code", "venue_id", "revoked_at")),
        Grant("gateway", "EXECUTE", "public.business_report_code"),
        Grant("gateway", "EXECUTE", "public.business_pair_device"),
        Grant("gateway", "EXECUTE", "public.business_use_device"),
        Grant("gateway", "SELECT", "public.business_callnumber", ("number", "venue_id")),
        # row-level security shows each portal its own staff and acts only
        Grant("business", "SELECT", "public.accounts_staff"),
        Grant("business", "UPDATE", "public.accounts_staff", ("password",)),
        Grant("business", "SELECT, INSERT", "public.accounts_act"),
        Grant("business", "SELECT, INSERT, DELETE", "public.accounts_attempt"),
        Grant("business", "SELECT, INSERT, UPDATE", "public.business_venue"),
        Grant("business", "SELECT, INSERT, UPDATE", "public.business_venuecode"),
        Grant("business", "SELECT, INSERT", "public.business_venuestep"),
        Grant("business", "SELECT", "public.business_daycount"),
        Grant("business", "SELECT", "public.business_venueuse"),
        Grant("business", "SELECT", "public.business_countmark"),
        Grant("business", "SELECT, INSERT", "public.business_announcement"),
        Grant(
            "business",
            "UPDATE",
            "public.business_announcement",
            ("withdrawn_at", "withdrawn_by_id"),
        ),
        Grant("business", "SELECT, INSERT", "public.business_announcementread"),
        Grant("business", "SELECT, INSERT", "public.business_dutyrecord"),
        Grant("business", "UPDATE", "public.business_dutyrecord", ("taken_back_at",)),
        Grant("business", "SELECT, INSERT, UPDATE", "public.business_entrance"),
        Grant("business", _ALL, "public.business_placeonday"),
        Grant("business", "SELECT, INSERT, UPDATE", "public.business_tenancy"),
        Grant("business", "SELECT", "public.business_codereport"),
        Grant("business", "SELECT, INSERT, UPDATE", "public.business_venueapplication"),
        Grant("business", "SELECT, INSERT", "public.business_applicationstep"),
        Grant("business", "SELECT, INSERT, DELETE", "public.business_numbertry"),
        Grant("business", "UPDATE", "public.business_codereport", ("settled_at", "settled_by_id")),
        # no hash of a token is read again, not even by who wrote it
        Grant("business", "SELECT", "public.business_device", SHOWN_OF_DEVICES),
        Grant("business", "INSERT", "public.business_device"),
        Grant("business", "UPDATE", "public.business_device", ("revoked_at",)),
        Grant("business", "SELECT, INSERT, DELETE", "public.business_callnumber"),
        Grant("business", _ALL, "public.business_session"),
        Grant("business", "SELECT, INSERT, UPDATE", "public.business_business"),
        Grant("business", "SELECT, INSERT, UPDATE", "public.business_owner"),
        Grant("business", "SELECT, INSERT, UPDATE", "public.business_membership"),
        Grant("business", _ALL, "public.business_invitation"),
        Grant("business", "SELECT, INSERT, UPDATE", "public.business_recovery"),
        Grant("business", "SELECT", "public.business_contactread"),
        Grant("business", _ALL, "public.business_passkey"),
        Grant("business", _ALL, "public.business_signincode"),
        Grant("business", "SELECT, INSERT, UPDATE", "public.business_codeuse"),
        Grant(
            "business",
            "INSERT",
            "notices.message",
            QUEUED,
        ),
        Grant(
            "business",
            "SELECT",
            "notices.message",
            ("id", "reference", "template", "owner_id", "created_at", "state", "error"),
        ),
        Grant("business", "UPDATE", "notices.message", ("state", "due_at", "tries", "error")),
        Grant("investigation", "SELECT", "public.accounts_staff"),
        Grant("investigation", "UPDATE", "public.accounts_staff", ("password",)),
        Grant("investigation", "SELECT", "public.accounts_signingkey"),
        Grant("investigation", "SELECT, INSERT", "public.accounts_act"),
        Grant("investigation", "SELECT, INSERT, DELETE", "public.accounts_attempt"),
        Grant("investigation", "SELECT", "public.business_venue"),
        Grant("investigation", "SELECT", "public.business_placeonday"),
        Grant("investigation", _ALL, "public.investigation_session"),
        Grant("investigation", "SELECT, INSERT", "public.investigation_case"),
        Grant(
            "investigation", "UPDATE", "public.investigation_case", ("window_start", "window_end")
        ),
        Grant("investigation", "SELECT, INSERT", "public.investigation_casecontact"),
        Grant("investigation", "SELECT, INSERT", "public.investigation_warrantrecord"),
        Grant("investigation", "SELECT, INSERT", "public.investigation_warrantsignature"),
        Grant("investigation", "SELECT, INSERT", "ledger.entry"),
        Grant(
            "tracer",
            "SELECT",
            "public.business_venue",
            (
                "id",
                "category",
                "latitude",
                "longitude",
                "opening_hours",
                "opening_days",
                "parent_id",
                "business_id",
                "mobile",
            ),
        ),
        Grant("tracer", "SELECT", "public.business_countmark"),
        Grant("tracer", "EXECUTE", "public.business_put_counts"),
        Grant("vault", "INSERT", "ledger.entry"),
        Grant(
            "vault",
            "SELECT",
            "public.business_owner",
            ("id", "phone_index", "sealed", "sealed_name", "erased_at"),
        ),
        Grant("vault", "SELECT", "public.business_contactread", ("staff_ref", "at")),
        Grant(
            "vault", "INSERT", "public.business_contactread", ("owner_id", "staff_ref", "reason")
        ),
        Grant(
            "vault", "SELECT", "notices.message", ("id", "owner_id", "sealed", "bound_to", "state")
        ),
        Grant("worker", "DELETE", "notices.message"),
        # all but whom it goes to: the vault alone finds the number
        Grant(
            "worker",
            "SELECT",
            "notices.message",
            (
                "id",
                "reference",
                "template",
                "language",
                "params",
                "created_at",
                "due_at",
                "state",
                "tries",
            ),
        ),
        Grant(
            "worker",
            "UPDATE",
            "notices.message",
            ("state", "due_at", "tries", "handed_at", "error"),
        ),
        Grant("worker", "EXECUTE", "public.business_forget_owners"),
        Grant("worker", "EXECUTE", "public.business_forget_sessions"),
        Grant("worker", "EXECUTE", "public.investigation_forget_sessions"),
        Grant("worker", "EXECUTE", "public.business_forget_counts"),
        # whom it reminds, in which language and of what; no number and no name of a person
        Grant("worker", "SELECT", "public.business_venue", TOLD_OF_VENUES),
        Grant("worker", "SELECT", "public.business_venuecode", ("venue_id", "revoked_at")),
        Grant("worker", "SELECT", "public.business_business", ("id", "closed_at")),
        Grant(
            "worker",
            "SELECT",
            "public.business_membership",
            ("business_id", "owner_id", "role", "until"),
        ),
        Grant("worker", "SELECT", "public.business_owner", ("id", "language", "erased_at")),
        Grant("worker", "SELECT", "public.business_daycount", ("venue_id", "day")),
        Grant("worker", "SELECT", "public.business_venueuse"),
        Grant(
            "worker",
            "SELECT",
            "public.business_dutyrecord",
            ("id", "venue_id", "kind", "day", "until", "log_id", "taken_back_at"),
        ),
        Grant("worker", "INSERT", "notices.message", QUEUED),
        Grant("worker", "EXECUTE", "public.business_part_tenants"),
    ),
}


@dataclass(frozen=True, slots=True)
class _Object:
    schema: str
    name: str
    kind: str
    signature: str


_OBJECTS = """
    SELECT n.nspname, c.relname, 'TABLE', ''
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    UNION ALL
    SELECT n.nspname, p.proname, 'FUNCTION', pg_get_function_identity_arguments(p.oid)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
"""


def apply(connection: psycopg.Connection[tuple[str, ...]], database: Database) -> None:
    """Give every role exactly the rights of the table above, in one transaction.

    `connection` is the owner's. Raises UnknownObjectError where a pattern matches nothing.
    """
    with connection.transaction():
        objects = [_Object(*row) for row in connection.execute(_OBJECTS)]
        schemas = sorted({thing.schema for thing in objects})
        roles = sql.SQL(", ").join(sql.Identifier(f"ansim_{process}") for process in PROCESSES)
        for schema in schemas:
            _revoke(connection, schema, roles)
        name = sql.Identifier(str(connection.info.dbname))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC, {}").format(name, roles))
        for grant in GRANTS[database]:
            matching = [
                thing
                for thing in objects
                if fnmatchcase(f"{thing.schema}.{thing.name}", grant.objects)
            ]
            wanted = "FUNCTION" if grant.privileges == "EXECUTE" else "TABLE"
            matching = [thing for thing in matching if thing.kind == wanted]
            if not matching:
                raise UnknownObjectError(
                    f"grant to {grant.process}: no {wanted.lower()} matches {grant.objects!r}"
                )
            role = sql.Identifier(f"ansim_{grant.process}")
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, role))
            for thing in matching:
                _grant(connection, grant, thing, role)


def _revoke(
    connection: psycopg.Connection[tuple[str, ...]], schema: str, roles: sql.Composed
) -> None:
    space = sql.Identifier(schema)
    for kind in ("TABLES", "FUNCTIONS", "SEQUENCES"):
        statement = f"REVOKE ALL ON ALL {kind} IN SCHEMA {{}} FROM PUBLIC, {{}}"
        connection.execute(sql.SQL(statement).format(space, roles))
    connection.execute(sql.SQL("REVOKE ALL ON SCHEMA {} FROM PUBLIC, {}").format(space, roles))


def _grant(
    connection: psycopg.Connection[tuple[str, ...]],
    grant: Grant,
    thing: _Object,
    role: sql.Identifier,
) -> None:
    space, name = sql.Identifier(thing.schema), sql.Identifier(thing.schema, thing.name)
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(space, role))
    what: sql.Composable = sql.SQL(grant.privileges)
    if grant.columns:
        columns = sql.SQL(", ").join(map(sql.Identifier, grant.columns))
        what = sql.SQL("{} ({})").format(what, columns)
    arguments = sql.SQL(f"({thing.signature})" if thing.kind == "FUNCTION" else "")
    statement = sql.SQL("GRANT {} ON {} {}{} TO {}")
    connection.execute(statement.format(what, sql.SQL(thing.kind), name, arguments, role))
