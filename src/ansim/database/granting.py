"""Give every role the rights of the table in `grants.py`, and take away all others."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

import psycopg
from psycopg import sql

from ansim.database.grants import GRANTS, Grant
from ansim.domain.errors import AnsimError
from ansim.settings.environment import PROCESSES, Database


class UnknownObjectError(AnsimError):
    """A grant names a table or function that no migration made."""


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
