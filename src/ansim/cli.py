"""The `ansim` command. Each verb is one function of the room it belongs to; heavy imports happen inside it."""

import sys
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from ansim.domain.errors import AnsimError

app = typer.Typer(
    name="ansim",
    help="Ansim: digital visitor log and contact tracing.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _room(name: str, words: str) -> typer.Typer:
    room = typer.Typer(help=words, no_args_is_help=True)
    app.add_typer(room, name=name)
    return room


_keys = _room("keys", "Make and destroy keys.")
_exposures = _room("exposures", "Exposure alerts as data.")
_trace = _room("trace", "Search files of visits: no server, no database.")
_simulate = _room("simulate", "Invented provinces, for trials and benchmarks.")
_venues = _room("venues", "Links for a venue's own devices.")
_import = _room("import", "Take in data from files.")
_staff = _room("staff", "Enrol and bar the people who sign in to the portals.")
_ledger = _room("ledger", "The log of officials' look-ups.")
_retention = _room("retention", "Open the days ahead, destroy the days that expired.")


@app.command()
def demo() -> None:
    """Open the whole system with invented people and venues."""
    import_module("ansim.simulation.demo").run()


@app.command()
def migrate() -> None:
    """Bring the three databases to this release's schema and set the grants."""
    with _databases():
        import_module("ansim.database.migrate").migrate()


@app.command()
def serve(
    name: Annotated[
        str | None, typer.Argument(help="one process; all six where none is named")
    ] = None,
) -> None:
    """Run the processes: gateway, business, investigation, tracer, vault, worker."""
    processes = import_module("ansim.processes")
    if name is None:
        with _databases(keep=True):
            household = processes.Household()
            household.start()
            household.watch()
        return
    starters = {
        "gateway": lambda: import_module("ansim.visitor.process").serve(
            "127.0.0.1", processes.port("gateway")
        ),
        "business": lambda: import_module("ansim.portal").serve(
            "business", processes.port("business")
        ),
        "investigation": lambda: import_module("ansim.portal").serve(
            "investigation", processes.port("investigation")
        ),
        "tracer": lambda: import_module("ansim.tracing.process.server").serve(),
        "vault": lambda: import_module("ansim.identity.vault").serve(),
        "worker": lambda: import_module("ansim.jobs").serve(),
    }
    if name not in starters:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(starters)}")
    processes.run_single(name, starters[name])


@app.command()
def openapi() -> None:
    """Print the OpenAPI document of the gateway; nothing needs to run for it."""
    print(import_module("ansim.visitor.endpoints").openapi().decode())


@_keys.command("init")
def keys_init() -> None:
    """Make every key that is missing. Keys that exist stay."""
    import_module("ansim.keys.ceremony").make_missing_keys()


@_retention.command("run")
def retention_run() -> None:
    """Open partitions and day keys for the days ahead; drop the days past their period, keys included."""
    with _databases():
        report = import_module("ansim.jobs").sweep_now()
    print(report)


@_ledger.command("verify")
def ledger_verify() -> None:
    """Recompute every hash and link of the ledger."""
    with _databases():
        print(import_module("ansim.ledger.commands").verify())


@_import.command("venues")
def import_venues(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Take in a list of venues (CSV). Prints what it refused, row by row; safe to run twice."""
    with _databases():
        report = import_module("ansim.business.importing").import_venues(file)
    print(report)


@_staff.command("add")
def staff_add(
    login: str,
    name: str,
    role: Annotated[str, typer.Argument(help="registrar, officer or approver")],
) -> None:
    """Enrol somebody. Asks for a password and, for officers and approvers, their signing key's passphrase."""
    with _databases():
        print(import_module("ansim.accounts.commands").add(login, name, role))


@_staff.command("bar")
def staff_bar(login: str) -> None:
    """Shut somebody out at once: no sign-in, no signature."""
    with _databases():
        print(import_module("ansim.accounts.commands").bar(login))


# Commands of the analysts' rooms bring compiled searches and statistics with them, which would cost every other process
# seconds at its start: a room's commands are imported when the room is entered.
_LATER = {
    "exposures": (_exposures, (("parse", "ansim.alerts.command", "parse_command"),)),
    "trace": (
        _trace,
        (
            ("contacts", "ansim.tracing.offline.contacts_command", "contacts_command"),
            ("fit-dwell", "ansim.tracing.dwell.estimate", "fit_dwell_command"),
        ),
    ),
    "simulate": (
        _simulate,
        (("province", "ansim.simulation.command", "simulate_province_command"),),
    ),
    "venues": (
        _venues,
        (
            ("reader", "ansim.visitor.passes.links", "reader_command"),
            ("display", "ansim.visitor.passes.links", "display_command"),
        ),
    ),
}


def enter(room: str) -> typer.Typer:
    """The whole command with the commands of a room in it."""
    place, commands = _LATER.get(room, (app, ()))
    if not place.registered_commands or place is app:
        for name, module, function in commands:
            place.command(name)(getattr(import_module(module), function))
    return app


def _databases(*, keep: bool = False) -> AbstractContextManager[object]:
    environment = import_module("ansim.settings.environment")
    if not environment.uses_embedded_server():
        return nullcontext()
    running: AbstractContextManager[object] = import_module("ansim.database.embedded").running(
        environment.embedded_folder(), keep=keep
    )
    return running


def main() -> None:
    """Run the command; what a person can put right is printed in one line, without a traceback."""
    try:
        enter(sys.argv[1] if len(sys.argv) > 1 else "")()
    except AnsimError as error:
        sys.stderr.write(f"ansim: {error}\n")
        raise SystemExit(1) from None
    except Exception as error:
        if not _is_database_away(error):
            raise
        reason = str(error).strip().splitlines()[-1]
        sys.stderr.write(
            f"ansim: the database does not let this in ({reason}): is it running, and did `ansim migrate` run?\n"
        )
        raise SystemExit(1) from None


def _is_database_away(error: BaseException) -> bool:
    """Whether a database was not there or not migrated; by name, so that no command loads a driver for it."""
    kind = type(error)
    names = {
        "OperationalError",
        "UndefinedTable",
        "InvalidSchemaName",
        "InsufficientPrivilege",
        "ProgrammingError",
    }
    return kind.__module__.startswith(("psycopg", "django.db")) and kind.__name__ in names


if __name__ == "__main__":
    main()
