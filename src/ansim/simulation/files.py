"""Write a seeded province to Parquet: visits for `ansim trace` and other tools, venues, and apart the truth behind them.

Ids are texts, as an analyst's tool would meet them in real life: `p0000123`, `v00042`.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ansim.domain.quantities import OPEN
from ansim.simulation.database_copy import person_ids
from ansim.simulation.districts_of_jeju import DISTRICTS
from ansim.simulation.outbreak import Outbreak
from ansim.simulation.province import DayOfTruth, Province
from ansim.simulation.seeded_venues import Venues

_SECONDS = pa.timestamp("s", tz="UTC")
VISITS = pa.schema(
    [
        ("person_id", pa.string()),
        ("venue_id", pa.string()),
        ("entered_at", _SECONDS),
        ("left_at", _SECONDS),
    ]
)
TRUTH = pa.schema([*VISITS, ("really_left_at", _SECONDS), ("party", pa.int8())])
VENUES = pa.schema(
    [
        ("venue_id", pa.string()),
        ("name", pa.string()),
        ("name_en", pa.string()),
        ("category", pa.int16()),
        ("district", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("opening_hours", pa.string()),
    ]
)
OUTBREAK = pa.schema(
    [
        ("person_id", pa.string()),
        ("infected_by", pa.string()),
        ("venue_id", pa.string()),
        ("infected_at", _SECONDS),
        ("degree", pa.int16()),
    ]
)
PEOPLE = pa.schema([("person_id", pa.string()), ("tracer_id", pa.string())])


def write_visits(
    province: Province, days: Iterable[DayOfTruth], path: Path, truth: Path | None = None
) -> int:
    """Write the visits of a province's days, a row group a day, and the truth where asked; returns the count."""
    count = 0
    people = _people(province)
    venues = pa.array([_venue(number) for number in range(len(province.venues) + 1)])
    with pq.ParquetWriter(path, VISITS) as writer:
        apart = pq.ParquetWriter(truth, TRUTH) if truth else None
        try:
            for told in days:
                columns = _columns(told, people, venues)
                writer.write_table(pa.Table.from_arrays(columns, schema=VISITS))
                if apart:
                    more = [pa.array(told.really_left, _SECONDS), pa.array(told.visits.party)]
                    apart.write_table(pa.Table.from_arrays([*columns, *more], schema=TRUTH))
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
            "venue_id": [_venue(place + 1) for place in range(len(venues))],
            "name": korean,
            "name_en": english,
            "category": venues.category,
            "district": [DISTRICTS[district].name for district in venues.district.tolist()],
            "latitude": venues.latitude,
            "longitude": venues.longitude,
            "opening_hours": [json.dumps(week) if week else None for week in hours],
        },
        schema=VENUES,
    )
    pq.write_table(table, path)


def write_outbreak(outbreak: Outbreak, path: Path) -> None:
    """Write who was infected by whom, a row a case: the index, then the chain in order of time, then the other cases."""
    index = [{"person_id": _person(outbreak.index), "degree": 0}] if outbreak.index >= 0 else []
    chain = [
        {
            "person_id": _person(one.infected),
            "infected_by": _person(one.infector) if one.infector >= 0 else None,
            "venue_id": _venue(one.venue),
            "infected_at": one.at,
            "degree": one.degree,
        }
        for one in outbreak.chain
    ]
    told = {outbreak.index, *(one.infected for one in outbreak.chain)}
    others = [{"person_id": _person(person)} for person in outbreak.cases if person not in told]
    pq.write_table(pa.Table.from_pylist([*index, *chain, *others], schema=OUTBREAK), path)


def write_people(province: Province, path: Path) -> None:
    """Write the 16-byte id, in hexadecimal, under which the tracer knows each person of a province in a database."""
    ids = person_ids(province).tobytes().hex(" ", 16).split(" ")
    pq.write_table(pa.Table.from_arrays([_people(province), pa.array(ids)], schema=PEOPLE), path)


def _person(number: int) -> str:
    return f"p{number:07d}"


def _venue(number: int) -> str:
    return f"v{number:05d}"


def _people(province: Province) -> pa.Array:
    return pa.array([_person(number) for number in range(province.sign_ups)])


def _columns(told: DayOfTruth, people: pa.Array, venues: pa.Array) -> list[pa.Array]:
    visits = told.visits
    return [
        pa.DictionaryArray.from_arrays(visits.person, people).dictionary_decode(),
        pa.DictionaryArray.from_arrays(visits.venue, venues).dictionary_decode(),
        pa.array(visits.entered, _SECONDS),
        pa.array(np.maximum(visits.left, 0), _SECONDS, mask=visits.left == OPEN),
    ]
