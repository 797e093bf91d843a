"""403 people at a conference (SocioPatterns SFHH, CC0), replayed through the real gateway, then searched.

One venue, one stay a person and half-day: from the first sighting to the last. With check-outs and a minimum overlap of
20 s every recorded contact is found by construction; precision is low by construction too, as a hall full of people is
not a conversation. With check-outs withheld, ends are imputed.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ansim.domain.categories import Category
from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.keys import DayKeys
from ansim.simulation.sociopatterns import DAY, Contacts, Stays, half_day_stays, read_contacts
from ansim.tracing.dwell import StayBounds, impute_ends
from ansim.tracing.reference import Stay, contacts_of_itinerary
from support.system import SeededVenue, System, new_venue

MINIMUM = 20
DWELL = (
    4 * 3600
)  # the event category's long stay: what a stay without check-out is taken to last at most

Pairs = set[tuple[int, int]]


def text(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()


def first_midnight() -> int:
    """The recorded first midnight, moved so that both days lie within the last 72 hours."""
    return day_bounds(local_day(time.time()))[0] - 2 * DAY


def replay(system: System, hall: SeededVenue, stays: Stays, people: dict[int, bytes]) -> None:
    """Every stay as a check-in and a check-out over HTTP, a phone's whole queue at once."""
    start, venue = first_midnight(), hall.code
    for badge, person in people.items():
        mine = np.flatnonzero(stays.person == badge)
        batch: list[dict[str, Any]] = [
            {
                "id": str(new_visit_id()),
                "venue": venue,
                "entered_at": text(start + int(stays.entered[row])),
                "left_at": text(start + int(stays.left[row])),
            }
            for row in mine
        ]
        headers = system.bearer(person)
        entries = [{key: entry[key] for key in ("id", "venue", "entered_at")} for entry in batch]
        for path, bodies in (("/v1/check-ins", entries), ("/v1/check-outs", batch)):
            answer = system.http.post(path, json=bodies, headers=headers)
            assert {item["status"] for item in answer.json()} == {"accepted"}, answer.text


def stored_stays(system: System, hall: SeededVenue, people: dict[int, bytes]) -> list[Stay]:
    """What the database holds of the hall, tags turned back into people with the day keys as the tracer does."""
    keys, badge_of = DayKeys(system.keys), {person: badge for badge, person in people.items()}
    found = []
    for visit in system.log("venue_id", hall.id):
        tag = np.frombuffer(visit.tag, np.uint8).reshape(1, 16)
        person = keys.people(visit.day, tag).tobytes()
        assert visit.left_at is not None
        entered, left = (int(at.timestamp()) for at in (visit.entered_at, visit.left_at))
        found.append(Stay(badge_of[person], hall.id, entered, left))
    return found


def without_check_outs(stays: list[Stay]) -> list[Stay]:
    """The same log had nobody checked out: ends imputed."""
    columns = [np.array(column) for column in zip(*stays, strict=True)]
    person, venue, entered = (
        columns[0].astype(np.int32),
        columns[1].astype(np.int32),
        columns[2].astype(np.int64),
    )
    open_ends, dwell = np.full(len(stays), -1, np.int64), np.full(len(stays), DWELL, np.int64)
    ends = impute_ends(person, venue, entered, open_ends, StayBounds(dwell))
    return [stay._replace(left=int(end)) for stay, end in zip(stays, ends, strict=True)]


def search(stays: list[Stay], people: Iterable[int]) -> Pairs:
    """The contacts of every person."""
    window = (min(stay.entered for stay in stays), max(stay.left for stay in stays))
    found: Pairs = set()
    for person in people:
        for other in contacts_of_itinerary(stays, person, *window, minimum=MINIMUM):
            found.add((min(person, other), max(person, other)))
    return found


def measure(found: Pairs, recorded: Pairs) -> tuple[float, float]:
    """Recall and precision."""
    both = len(found & recorded)
    return both / len(recorded), both / len(found)


@pytest.fixture(scope="module")
def contacts(shared: Path) -> Contacts:
    return read_contacts(shared / "data" / "sociopatterns" / "SFHH_tij.dat.gz")


def test_every_recorded_contact_is_found_through_the_whole_system(
    system: System, contacts: Contacts, capsys: pytest.CaptureFixture[str]
) -> None:
    stays = half_day_stays(contacts)
    people = {int(badge): new_person_id() for badge in np.unique(stays.person)}
    assert len(people) == 403
    hall = new_venue(system, name="학회장", category=Category.EVENT)
    replay(system, hall, stays, people)
    stored = stored_stays(system, hall, people)
    assert len(stored) == len(stays)
    recorded = contacts.pairs()
    ended = measure(search(stored, people), recorded)
    imputed = measure(search(without_check_outs(stored), people), recorded)
    with capsys.disabled():
        print(
            f"\nSFHH: {len(people)} people, {len(stored)} visits, {len(recorded)} recorded contacts"
        )
        print(f"  with check-outs       recall {ended[0]:.3f}  precision {ended[1]:.3f}")
        print(f"  check-outs withheld   recall {imputed[0]:.3f}  precision {imputed[1]:.3f}")
    assert ended[0] == 1.0
    assert imputed[0] > 0.9
