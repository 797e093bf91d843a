"""The pages of the business portal, who may ask for them, and what each costs. Django is set up before this is imported."""

import json
import math
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, reverse

from ansim.accounts.models import SignIn, Staff
from ansim.business.models import Business, Membership, Venue, VenueApplication
from ansim.business.models.session import BusinessSessions
from ansim.business.rights.owner_session import _hash
from support.applications import form_of, new_owner, waiting
from support.owner import OBJECTS, PLAIN_VALUES

WAITING, FOUND, CHAIN = 500, 60, 1_000
FILES = (".pdf", ".png", ".svg")
SEARCHES = {
    "initials": "ㄴㅂㅅ",
    "initials, rare": "ㅊㅅㅇㅂ",
    "a kind": "병원",
    "a name": "늘봄사우나",
    "one sign": "약",
    "two words": "바람 커피",
    "nothing there": "없는이름",
    "an address": "안심로 12",
    "a kind and a town": "음식점 노형동",
    "six words": "늘 봄 사 우 나 ㄴ",
}


@dataclass
class Person:
    """Somebody of a role, with the values that parameters of addresses take for them."""

    role: str
    values: dict[str, Any] = field(default_factory=dict)
    session: dict[str, Any] = field(default_factory=dict)


def _people() -> list[Person]:

    applicants = [
        waiting(form_of(n), *(["no-number"] if n < FOUND else [])) for n in range(WAITING)
    ]
    people = [Person("visitor", {"language": "ko", "sheet": "a4"})]
    for role, count in (("owner", 1), ("head office", CHAIN)):
        owner = new_owner()
        business = Business.objects.create(name=f"바람 {role}", kind="without_number")
        member = Membership.objects.create(business=business, owner=owner, role="owner")
        ids = Venue.objects.filter(business=None).order_by("id").values("id")[:count]
        Venue.objects.filter(id__in=ids).update(business=business)
        venue = business.venues.earliest("id")
        draft = VenueApplication.objects.create(owner=owner, form={"way": "number"})
        values = _of_owner(owner) | {
            "business_id": business.pk,
            "member_id": member.pk,
            "venue_id": venue.pk,
            "application_id": draft.pk,
        }
        # Signed as the portal does it, without the way over a code.
        session = {
            "owner": owner.pk,
            "owner_hash": _hash(owner),
            "owner_seen": int(time.time()),
        }
        people.append(Person(role, values, session | {"owner_since": int(time.time())}))
    staff = Staff.objects.get(login="registrar")
    begun = SignIn.objects.create(
        staff=staff, portal="business", key=b"benchmark", kind="passkey", network="127.0.0.0/24"
    )
    session = {"sign_in": begun.pk, "seen": int(time.time())}
    venue = Venue.objects.get(id=25_000)
    values = {
        "venue_id": venue.pk,
        "owner_id": applicants[0].owner_id,
        "application_id": applicants[0].pk,
        "application_ref": applicants[0].ref,
    }
    people.append(Person("clerk", values, session))
    return people


def _of_owner(owner: Any) -> dict[str, Any]:

    made = dict(PLAIN_VALUES)
    for name, make in OBJECTS.items():
        if name in {"device_id", "passkey_id"}:
            made[name] = make(owner)
    return made | {"language": "ko"}


def _routes() -> Iterator[tuple[str, set[str]]]:

    def walk(patterns: list[Any], space: str) -> Iterator[tuple[str, set[str]]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(
                    pattern.url_patterns, f"{space}{pattern.namespace or ''}:".lstrip(":")
                )
            else:
                yield f"{space}{pattern.name}", set(pattern.pattern.converters)

    return walk(import_module("ansim.business.urls").urlpatterns, "")


def _ask(client: Any, path: str) -> tuple[Any, float]:
    """The answer and the milliseconds of processor time that it took: here, and in the database's connection."""

    connection.close()
    begun = time.process_time()
    answer = client.get(path)
    here = time.process_time() - begun
    there = 0.0
    if connection.connection is not None:
        pid = connection.connection.info.backend_pid
        there = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return answer, (here + there) * 1e3


def _pages(people: list[Person]) -> Iterator[tuple[Person, str, str]]:
    """Who asks what: the person, the name of the page, its address."""

    for person in people:
        for name, parameters in _routes():
            if not parameters <= set(person.values):
                continue
            try:
                yield (
                    person,
                    name,
                    reverse(name, kwargs={one: person.values[one] for one in parameters}),
                )
            except NoReverseMatch:
                continue
        if person.role == "clerk":
            for what, words in SEARCHES.items():
                yield person, f"venues:list, {what}", f"/venues/?q={words}"
            yield person, "venues:list, last page", "/venues/?after=50_000"
            yield person, "venues:list, without code", "/venues/?code=none"
            yield person, "venues:list, a kind of the list", "/venues/?kind=7"
            yield person, "owners:recoveries, searched", "/owners/recoveries?ref=L0000000&q=바람"


def _client(person: Person) -> Any:

    client = Client(SERVER_NAME="localhost")
    if person.session:
        session = BusinessSessions()
        session.update(person.session)
        session.create()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def measure(rounds: int, only: list[str]) -> list[tuple[str, str, float, float, bool]]:
    """Rows of (role, page, p50, p95, whether it is a file), the slowest first; only of pages that are named, if any."""
    found = []
    people = _people()
    clients = {person.role: _client(person) for person in people}
    for person, name, path in _pages(people):
        if only and name not in only:
            continue
        answer, _first = _ask(clients[person.role], path)
        if answer.status_code in {302, 401, 403, 404, 405, 503}:
            continue  # not this role's, no page, or the vault's, which is away here
        if answer.status_code >= 500:
            raise RuntimeError(f"{name} answers {answer.status_code} to {person.role}")
        times = sorted(_ask(clients[person.role], path)[1] for _ in range(rounds))
        slow = times[max(0, math.ceil(rounds * 0.95) - 1)]
        found.append((person.role, name, statistics.median(times), slow, path.endswith(FILES)))
    return sorted(found, key=lambda row: -row[3])


def main(rounds: int, only: list[str]) -> None:
    """Write the rows as JSON."""
    print(json.dumps(measure(rounds, only)))
