"""Dumps of the three databases by PostgreSQL's own tools, and their rows read back without a server."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final, NamedTuple, cast

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ansim.database.embedded import PROGRAMS
from ansim.domain.errors import AnsimError
from ansim.settings.environment import DATABASES, Database, dsn, uses_embedded_server

SUFFIX: Final = ".dump"
_NO_MORE_ROWS: Final = "\\."


class BackupError(AnsimError):
    """A backup can't be made or read; the message says why."""


class DumpRow(NamedTuple):
    """A row of a table in a dump: text by column, as COPY writes it."""

    table: str
    values: dict[str, str]


def make_backup(folder: Path) -> list[Path]:
    """Write a dump of each database into a new folder, readable by its owner alone. Raises BackupError.

    No key is copied: data and keys never lie together, and day keys lie nowhere but in the key folder.
    """
    tool = _tool("pg_dump")
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError:
        raise BackupError(f"{folder} exists already: name a new folder") from None
    made = [folder / f"{database}{SUFFIX}" for database in DATABASES]
    for database, file in zip(DATABASES, made, strict=True):
        address, secret = _without_password(dsn("owner", database))
        command = [tool, "--format=custom", "--no-password", "--file", str(file), address]
        done = subprocess.run(
            command, env=os.environ | secret, capture_output=True, text=True, check=False
        )
        if done.returncode:
            shutil.rmtree(folder)
            raise BackupError(f"database {database} was not copied: {done.stderr.strip()}")
        file.chmod(0o600)
    return made


def rows(file: Path) -> Iterator[DumpRow]:
    """Every row of a dump, table by table, without a server. Raises BackupError where it can't be read."""
    with _as_text(file) as text:
        table, columns = "", list[str]()
        for line in text:
            if table:
                if line.rstrip("\n") == _NO_MORE_ROWS:
                    table = ""
                else:
                    values = line.rstrip("\n").split("\t")
                    yield DumpRow(table, dict(zip(columns, values, strict=True)))
            elif line.startswith("COPY ") and line.endswith(") FROM stdin;\n"):
                table, _, inside = line.removeprefix("COPY ").partition(" (")
                columns = inside.removesuffix(") FROM stdin;\n").split(", ")


def database_of(file: Path) -> Database | None:
    """The database of which a file is the dump, by its name; None for every other file."""
    return next((one for one in DATABASES if file.name == f"{one}{SUFFIX}"), None)


@contextmanager
def _as_text(file: Path) -> Iterator[IO[str]]:
    command = [_tool("pg_restore"), "--data-only", "--file=-", str(file)]
    with TemporaryFile("w+") as complaints:
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as reading:
            yield cast("IO[str]", reading.stdout)
        if reading.returncode:
            complaints.seek(0)
            raise BackupError(f"{file} can't be read: {complaints.read().strip()}")


def _tool(name: str) -> str:
    """The tool that fits the server: that of the embedded one, else the one that is installed."""
    if uses_embedded_server():
        return str(PROGRAMS / name)
    if (found := shutil.which(name)) is None:
        raise BackupError(f"{name} is not installed: it comes with PostgreSQL's client programs")
    return found


def _without_password(address: str) -> tuple[str, dict[str, str]]:
    """A connection string for a command line, which others may read, and the password for its environment."""
    parts = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {} if password is None else {"PGPASSWORD": password}
