"""`ansim trace contacts`: what may be asked. The search itself is imported when it is asked for."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

_TIME = "ISO 8601 or epoch seconds"


def contacts_command(
    visits: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="CSV, XLSX or Parquet: person_id, venue_id, entered_at, left_at",
        ),
    ],
    person: Annotated[str, typer.Option(help="the case's person_id, as in the file")],
    from_: Annotated[
        str | None,
        typer.Option("--from", help=f"start of the window, {_TIME} (default: the first visit)"),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help=f"end of the window, {_TIME} (default: the last visit)"),
    ] = None,
    back_from: Annotated[
        str | None,
        typer.Option(
            help="ask also who may have infected the person, from here on (default: the first visit)"
        ),
    ] = None,
    back_to: Annotated[
        str | None,
        typer.Option(
            help="ask also who may have infected the person, until here (default: the last visit)"
        ),
    ] = None,
    min_overlap: Annotated[int, typer.Option(help="seconds together")] = 60,
    degrees: Annotated[int, typer.Option(help="links from the case at most")] = 1,
    out: Annotated[Path | None, typer.Option(help="CSV file (default: the terminal)")] = None,
) -> None:
    """Find everybody who was at the same place at the same time as a person, and whom they met in turn.

    With --back-from or --back-to also who may have infected the person within that second window.
    The exit status is 0 where every row was read, 3 where some were refused, 4 where all were.
    """
    from ansim.tables import Taken  # noqa: PLC0415
    from ansim.tables.written import write_csv, write_rows  # noqa: PLC0415
    from ansim.tracing.offline import contacts  # noqa: PLC0415
    from ansim.tracing.offline.read_visits import read_visits  # noqa: PLC0415

    windows = {contacts.FORWARD: contacts.read_window(("--from", "--to"), (from_, to))}
    if (back_from, back_to) != (None, None):
        names = ("--back-from", "--back-to")
        windows[contacts.BACKWARD] = contacts.read_window(names, (back_from, back_to))
    table = read_visits(visits)
    typer.echo(table.account.in_words(visits.name), err=True)
    if table.account.taken is Taken.NONE:
        raise typer.Exit(Taken.NONE)
    log, case = contacts.searchable(table), table.written(person)
    for window in windows.values():
        if remark := log.remark_on(case, window):
            typer.echo(f"  note: {remark}", err=True)
    lines = {
        direction: log.contacts(
            case, *window, min_overlap, degrees, back=direction == contacts.BACKWARD
        )
        for direction, window in windows.items()
    }
    write = partial(write_rows, sys.stdout) if out is None else partial(write_csv, out)
    count = write(contacts.HEADING, contacts.rows_of(lines))
    typer.echo(
        f"{count} contacts among {len(table.people)} people and {len(table)} visits", err=True
    )
    if table.account.taken:
        raise typer.Exit(table.account.taken)
