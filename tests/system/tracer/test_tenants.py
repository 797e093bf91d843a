"""A mall's code and its tenant's: who scans both is one presence in searches and one visitor in the mall's count."""

import time
from datetime import timedelta
from typing import NamedTuple

import pytest

from ansim.domain.identifiers import new_person_id
from ansim.keys import DayKeys
from ansim.rpc import CallError
from ansim.tracing.process.calls import Contact, Window
from ansim.tracing.process.count_pusher import Heard, push
from ansim.tracing.process.late import LateVisits
from support.by_person import ByPerson
from support.house import House
from support.one_day import of_one_day
from support.patience import until
from support.system import SeededVenue, System, check_in, new_venue

NOW = of_one_day()


class Mall(NamedTuple):
    site: SeededVenue
    shop: SeededVenue
    other: SeededVenue
    street: SeededVenue


@pytest.fixture(scope="module")
def mall(house: House) -> Mall:
    """A mall with two tenants, each of a business of its own, and a shop across the street."""
    system = house.system
    with system.owner("main") as owner:
        firms = [
            owner.execute(
                "INSERT INTO business_business (name, kind) VALUES (%s, 'without_number')"
                " RETURNING id",
                (name,),
            ).fetchone()[0]  # type: ignore[index]
            for name in ("상가 관리단", "첫째 가게", "둘째 가게", "길 건너")
        ]
    site = new_venue(system, name="별빛 상가", business_id=firms[0])
    tenants = [
        new_venue(system, name=name, parent_id=site.id, business_id=firm)
        for name, firm in (("첫째 가게", firms[1]), ("둘째 가게", firms[2]))
    ]
    street = new_venue(system, name="길 건너", business_id=firms[3])
    page = f"/v1/venues/{street.code}"
    until(lambda: system.http.get(page).is_success, "the gateway knows the places")
    return Mall(site, *tenants, street)


@pytest.fixture(scope="module")
def tracer(house: House, mall: Mall) -> ByPerson:
    house.need("vault", "tracer")
    tracer = ByPerson(house.system)
    until(lambda: knows(tracer, mall), "the tracer reads the places")
    return tracer


def knows(tracer: ByPerson, mall: Mall) -> bool:
    """Whether a scan at the door and one inside are one presence: the tracer reads places at its housekeeping.

    A stay at the door that it takes in before ends for it with the scan inside.
    """
    case, guest = new_person_id(), new_person_id()
    enter(tracer.system, case, mall.site, 400, 340)
    enter(tracer.system, guest, mall.site, 400)
    enter(tracer.system, guest, mall.shop, 380, 350)
    now = int(time.time())
    window = Window(now - 4 * 86400, now + 60)
    until(lambda: len(tracer.itinerary(guest, window)) == 2, "the tracer sees both scans")
    return await_contacts(tracer, case, {guest})[guest].encounters == 1


def enter(
    system: System, person: bytes, venue: SeededVenue, minutes: float, left: float | None = None
) -> None:
    ended = {} if left is None else {"left_at": (NOW - timedelta(minutes=left)).isoformat()}
    entered = (NOW - timedelta(minutes=minutes)).isoformat()
    visit = check_in(venue, entered_at=entered, **ended)
    answer = system.http.post("/v1/check-ins", json=visit, headers=system.bearer(person))
    assert answer.status_code == 201, answer.text


def contacts(tracer: ByPerson, person: bytes) -> dict[bytes, Contact]:
    now = int(time.time())
    window = Window(now - 4 * 86400, now + 60)
    try:
        found = tracer.contacts(person, window, minimum_overlap=60, close=60)
        return {one.person: one for one in found.contacts}
    except CallError:
        return {}  # not seen yet


def await_contacts(tracer: ByPerson, case: bytes, people: set[bytes]) -> dict[bytes, Contact]:
    until(lambda: people <= set(contacts(tracer, case)), "the tracer sees them")
    return contacts(tracer, case)


def test_both_codes_are_one_presence(house: House, tracer: ByPerson, mall: Mall) -> None:
    case, both, inside, elsewhere = (new_person_id() for _ in range(4))
    enter(house.system, case, mall.site, 300, 240)
    enter(house.system, both, mall.site, 300)
    enter(house.system, both, mall.shop, 280, 250)
    enter(house.system, inside, mall.shop, 290, 260)
    enter(house.system, elsewhere, mall.street, 300, 240)
    await_contacts(tracer, case, {both, inside})
    # The second code may come a moment later.
    until(lambda: contacts(tracer, case)[both].encounters == 1, "they are one presence")
    found = contacts(tracer, case)
    assert found[both].overlap == 50 * 60  # from the mall's door to the shop's check-out
    assert found[inside].overlap == 30 * 60
    assert elsewhere not in found


def test_two_tenants_do_not_meet_through_a_wall(house: House, tracer: ByPerson, mall: Mall) -> None:
    case, near, far = (new_person_id() for _ in range(3))
    enter(house.system, case, mall.shop, 200, 140)
    enter(house.system, near, mall.shop, 200, 150)
    enter(house.system, far, mall.other, 200, 150)
    assert far not in await_contacts(tracer, case, {near})


def test_what_was_one_presence_stays_one_after_the_tie_ended(
    house: House, tracer: ByPerson, mall: Mall
) -> None:
    case, guest = new_person_id(), new_person_id()
    enter(house.system, case, mall.site, 120, 60)
    enter(house.system, guest, mall.shop, 110, 70)
    await_contacts(tracer, case, {guest})
    with house.system.owner("main") as owner:
        owner.execute("UPDATE business_venue SET parted_at = now() WHERE id = %s", (mall.shop.id,))
    time.sleep(2)  # longer than the tracer takes to read venues again
    assert guest in contacts(tracer, case)


def test_who_scans_both_counts_once_at_the_mall(house: House, mall: Mall) -> None:
    system = house.system
    for _ in range(6):
        guest = new_person_id()
        enter(system, guest, mall.site, 20)
        enter(system, guest, mall.other, 10)
    with (
        system.connect_as("tracer", "visits") as visits,
        system.connect_as("tracer", "main") as main,
        system.owner("main") as owner,
    ):
        late = LateVisits(DayKeys(system.keys))
        late.follow(visits)
        push(visits, main, time.time(), Heard(late))
        before = owner.execute(
            "SELECT sum(people) FROM business_daycount WHERE venue_id = %s", (mall.site.id,)
        ).fetchone()
    assert before is not None
    tags = {bytes(visit.tag) for visit in system.log("venue_id", mall.site.id)}
    assert before[0] == len(tags), "each who scanned at the mall's code, once"
