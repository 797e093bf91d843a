"""The table of contacts, measured. Django is set up as the console before this is imported."""

import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ansim.accounts.models import SignIn, Staff
from ansim.domain.pathogens import as_stored, presets
from ansim.domain.quantities import Handle, VenueId
from ansim.domain.shared_time import MINUTES
from ansim.investigation.lookups import connections
from ansim.investigation.models import Case
from ansim.investigation.models.session import ConsoleSessions
from ansim.tracing.process.calls import Contact, ContactsFound, Encounter

MOST = 200.0
SIZES = (1_000, 20_000)
VENUES = 12  # of a case's itinerary
PAGES = {
    "first page": "",
    "page 20": "&page=20",
    "by venue": "&sort=venue",
    "close alone": "&class=close",
    "probability 50": "&chance=50&sort=-first",
}


def contacts(count: int, start: int) -> ContactsFound:
    """Direct contacts with one to five encounters each."""
    dice = random.Random(7)
    found = []
    for _ in range(count):
        met = [
            Encounter(
                VenueId(dice.randint(1, VENUES)),
                start + dice.randint(0, 13 * 86400),
                dice.randint(60, 9000),
                estimated=dice.random() < 0.8,
                in_air=dice.random() < 0.2,
                signs=dice.choice((3, 9, 11, 19)),
                party=dice.choice((0, 0, 1, 3)),
            )
            for _ in range(dice.choice((1, 1, 1, 2, 5)))
        ]
        chances = sorted((dice.randint(0, 100) for _ in MINUTES), reverse=True)
        first = min(one.begin for one in met)
        last = max(one.begin + one.seconds for one in met)
        overlap = sum(one.seconds for one in met)
        found.append(
            Contact(
                Handle(dice.randbytes(16)),
                1,
                first,
                last,
                overlap,
                len(met),
                chances[3] / 100,
                dice.random(),
                "close",
                Handle(b"i" * 16),
                met[0].venue,
                bytes(chances),
                met,
            )
        )
    found.sort(key=lambda one: -one.risk)
    return ContactsFound([count], found, 0.0, found_at=start)


def measure(rounds: int) -> int:
    """Print a row for each page; Django is set up as the console."""
    late = 0
    print("| contacts | page           | queries | p50 ms | p95 ms | kB page | kB answer |")
    for size in SIZES:
        case, client, start = _case(size)
        answer = msgspec.msgpack.encode(contacts(size, start))

        class Kept:
            """The tracer, with what it keeps for the session."""

            def contacts(self, _asked: Any, sent: bytes = answer) -> ContactsFound:
                return msgspec.msgpack.decode(sent, type=ContactsFound)

        connections.tracer = Kept  # type: ignore[assignment]
        since, until = (
            datetime.fromtimestamp(one, UTC).strftime("%Y-%m-%dT%H:%M")
            for one in (start, start + 14 * 86400)
        )
        terms = f"start={since}&end={until}&minutes=0&degrees=1&residual=0"
        for name, query in PAGES.items():
            path = f"/cases/{case}/contacts?{terms}{query}"
            queries, page = _asked(client, path)
            times = sorted(_time(client, path) for _ in range(rounds))
            slow = times[max(0, -(-rounds * 95 // 100) - 1)]
            late += slow > MOST and size == SIZES[0]
            print(
                f"| {size:8,} | {name:<14} | {queries:7} | {times[rounds // 2]:6.1f} | {slow:6.1f} |"
                f" {page // 1024:7,} | {len(answer) // 1024:9,} |",
                flush=True,
            )
    return 1 if late else 0


def _time(client: Client, path: str) -> float:
    """Milliseconds of processor time: the console's, and its database connection's from its start."""
    connection.close()
    begun = time.process_time()
    answer = client.get(path)
    here = time.process_time() - begun
    there = 0.0
    if connection.connection is not None:
        pid = connection.connection.info.backend_pid
        there = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    assert answer.status_code == 200, answer.status_code
    return (here + there) * 1e3


def _asked(client: Client, path: str) -> tuple[int, int]:
    """The queries of a request (the first one numbers the contacts, so it is asked twice), and the page's bytes."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        page = client.get(path)
    return len(seen), len(page.content)


def _case(size: int) -> tuple[str, Client, int]:
    """A case, a browser whose officer has a session for it, and the first second of its window."""
    officer = Staff.objects.get(login="officer")
    now = datetime.now(UTC).replace(microsecond=0)
    opened = now - timedelta(days=14)
    case = Case.objects.create(
        ref=f"2611-B{size // 1000:04}",
        handle=b"i" * 16,
        preset=as_stored(presets()["covid19"]),
        anchor_date=opened.date(),
        window_start=opened,
        window_end=now,
        opened_by=officer,
    )
    begun = SignIn.objects.create(
        staff=officer, portal="investigation", key=b"b", kind="passkey", network="127.0.0.0/24"
    )
    session = ConsoleSessions()
    session.update({"sign_in": begun.pk, "seen": int(time.time())})
    held = {"id": "00" * 16, "until": int(time.time()) + 28800, "cases": [case.ref]}
    session["search_session"] = held
    session.create()
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return case.ref, client, int(opened.timestamp())
