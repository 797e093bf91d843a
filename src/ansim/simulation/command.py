"""`ansim simulate province`: what may be asked. The province itself is imported when it is asked for."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ansim.simulation.scenario import LAST_SEED, START, Scenario

_START = datetime.combine(START, datetime.min.time())


def simulate_province_command(
    out: Annotated[Path | None, typer.Option(help="folder for the Parquet files")] = None,
    *,
    database: Annotated[
        bool,
        typer.Option("--database", help="put it into Ansim's own databases, which must be empty"),
    ] = False,
    seed: Annotated[
        int, typer.Option(min=0, max=LAST_SEED, help="the same seed gives the same province")
    ] = 1,
    days: Annotated[int, typer.Option(min=1, max=3660, help="days of visits")] = 28,
    scale: Annotated[
        float, typer.Option(help="0.001 to 10; 1 is the province of 600,000 active people")
    ] = 1.0,
    start: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], show_default=str(START), help="the first day")
    ] = _START,
    truth: Annotated[
        bool, typer.Option("--truth", help="also write truth.parquet: when people really left")
    ] = False,
    outbreak: Annotated[
        Scenario | None,
        typer.Option(help="plant an outbreak; outbreak.parquet says who infected whom"),
    ] = None,
    outbreak_seed: Annotated[
        int, typer.Option(min=0, help="the same seed plants the same outbreak in the same province")
    ] = 0,
) -> None:
    """Invent a province: its visits as Parquet files (--out), in PostgreSQL (--database), or both."""
    if out is None and not database:
        raise typer.BadParameter(
            "where to? --out FOLDER writes files, --database fills Ansim's databases"
        )
    if out is None and (truth or outbreak):
        raise typer.BadParameter("--truth and --outbreak write files: name their folder with --out")
    from ansim.simulation.invention import WhichProvince, invent_province  # noqa: PLC0415

    invent_province(
        out,
        typer.echo,
        which=WhichProvince(seed, scale, start.date(), days),
        database=database,
        truth=truth,
        outbreak=outbreak,
        outbreak_seed=outbreak_seed,
    )
