"""What each process may really do, as PostgreSQL itself tells it, against the table in `grants.txt`.

Whoever changes `database/grants.py` renews the file with `ANSIM_WRITE_GRANTS=1 pytest tests/guard/test_grants.py` and reads
the difference before committing it.
"""

import os
import re
from pathlib import Path

import psycopg
import pytest

import ansim
from ansim.settings.environment import DATABASES, PROCESSES
from support.system import System

FILE = Path(__file__).with_name("grants.txt")

# Rights on whole relations, on columns where that is narrower, on functions, schemas and the database; of the roles and of
# PUBLIC. Every partition counts as its parent: a new day must not bring new rights.
RIGHTS = """
    SELECT grantee::regrole::text, 'relation ' || n.nspname || '.' || c.relname, privilege_type
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner)))
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND grantee <> c.relowner
  UNION ALL
    SELECT grantee::regrole::text, 'column ' || n.nspname || '.' || c.relname || '.' || attname, privilege_type
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(attacl)
  UNION ALL
    SELECT grantee::regrole::text,
           'function ' || n.nspname || '.' || proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
           privilege_type
    FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace, aclexplode(coalesce(proacl, acldefault('f', proowner)))
    WHERE grantee <> proowner
  UNION ALL
    SELECT grantee::regrole::text, 'schema ' || nspname, privilege_type
    FROM pg_namespace n, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) WHERE grantee <> nspowner
  UNION ALL
    SELECT grantee::regrole::text, 'database', privilege_type
    FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
    WHERE datname = current_database() AND grantee <> datdba
"""


def rights(system: System) -> list[str]:
    lines = set()
    for database in DATABASES:
        with psycopg.connect(system.dsn("owner", database)) as connection:
            for role, thing, right in connection.execute(RIGHTS).fetchall():
                kind, _, name = thing.partition(" ")
                if name.startswith(("pg_", "information_schema")) or ".pg_toast" in name:
                    continue
                lines.add(
                    f"{database:9} {role.removeprefix('ansim_').replace('-', 'PUBLIC'):14} {right:8} {kind} {name}".rstrip()
                )
    return sorted(lines)


def test_the_rights_are_those_of_the_table(system: System) -> None:
    found = rights(system)
    if os.environ.get("ANSIM_WRITE_GRANTS"):
        FILE.write_text("\n".join(found) + "\n")
    assert found == FILE.read_text().splitlines()


def test_no_function_is_granted_that_nothing_calls() -> None:
    package = Path(ansim.__file__).parent
    sources = [*package.rglob("*.py"), *package.rglob("queries.sql")]
    text = "\n".join(
        file.read_text()
        for file in sources
        if "migrations" not in file.parts and file.name != "grants.py"
    )
    granted = re.findall(r"EXECUTE +function (\w+\.\w+)", FILE.read_text())
    # what stands in `public` is called without its schema
    called = [name.removeprefix("public.") for name in granted]
    assert [name for name in called if not re.search(rf"\b{name}\(", text)] == []


def test_public_has_no_right_at_all() -> None:
    assert [line for line in FILE.read_text().splitlines() if " PUBLIC " in line] == []


@pytest.mark.parametrize(
    "secret", ["visits.visit", "identity.identity", "identity.verification", "identity.disclosure"]
)
def test_the_gateway_has_no_right_on_a_table_about_people(secret: str) -> None:
    assert not [
        line
        for line in FILE.read_text().splitlines()
        if " gateway " in line and f" {secret}" in line
    ]


def test_who_may_read_the_secret_of_a_rotating_code() -> None:
    whole = re.compile(r"main +(\w+) +SELECT +relation public\.business_venue")
    column = re.compile(r"main +(\w+) +SELECT +column public\.business_venue\.display_secret")
    lines = FILE.read_text().splitlines()
    readers = [
        match[1] for line in lines if (match := whole.fullmatch(line) or column.fullmatch(line))
    ]
    assert sorted(readers) == ["business", "gateway"]


def test_no_role_may_make_roles_or_skip_row_security(system: System) -> None:
    with psycopg.connect(system.dsn("owner", "main")) as connection:
        rows = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)"
            " AND (rolsuper OR rolcreaterole OR rolbypassrls OR rolreplication)",
            [[f"ansim_{process}" for process in PROCESSES]],
        ).fetchall()
    assert rows == []
