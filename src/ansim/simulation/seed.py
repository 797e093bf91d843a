"""Write the invented town into the three databases, as their owner. For demos and tests, never for a province."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from ansim.domain.codes import new_code
from ansim.domain.days import local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.methods import Method
from ansim.domain.policy import CONSENT
from ansim.domain.quantities import PersonId
from ansim.identity.phones import phone_index, read_phone
from ansim.identity.sealing import Particulars, load_public_key, seal
from ansim.keys import DayKeys, KeyFolder
from ansim.settings.environment import Database, dsn
from ansim.simulation import town
from ansim.simulation.seeded_owner import seed_owner
from ansim.visits.life_of_days import begin_day

Connection = psycopg.Connection[tuple[Any, ...]]
DAYS = 14

_VENUE = """
    INSERT INTO business_venue
        (name, name_en, category, district, latitude, longitude, opening_hours, external_id, parent_id)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, (SELECT id FROM business_venue WHERE external_id = %s)) RETURNING id
"""
_IDENTITY = """
    COPY identity.identity (person_id, sealed, phone_index, verified_at, last_seen_week, consent) FROM STDIN
"""
_VISIT = """
    COPY visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence) FROM STDIN
"""


@dataclass(frozen=True, slots=True)
class SeededVenue:
    """A venue of the town with its code."""

    id: int
    name: str
    code: str


def is_seeded() -> bool:
    """Whether the town stands in the databases already."""
    with psycopg.connect(dsn("owner", "main")) as main:
        row = main.execute(
            "SELECT count(*) FROM business_venue WHERE external_id LIKE 'town:%'"
        ).fetchone()
    return bool(row and row[0])


def seeded_venues() -> list[SeededVenue]:
    """The town's venues with their valid codes, in the order of `town.VENUES`."""
    with psycopg.connect(dsn("owner", "main")) as main:
        rows = main.execute(
            "SELECT v.id, v.name, c.code FROM business_venue v JOIN business_venuecode c ON c.venue_id = v.id "
            "WHERE v.external_id LIKE 'town:%' AND c.revoked_at IS NULL ORDER BY v.id"
        )
        return [SeededVenue(*row) for row in rows]


def seed_town(keys: KeyFolder, count: int = 240, clock: Callable[[], float] = time.time) -> None:
    """Venues, `count` people with invented names and numbers, and two weeks of their visits up to the present."""
    now = datetime.fromtimestamp(clock(), UTC)
    with ExitStack() as stack:
        main, identity, visits = (
            stack.enter_context(_owner(name)) for name in ("main", "identity", "visits")
        )
        venues = _seed_venues(main)
        seed_owner(main, keys, venues[:3])
        people = _seed_people(identity, keys, town.people(count), now)
        days = [local_day(now.timestamp()) - timedelta(days=back) for back in range(DAYS + 1)]
        day_keys = DayKeys(keys)
        for day in days:
            begin_day(visits, day_keys, day)
        _seed_visits(visits, day_keys, venues, people, town.visits(count, now, DAYS))


def _owner(database: Database) -> Connection:
    return psycopg.connect(dsn("owner", database))


def _seed_venues(main: Connection) -> list[int]:
    ids = []
    for venue in town.VENUES:
        hours = Jsonb(venue.opening_hours) if venue.opening_hours else None
        values = (
            venue.name,
            venue.name_en,
            int(venue.category),
            venue.district,
            venue.latitude,
            venue.longitude,
            hours,
            f"town:{venue.name}",
            f"town:{venue.zone_of}",
        )
        row = main.execute(_VENUE, values).fetchone()
        if row is None:
            raise RuntimeError("INSERT … RETURNING gave no row")
        ids.append(row[0])
        main.execute(
            "INSERT INTO business_venuecode (code, venue_id) VALUES (%s, %s)", (new_code(), row[0])
        )
    return ids


def _seed_people(
    identity: Connection, keys: KeyFolder, people: Sequence[tuple[str, str]], now: datetime
) -> list[PersonId]:
    public_key = load_public_key(keys.read("identity/public.pem"))
    index_key = keys.secret("phone-index")
    monday = now.date() - timedelta(days=now.weekday())
    ids = []
    with identity.cursor().copy(_IDENTITY) as copy:
        for name, number in people:
            person, phone = new_person_id(), read_phone(number)
            sealed = seal(public_key, person, Particulars(phone, name))
            copy.write_row(
                (person, sealed, phone_index(index_key, phone), now, monday, CONSENT.version)
            )
            ids.append(person)
    return ids


def _seed_visits(
    visits: Connection,
    day_keys: DayKeys,
    venues: Sequence[int],
    people: Sequence[PersonId],
    stays: Sequence[town.TownVisit],
) -> None:
    with visits.cursor().copy(_VISIT) as copy:
        for stay in stays:
            entered = stay.entered_at.timestamp()
            day = local_day(entered)
            tag = day_keys.tagger(day)(people[stay.person])
            identifier = new_visit_id(entered)
            copy.write_row(
                (
                    day,
                    venues[stay.venue],
                    identifier,
                    tag,
                    stay.entered_at,
                    stay.left_at,
                    stay.party,
                    int(Method.QR),
                    int(stay.signs),
                )
            )
