"""Bring all three databases to the schema of this release, then set the grants."""

import os

import psycopg

from ansim.database import granting
from ansim.database.away import DatabaseAwayError
from ansim.settings.environment import DATABASES, Database, dsn

_ALIASES = {"visits": "visits", "identity": "identity", "main": "default"}


def migrate() -> None:
    """Run every migration as the owner and apply the grants. Safe to run again. Raises DatabaseAwayError."""
    for database in DATABASES:
        _require(database)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.migrations"
    import django  # noqa: PLC0415 only this command loads all three databases
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    for database in DATABASES:
        call_command("migrate", database=_ALIASES[database], verbosity=0, interactive=False)
        with psycopg.connect(dsn("owner", database)) as connection:
            granting.apply(connection, database)


def _require(database: Database) -> None:
    try:
        psycopg.connect(dsn("owner", database), connect_timeout=10).close()
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise DatabaseAwayError(
            f"database {database} cannot be reached as its owner ({reason}): is the server running, and is"
            f" ANSIM_OWNER_{database.upper()}_DSN right?"
        ) from None
