"""What a session costs a search: the vault asked at first use, a durable entry before each answer, a kept result told again.

    python -m benchmarks.sessions [SEARCHES]

A vault and a tracer as they run, a day of 20,000 visits at a thousand venues, one officer with a passkey and fifty cases. The
entry is measured by itself too, as the tracer writes it (PostgreSQL with fsync). Milliseconds. Exit status 1 where an entry
takes more than 10 ms at p99.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

import psycopg  # noqa: E402

from ansim.domain.days import day_bounds, local_day  # noqa: E402
from ansim.domain.identifiers import new_person_id, new_visit_id  # noqa: E402
from ansim.domain.marks import new_mark  # noqa: E402
from ansim.domain.quantities import PersonId  # noqa: E402
from ansim.domain.search_results import subject_mark  # noqa: E402
from ansim.domain.shift_grants import MOST_CASES, ShiftGrant  # noqa: E402
from ansim.domain.signed_texts import new_ref, write_text  # noqa: E402
from ansim.identity.client import Vault  # noqa: E402
from ansim.identity.sessions.calls import BeginSession  # noqa: E402
from ansim.keys import CaseKeys, DayKeys, folder  # noqa: E402
from ansim.ledger import Actor, Book  # noqa: E402
from ansim.ledger.acts import ItineraryRead  # noqa: E402
from ansim.processes import Household  # noqa: E402
from ansim.rpc import Caller  # noqa: E402
from ansim.settings.environment import dsn, signing_host, socket_path  # noqa: E402
from ansim.tracing.process import calls  # noqa: E402
from ansim.tracing.process.client import Tracer  # noqa: E402
from benchmarks.stage import VENUES, stage  # noqa: E402
from support.signing import assertion, passkey, put_passkey  # noqa: E402

VISITS, MOST = 20_000, 10.0
STAFF = "S-BENCH001"


def fill() -> list[PersonId]:
    """Yesterday's visits, four a person."""
    random.seed(3)
    day = local_day(time.time()) - timedelta(days=1)
    midnight, tagger = day_bounds(day)[0], DayKeys(folder()).tagger(day)
    people = [new_person_id() for _ in range(VISITS // 4)]
    with (
        psycopg.connect(dsn("owner", "visits"), autocommit=True) as visits,
        visits.cursor() as cursor,
    ):
        rows = []
        for number in range(VISITS):
            entered = midnight + random.randrange(9 * 3600, 21 * 3600)
            venue = random.randint(1, VENUES)
            person = people[number % len(people)]
            rows.append(
                (day, venue, new_visit_id(entered), tagger(person), entered, entered + 3600)
            )
        cursor.executemany(
            "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence)"
            " VALUES (%s, %s, %s, %s, to_timestamp(%s), to_timestamp(%s), 0, 1, 0)",
            rows,
        )
    return people


def open_cases(people: list[PersonId]) -> list[str]:
    """Fifty cases of one team, as the vault knows them, and an officer with a passkey."""
    cases, keys = [new_mark("2611", 5) for _ in range(MOST_CASES)], CaseKeys(folder())
    with psycopg.connect(dsn("owner", "identity"), autocommit=True) as identity:
        identity.execute("INSERT INTO vault.staff (ref, role) VALUES (%s, 'officer')", [STAFF])
        put_passkey(identity, "officer", STAFF)
        for case, person in zip(cases, people, strict=False):
            keys.create(case)
            handle = keys.cipher(case).handle(person)
            mark = subject_mark(folder().secret("scope"), case, handle)
            identity.execute(
                "INSERT INTO vault.known_case (ref, subject, handle) VALUES (%s, %s, %s)",
                [case, mark, handle],
            )
    return cases


def begin(cases: list[str]) -> bytes:
    """One signature for all of them."""
    now = int(time.time())
    site = signing_host().partition("://")[2]
    said = ShiftGrant(
        ref=new_ref(), at=now, until=now + 3600, site=site, cases=tuple(sorted(cases))
    )
    text = write_text(said)
    vault = Vault(Caller(socket_path("vault"), folder().secret("vault-calls")))
    signed = BeginSession(text, assertion(passkey("officer"), text, STAFF))
    return vault.begin_session(signed).session


def took(ask: Callable[[], Any]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def told(name: str, times: list[float]) -> float:
    """Print median and p99; gives p99."""
    ordered = sorted(times)
    worst = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(
        f"{name:<52} p50 {statistics.median(ordered):7.2f}   p99 {worst:7.2f}   of {len(ordered)}"
    )
    return worst


def main() -> int:
    searches = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with stage():
        people = fill()
        cases = open_cases(people)
        household = Household(("vault", "tracer"))
        household.start()
        try:
            return measure(cases, begin(cases), searches)
        finally:
            household.stop()


def measure(cases: list[str], session: bytes, searches: int) -> int:
    """Print the table."""
    tracer = Tracer(Caller(socket_path("tracer"), folder().secret("tracer-calls")))
    now = int(time.time())
    window = calls.Window(now - 2 * 86400, now)

    def asked(number: int, *, anew: bool = True) -> calls.ContactsOf:
        case = cases[number % len(cases)]
        return calls.ContactsOf(session=session, case=case, anew=anew, window=window)

    print(
        f"first search: the vault is asked for 50 cases        {took(lambda: tracer.contacts(asked(0))):10.2f}"
    )
    whole, engine = [], []
    for number in range(searches):
        began = time.perf_counter()
        found = tracer.contacts(asked(number))
        whole.append((time.perf_counter() - began) * 1000)
        engine.append(found.seconds * 1000)
    kept = [
        took(lambda number=number: tracer.contacts(asked(number, anew=False)))
        for number in range(searches)
    ]  # type: ignore[misc]
    book = Book(lambda: dsn("tracer", "main"))
    act, actor = ItineraryRead(0, 1), Actor("officer", STAFF)
    entries = [took(lambda: book.append(actor, cases[0], act)) for _ in range(searches)]
    book.close()
    told("search in a session, whole call", whole)
    told("  of it the engine", engine)
    told("the same result told again, without an entry", kept)
    worst = told("a durable entry by itself", entries)
    return 0 if worst <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
