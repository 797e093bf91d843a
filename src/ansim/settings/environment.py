"""Where this process finds its data, databases and addresses: environment variables, read once.

`ANSIM_DATA` names the data folder (default `data/`). A process reaches a database by the first of
`ANSIM_<PROCESS>_<DATABASE>_DSN`, `ANSIM_<DATABASE>_DSN`, and the embedded server in the data folder.
"""

import os
from pathlib import Path
from typing import Final, Literal

Process = Literal["owner", "gateway", "business", "investigation", "tracer", "vault", "worker"]
Database = Literal["visits", "identity", "main"]

DATABASES: Final[tuple[Database, ...]] = ("visits", "identity", "main")


def data_folder() -> Path:
    """The folder that holds the embedded server, the keys and the sockets."""
    return Path(os.environ.get("ANSIM_DATA", "data")).resolve()


def dsn(process: Process, database: Database) -> str:
    """The libpq connection string by which a process reaches a database."""
    for name in (f"ANSIM_{process}_{database}_DSN", f"ANSIM_{database}_DSN"):
        if value := os.environ.get(name.upper()):
            return value
    socket = data_folder() / "postgres"
    return f"host={socket} dbname=ansim_{database} user=ansim_{process}"


def public_host() -> str:
    """The address that venue codes carry, without a slash at the end."""
    return os.environ.get("ANSIM_HOST", "http://localhost:8080").rstrip("/")
