"""The `ansim` command: the one place that knows every room.

A room is imported when one of its commands runs, as searches and portals take a second or more to load. The functions
that say what may be asked (`…_command`) are light and stand in their rooms.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ansim.accounts.staff_cli import add_ceremony
from ansim.accounts.staff_cli import add_commands as add_staff_commands
from ansim.alerts.command import parse_command
from ansim.database.for_a_command import databases as _databases
from ansim.domain.errors import AnsimError
from ansim.identity.laboratories.laboratory_cli import add_commands as add_laboratory_commands
from ansim.simulation.command import simulate_province_command
from ansim.tracing.offline.contacts_command import contacts_command
from ansim.tracing.offline.fit_command import fit_dwell_command

app = typer.Typer(
    name="ansim",
    help="Ansim: digital visitor log and contact tracing.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _room(name: str, words: str) -> typer.Typer:
    room = typer.Typer(help=words, no_args_is_help=True)
    # A room of one command still names it: `ansim trace contacts`, not `ansim trace`.
    room.callback()(lambda: None)
    app.add_typer(room, name=name)
    return room


_keys = _room("keys", "Make and destroy keys.")
add_ceremony(_keys)
_exposures = _room("exposures", "Exposure alerts as data.")
_trace = _room("trace", "Search files of visits: no server, no database.")
_simulate = _room("simulate", "Invented provinces, for trials and benchmarks.")
_venues = _room("venues", "Links for a venue's own devices.")
_import = _room("import", "Take in data from files.")
add_staff_commands(_room("staff", "Enrol and bar the people who sign in to the portals."))
add_laboratory_commands(
    _room("laboratory", "Enrol and bar laboratories, whose signature notifies cases.")
)
_ledger = _room("ledger", "The log of officials' look-ups.")
_retention = _room("retention", "Open the days ahead, destroy the days and cases that expired.")
_backup = _room("backup", "Copy the databases, and see what a copy still tells.")

_exposures.command("parse")(parse_command)
_trace.command("contacts")(contacts_command)
_trace.command("fit-dwell")(fit_dwell_command)
_simulate.command("province")(simulate_province_command)


@app.command()
def demo() -> None:
    """Open the whole system with invented people and venues."""
    from ansim.simulation.demo import run

    run()


@app.command()
def migrate() -> None:
    """Bring the three databases to this release's schema and set the grants."""
    from ansim.database.migrate import migrate as migrate_all

    with _databases():
        migrate_all()


@app.command()
def serve(
    name: Annotated[
        str | None, typer.Argument(help="one process; all eight where none is named")
    ] = None,
    *,
    attended: Annotated[
        bool, typer.Option("--attended", hidden=True, help="end when standard input ends")
    ] = False,
) -> None:
    """Run the processes: gateway, business, investigation, signing, tracer, vault, worker, sender."""
    from ansim import processes

    if name is None:
        with _databases(keep=True):
            household = processes.Household()
            household.start()
            household.watch()
        return
    if name not in _STARTERS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(_STARTERS)}")
    processes.run_single(name, _STARTERS[name], attended=attended)


def _gateway() -> None:
    from ansim.processes import port
    from ansim.settings.environment import bind_address
    from ansim.visitor.process import serve as serve_gateway

    serve_gateway(bind_address(), port("gateway"))


def _business() -> None:
    from ansim.portal import serve as serve_portal
    from ansim.processes import port
    from ansim.settings.environment import bind_address

    serve_portal("business", bind_address(), port("business"))


def _investigation() -> None:
    from ansim.portal import serve as serve_portal
    from ansim.processes import port
    from ansim.settings.environment import bind_address

    serve_portal("investigation", bind_address(), port("investigation"))


def _signing() -> None:
    from ansim.processes import port
    from ansim.settings.environment import bind_address
    from ansim.signing import serve as serve_page

    serve_page(bind_address(), port("signing"))


def _tracer() -> None:
    from ansim.tracing.process.server import serve as serve_tracer

    serve_tracer()


def _vault() -> None:
    from ansim.identity.vault import serve as serve_vault

    serve_vault()


def _worker() -> None:
    from ansim.jobs import serve as serve_worker

    serve_worker()


def _sender() -> None:
    from ansim.sender import serve as serve_sender

    serve_sender()


_STARTERS: dict[str, Callable[[], None]] = {
    "gateway": _gateway,
    "business": _business,
    "investigation": _investigation,
    "signing": _signing,
    "tracer": _tracer,
    "vault": _vault,
    "worker": _worker,
    "sender": _sender,
}


@app.command()
def openapi() -> None:
    """Print the OpenAPI document of the gateway; nothing needs to run for it."""
    from ansim.visitor.endpoints import openapi as document

    print(document().decode())


@_keys.command("init")
def keys_init() -> None:
    """Make every key that is missing. Keys that exist stay."""
    from ansim.keys.ceremony import make_missing_keys

    make_missing_keys()


@_retention.command("run")
def retention_run() -> None:
    """Open partitions and day keys for the days ahead; drop the days past their period, keys included."""
    from ansim.jobs import sweep_now

    with _databases():
        print(sweep_now())


@_retention.command("destroy")
def retention_destroy(days: Annotated[list[str], typer.Argument(help="2026-10-01 ...")]) -> None:
    """Name expired days that wait for an operator's word; the worker's next sweep destroys them.

    Look at the clocks of host and database first: what is destroyed never comes back.
    """
    from ansim.visits.operators import name_expired_days

    with _databases():
        for day in name_expired_days(days):
            print(f"{day} will be destroyed at the next sweep (`ansim retention run` does one now)")


@_retention.command("list")
def retention_list() -> None:
    """Print what was destroyed, when and by which means, and what waits. The exit status is 1 where a day waits."""
    from ansim.visits.operators import destruction_table

    with _databases():
        lines, waits = destruction_table()
    print(*lines, sep="\n")
    if waits:
        raise typer.Exit(1)


@_backup.command("make")
def backup_make(folder: Annotated[Path, typer.Argument(help="a new folder")]) -> None:
    """Copy the three databases. No key is copied: keys are kept by the key ceremony, day keys by nobody."""
    from ansim.backups import make_backup

    with _databases():
        for file in make_backup(folder):
            print(f"{file}  {file.stat().st_size:,} bytes")


@_backup.command("check")
def backup_check(folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)]) -> None:
    """Say of each day in a backup whom it names, by trying every day key there is. Needs the key folder, no database.

    The exit status is 1 where a day past its period names somebody, or a key lies in the backup.
    """
    from ansim.backups import check_now

    report = check_now(folder)
    print(*report.lines(), sep="\n")
    if not report.holds:
        raise typer.Exit(1)


@_retention.command("end-case")
def retention_end_case(cases: Annotated[list[str], typer.Argument(help="2610-ABCDE ...")]) -> None:
    """Name closed cases past their period that wait, as more are due than end within a day.

    Look at the clocks of host and database first: what is destroyed never comes back.
    """
    from ansim.jobs.case_operators import name_cases

    with _databases():
        name_cases(cases)
    for case in cases:
        print(f"{case}: what it took from the log will be destroyed at the worker's next run")


@_retention.command("cases")
def retention_cases() -> None:
    """Print which cases ended, when, and by which means their keys were destroyed."""
    from ansim.jobs.case_operators import table_of_ends

    with _databases():
        print(*table_of_ends(), sep="\n")


@_ledger.command("verify")
def ledger_verify() -> None:
    """Recompute every hash and link of the ledger."""
    from ansim.ledger.commands import verify

    with _databases():
        print(verify())


@_import.command("venues")
def import_venues(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Take in a list of venues (CSV or XLSX). Prints what it refused, row by row; safe to run twice.

    The exit status is 0 where every row was taken, 3 where some were refused, 4 where all were.
    """
    from ansim.business.imports import import_venues as take_in

    with _databases():
        account = take_in(file)
    print(account.in_words("venues"))
    if account.taken:
        raise typer.Exit(account.taken)


@_import.command("calls")
def import_calls(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    *,
    gateway: Annotated[
        str, typer.Option("--gateway", help="where the gateway answers; else its public address")
    ] = "",
) -> None:
    """Deliver a file of calls to venues' numbers (080): caller, dialled number, time. Safe to run twice.

    The exit status is 0 where every row was taken, 3 where some were refused, 4 where all were.
    """
    from ansim.settings.environment import public_host
    from ansim.visitor.door.call_file import deliver_calls

    account = deliver_calls(file, gateway or public_host())
    print(account.in_words("calls"))
    if account.taken:
        raise typer.Exit(account.taken)


@_venues.command("reader")
def venues_reader(
    code: Annotated[str, typer.Argument(help="the venue's code, as on its poster")],
) -> None:
    """Print the link that makes a phone the venue's reader of visitor passes."""
    from ansim.business.devices.device_links import reader_command

    reader_command(code)


@_venues.command("display")
def venues_display(
    code: Annotated[str, typer.Argument(help="the venue's code, as on its poster")],
    *,
    renew: Annotated[
        bool, typer.Option("--renew", help="make a fresh secret: other screens go dark")
    ] = False,
) -> None:
    """Print the link that makes a screen show the venue's QR with a code that changes every 30 seconds."""
    from ansim.business.devices.device_links import display_command

    display_command(code, renew=renew)


def main() -> None:
    """Run the command; what a person can put right is printed in one line, without a traceback."""
    try:
        app()
    except AnsimError as error:
        _end(error)
    except Exception as error:
        if "psycopg" not in sys.modules:  # no database was asked
            raise
        from ansim.database.away import in_words

        if (told := in_words(error)) is None:
            raise
        _end(told)


def _end(error: AnsimError) -> None:
    sys.stderr.write(f"ansim: {error}\n")
    raise SystemExit(1) from None


if __name__ == "__main__":
    main()
