"""Write a seeded province to Parquet: visits for `ansim trace` and other tools, the truth behind them apart, venues.

Ids are texts, as an analyst's tool would meet them in real life: `p0000123`, `v00042`.
"""

import json
from pathlib import Path
from typing import Annotated

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import typer

from ansim.simulation.districts import DISTRICTS
from ansim.simulation.province import OPEN, DayOfTruth, Province
from ansim.simulation.venues import Venues

_SECONDS = pa.timestamp("s", tz="UTC")
_VISITS = pa.schema(
    [
        ("person_id", pa.string()),
        ("venue_id", pa.string()),
        ("entered_at", _SECONDS),
        ("left_at", _SECONDS),
    ]
)
_TRUTH = pa.schema([*_VISITS, ("really_left_at", _SECONDS), ("party", pa.int8())])


def write_visits(province: Province, days: int, path: Path, truth: Path | None = None) -> int:
    """Write the visits of a number of days, a row group a day, and the truth where asked; gives the count."""
    count = 0
    people = pa.array([f"p{number:07d}" for number in range(province.people.active)])
    venues = pa.array([f"v{number:05d}" for number in range(len(province.venues) + 1)])
    with pq.ParquetWriter(path, _VISITS) as writer:
        apart = pq.ParquetWriter(truth, _TRUTH) if truth else None
        try:
            for told in province.days(days):
                columns = _columns(told, people, venues)
                writer.write_table(pa.Table.from_arrays(columns, schema=_VISITS))
                if apart:
                    more = [pa.array(told.really_left, _SECONDS), pa.array(told.visits.party)]
                    apart.write_table(pa.Table.from_arrays([*columns, *more], schema=_TRUTH))
                count += len(told.visits)
        finally:
            if apart:
                apart.close()
    return count


def write_venues(venues: Venues, path: Path) -> None:
    """Write the venues: id, names, category, district, place, weekly opening hours as JSON."""
    korean, english = venues.names()
    hours = [venues.opening_hours(place) for place in range(len(venues))]
    table = pa.table(
        {
            "venue_id": [f"v{place + 1:05d}" for place in range(len(venues))],
            "name": korean,
            "name_en": english,
            "category": venues.category,
            "district": [DISTRICTS[district].name for district in venues.district.tolist()],
            "latitude": venues.latitude,
            "longitude": venues.longitude,
            "opening_hours": [json.dumps(week) if week else None for week in hours],
        }
    )
    pq.write_table(table, path)


def simulate_province_command(
    out: Annotated[Path, typer.Option(help="folder for visits.parquet and venues.parquet")],
    seed: Annotated[int, typer.Option(help="the same seed gives the same province")] = 1,
    days: Annotated[int, typer.Option(min=1, help="days of visits")] = 28,
    scale: Annotated[float, typer.Option(help="1 is the province of 600,000 active people")] = 1.0,
    *,
    truth: Annotated[bool, typer.Option(help="also write truth.parquet: when people really left")] = False,
) -> None:
    """Invent a province and write its visits as Parquet."""
    out.mkdir(parents=True, exist_ok=True)
    province = Province.build(seed, scale)
    write_venues(province.venues, out / "venues.parquet")
    count = write_visits(province, days, out / "visits.parquet", out / "truth.parquet" if truth else None)
    typer.echo(f"{count:,} visits of {days} days at {len(province.venues):,} venues in {out}")


def _columns(told: DayOfTruth, people: pa.Array, venues: pa.Array) -> list[pa.Array]:
    visits = told.visits
    return [
        pa.DictionaryArray.from_arrays(visits.person, people).dictionary_decode(),
        pa.DictionaryArray.from_arrays(visits.venue, venues).dictionary_decode(),
        pa.array(visits.entered, _SECONDS),
        pa.array(np.maximum(visits.left, 0), _SECONDS, mask=visits.left == OPEN),
    ]
