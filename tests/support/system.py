"""A whole Ansim for tests: PostgreSQL, three migrated databases, keys, venues, a gateway process on a free port."""

import os
import re
import ssl
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import httpx
import psycopg
from cryptography.hazmat.primitives.asymmetric import ec

from ansim.database import embedded
from ansim.domain.codes import new_code
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.quantities import OPEN, Tag
from ansim.keys import DayKeys, KeyFolder
from ansim.locale.compile import compile_catalogues
from ansim.tracing.process.late import LateVisits
from ansim.visitor.session.session_tokens import Sessions
from ansim.visits.kept_pace import KeptPace
from ansim.visits.late_rows import LateRow
from ansim.visits.life_of_days import sweep
from support.folders import ROOT, own_folder
from support.installed import install
from support.patience import PATIENCE, until
from support.ports import free_port

__all__ = [
    "PATIENCE",
    "ROOT",
    "System",
    "check_in",
    "new_venue",
    "own_folder",
    "running_system",
]
# For clients that speak plain HTTP: by default each of them reads all certificates of the system first, 30 ms.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
ALWAYS_OPEN = {
    day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
}


@dataclass(frozen=True)
class SeededVenue:
    """A venue of the tests."""

    id: int
    name: str
    code: str


class Venues(dict[str, SeededVenue]):
    """The venues by their key; by number in the order of seeding too."""

    def __getitem__(self, key: str | int) -> SeededVenue:
        return list(self.values())[key] if isinstance(key, int) else super().__getitem__(key)


def answers(port: int) -> bool:
    """Whether a process serves at this port of the machine, and is well."""
    asked = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def now_text(**back: float) -> str:
    """The present, or so long before it, as RFC 3339 with whole seconds."""
    return (datetime.now(UTC) - timedelta(**back)).replace(microsecond=0).isoformat()


@dataclass
class System:
    """What a test asks of the running system."""

    folder: Path
    venues: Venues = field(default_factory=Venues)
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Where the gateway answers, once it runs."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def gateway_url(self) -> str:
        """Where the gateway answers; asking for it starts the gateway."""
        if self._process is None:
            self.start_gateway()
        return self.address

    @property
    def gateway_runs(self) -> bool:
        """Whether the gateway was started, and has not ended."""
        return self._process is not None and self._process.poll() is None

    @cached_property
    def http(self) -> httpx.Client:
        """A client of the gateway."""
        return httpx.Client(base_url=self.gateway_url, timeout=30, verify=PLAIN)

    @cached_property
    def keys(self) -> KeyFolder:
        """The key folder."""
        return KeyFolder(self.folder / "keys")

    def owner(self, database: str) -> "psycopg.Connection[Any]":
        """A connection as the owner of a database, in autocommit."""
        return psycopg.connect(self.dsn("owner", database), autocommit=True)

    def connect_as(self, process: str, database: str) -> "psycopg.Connection[Any]":
        """A connection as the role of a process."""
        return psycopg.connect(self.dsn(process, database), autocommit=True)

    def run(self, *command: str) -> None:
        """Run an `ansim` command on this system."""
        subprocess.run(
            [sys.executable, "-m", "ansim.cli", *command],
            env=self.environment_of_processes(),
            cwd=ROOT,
            check=True,
        )

    def environment_of_processes(self) -> dict[str, str]:
        """What every process of this system is told; the test's own environment is left alone."""
        own = {
            "ANSIM_DATA": str(self.folder),
            "ANSIM_DEMO": "1",
            # All tests sign up from one address and with numbers of one range.
            "ANSIM_CODE_BUDGETS": "range/3600=100000 range/86400=100000 block/600=100000 block/86400=100000",
            "ANSIM_GATEWAY_PORT": str(self.port),
        }
        own["ANSIM_TRACER_HOUSEKEEPING_SECONDS"] = "1"
        own["ANSIM_GATEWAY_REFRESH_SECONDS"] = "0.2"
        own["ANSIM_LATE_SPREAD_SECONDS"] = "0.02"  # a province's two seconds would make tests wait
        own["ANSIM_HOST"] = self.address  # what credentials' proofs are made for
        return {**os.environ, "PYTHONPATH": str(ROOT / "src"), **own, **self.environment}

    def dsn(self, process: str, database: str) -> str:
        """How a process reaches a database of this system."""
        folder = (self.folder / "postgres" / "postmaster.pid").read_text().splitlines()[4]
        return f"host={folder} dbname=ansim_{database} user=ansim_{process}"

    def start_gateway(self) -> None:
        """Start the gateway process and wait until it answers."""
        log = (self.folder / "gateway.log").open("ab")
        command = [sys.executable, "-m", "ansim.cli", "serve", "gateway"]
        self._process = subprocess.Popen(
            command, env=self.environment_of_processes(), stdout=log, stderr=log, cwd=ROOT
        )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError((self.folder / "gateway.log").read_text()[-4000:])
            if answers(self.port):
                return
            time.sleep(0.02)
        raise RuntimeError("the gateway does not answer")

    def stop_gateway(self) -> int:
        """Ask the gateway to end; gives its exit code, 0 where it never ran."""
        if self._process is None:
            return 0
        self._process.terminate()
        return self._process.wait(PATIENCE)

    def kill_gateway(self) -> None:
        """Kill -9."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(PATIENCE)

    def gateway_log(self) -> str:
        """What the gateway logged."""
        return (self.folder / "gateway.log").read_text()

    def messages(self) -> list[dict[str, str]]:
        """The demo's messages, newest first."""
        answer = self.http.get("/demo/messages", headers={"Accept": "application/json"})
        found: list[dict[str, str]] = answer.raise_for_status().json()
        return found

    def code_for(self, phone: str) -> str:
        """The last code sent to a number in E.164."""
        text = next(message["text"] for message in self.messages() if message["to"] == phone)
        found = re.search(r"(?<!\d)\d{6}(?!\d)", text)
        assert found
        return found.group()

    def token(self, person: bytes | None = None, **choices: Any) -> str:
        """A session token as the gateway issues them after a sign-up; of a new person by default."""
        now = choices.pop("now", time.time())
        return Sessions(self.keys.secret("session")).issue(
            person or new_person_id(), now, **choices
        )[0]

    def bearer(self, person: bytes | None = None, **choices: Any) -> dict[str, str]:
        """The header that carries `token`."""
        return {"Authorization": f"Bearer {self.token(person, **choices)}"}

    def stored(self, *visits: str) -> int:
        """How many rows these visit ids have, all told."""
        return sum(len(self.log("id", UUID(one))) for one in visits)

    def visit(self, visit: str) -> Any:
        """The stored row of a visit, sealed or not."""
        return next(iter(self.log("id", UUID(visit))), None)

    def log(self, column: str, value: UUID | int) -> list["StoredVisit"]:
        """The visits of an id or at a venue, by entry: those of their day, and those that came on another one, opened."""
        query = f"SELECT {', '.join(StoredVisit._fields)} FROM visits.visit WHERE {column} = %s"
        with (
            self.owner("visits") as owner,
            self.connect_as("tracer", "visits") as tracer,
        ):
            rows = [StoredVisit(*row) for row in owner.execute(query, [value])]  # type: ignore[call-overload]
            late = LateVisits(DayKeys(self.keys))
            days = {day for day, _row in late.follow(tracer)}
        rows = [_ended(row, late) for row in rows]
        opened = [_opened(day, row) for day in days for row in late.of(day).every()]
        rows += [row for row in opened if getattr(row, column) == value]
        return sorted(rows, key=lambda row: row.entered_at)


class StoredVisit(NamedTuple):
    """A visit as the table has it, or will have it once its day is written anew."""

    day: date
    venue_id: int
    id: UUID
    tag: bytes
    entered_at: datetime
    left_at: datetime | None
    party: int
    method: int
    evidence: int
    commitment: bytes | None


def _ended(row: StoredVisit, late: LateVisits) -> StoredVisit:
    end = late.of(row.day).end_of(Tag(bytes(row.tag)), row.id.bytes)
    if end is None or row.left_at is not None:
        return row
    return row._replace(
        left_at=datetime.fromtimestamp(end.left, UTC), evidence=row.evidence | end.evidence
    )


def _opened(day: date, row: LateRow) -> StoredVisit:
    return StoredVisit(
        day,
        row.venue,
        UUID(bytes=row.visit),
        row.tag,
        datetime.fromtimestamp(row.entered, UTC),
        None if row.left == OPEN else datetime.fromtimestamp(row.left, UTC),
        row.party,
        row.method,
        row.evidence,
        row.commitment,
    )


def check_in(seeded: SeededVenue, /, **changes: Any) -> dict[str, Any]:
    """The body of a good check-in, a moment ago."""
    return {
        "id": str(new_visit_id()),
        "venue": seeded.code,
        "entered_at": now_text(seconds=1),
        "sent_at": now_text(),
        **changes,
    }


def device_key() -> dict[str, str]:
    """The public half of a fresh P-256 key as a JWK."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = (
        urlsafe_b64encode(n.to_bytes(32, "big")).rstrip(b"=").decode()
        for n in (numbers.x, numbers.y)
    )
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


VENUES: dict[str, dict[str, Any]] = {
    "market": {
        "name": "동문시장",
        "name_en": "Dongmun Market",
        "category": 1,
        "district": "일도일동",
    },
    "cafe": {
        "name": "바람 카페",
        "name_en": "Baram Café",
        "category": 2,
        "opening_hours": ALWAYS_OPEN,
    },
    "closed": {"name": "쉬는 집", "name_en": "Closed House", "category": 3, "opening_hours": {}},
    "shut": {"name": "닫은 집", "name_en": "Shut House", "category": 3, "opening_hours": {}},
    "screen": {
        "name": "화면 극장",
        "name_en": "Screen Theatre",
        "category": 9,
        "display_secret": b"s" * 20,
    },
    "hall": {"name": "마을회관", "name_en": "Village Hall", "category": 9},
    "revoked": {"name": "옛 가게", "name_en": "Old Shop", "category": 1},
}


def seed_venues(system: System) -> None:
    """Venues, one code each; `food` is a zone of the market."""
    with system.owner("main") as connection:
        for key, columns in VENUES.items():
            system.venues[key] = _venue(connection, columns)
        zone = {
            "name": "먹거리 골목",
            "name_en": "Food Alley",
            "category": 3,
            "parent_id": system.venues["market"].id,
        }
        system.venues["food"] = _venue(connection, zone)
        connection.execute(
            "UPDATE business_venuecode SET revoked_at = now() WHERE venue_id = %s",
            [system.venues["revoked"].id],
        )


def new_venue(system: System, **columns: Any) -> SeededVenue:
    """A venue of one test's own, with a code; where the gateway runs it knows them when this returns."""
    with system.owner("main") as connection:
        venue = _venue(connection, {"name": "새 가게", "category": 3, **columns})
    if system.gateway_runs:
        page = f"/v1/venues/{venue.code}"
        until(lambda: system.http.get(page).status_code != 404, "the gateway knows the venue")
    return venue


def _venue(connection: "psycopg.Connection[Any]", columns: dict[str, Any]) -> SeededVenue:
    values = {
        name: psycopg.types.json.Jsonb(value) if isinstance(value, dict) else value
        for name, value in columns.items()
    }
    names = psycopg.sql.SQL(", ").join(map(psycopg.sql.Identifier, values))
    statement = psycopg.sql.SQL("INSERT INTO business_venue ({}) VALUES ({}) RETURNING id")
    places = psycopg.sql.SQL(", ").join([psycopg.sql.Placeholder()] * len(values))
    row = connection.execute(statement.format(names, places), list(values.values())).fetchone()
    assert row
    code = new_code()
    connection.execute(
        "INSERT INTO business_venuecode (code, venue_id) VALUES (%s, %s)", [code, row[0]]
    )
    return SeededVenue(row[0], columns["name"], code)


@contextmanager
def running_system(folder: Path, **environment: str) -> Iterator[System]:
    """The system in a folder: databases migrated, days open, venues seeded; the gateway starts at need."""
    compile_catalogues()
    install(folder)
    system = System(folder, environment=environment)
    with embedded.running(folder / "postgres"):
        with system.owner("visits") as connection:
            pace = KeptPace(system.keys.path / "day" / "pace.json")
            sweep(connection, DayKeys(system.keys), time.time(), pace)
        seed_venues(system)
        try:
            yield system
        finally:
            system.stop_gateway()
