"""`ansim trace fit-dwell`: what may be asked. The estimate itself is imported when it is asked for."""

from pathlib import Path
from typing import Annotated

import typer


def fit_dwell_command(
    visits: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="CSV, XLSX or Parquet: person_id, venue_id, entered_at, left_at",
        ),
    ],
    venues: Annotated[
        Path,
        typer.Option(
            exists=True, dir_okay=False, help="such a file: venue_id, category (number or name)"
        ),
    ],
    out: Annotated[Path, typer.Option(help="the curves, as JSON")],
    start: Annotated[
        Path | None, typer.Option(help="curves to start from; default: the built-in ones")
    ] = None,
) -> None:
    """Re-estimate from recorded check-outs how long people stay at each kind of venue.

    The exit status is 0 where every row of both files was read, 3 where some were refused, 4 where all of one were.
    """
    from ansim.tracing.compiling import say_when_compiling  # noqa: PLC0415

    say_when_compiling()
    from ansim.domain.categories import Category  # noqa: PLC0415
    from ansim.tables import Taken  # noqa: PLC0415
    from ansim.tracing.dwell import load_curves  # noqa: PLC0415
    from ansim.tracing.offline import fit  # noqa: PLC0415
    from ansim.tracing.offline.read_visits import read_visits  # noqa: PLC0415

    table, listed = read_visits(visits), fit.read_categories(venues)
    for file, account in ((visits, table.account), (venues, listed.account)):
        typer.echo(account.in_words(file.name), err=True)
    worst = max(table.account.taken, listed.account.taken)
    if worst is Taken.NONE:
        raise typer.Exit(worst)
    joined = fit.join(table, listed)
    for remark in joined.remarks:
        typer.echo(f"  note: {remark}", err=True)
    name = f"fit-dwell of {visits.name}"
    curves = fit.curves_of(table, joined, name, load_curves(start) if start else None)
    fit.write_curves(curves, out)
    for category in Category:
        count = int(curves.observed[category])
        minutes = curves.quantile(category, 0.5) / 60
        typer.echo(f"{category.name:<11} {count:>9,} stays   median {minutes:5.0f} min")
    if worst:
        raise typer.Exit(worst)
