"""Two scans of one door, and check-outs that nobody believes: through gateway, database, tracer."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from ansim.domain.identifiers import new_person_id
from ansim.rpc import CallError
from ansim.tracing.process.calls import Contact, ItineraryStay, Window
from support.by_person import ByPerson
from support.house import House
from support.one_day import of_one_day
from support.patience import until
from support.system import System, check_in

NOW = of_one_day()


@pytest.fixture(scope="module")
def tracer(house: House) -> ByPerson:
    house.need("vault", "tracer")
    return ByPerson(house.system)


def enter(
    system: System, person: bytes, venue: str, minutes: float, left: float | None = None
) -> None:
    entered = (NOW - timedelta(minutes=minutes)).isoformat()
    ended = {} if left is None else {"left_at": (NOW - timedelta(minutes=left)).isoformat()}
    visit = check_in(system.venues[venue], entered_at=entered, **ended)
    answer = system.http.post("/v1/check-ins", json=visit, headers=system.bearer(person))
    assert answer.status_code == 201, answer.text


def window() -> Window:
    now = int(time.time())
    return Window(now - 4 * 86400, now + 60)


def contacts(tracer: ByPerson, person: bytes, minimum: int = 60) -> dict[bytes, Contact]:
    try:
        found = tracer.contacts(person, window(), minimum_overlap=minimum, close=minimum)
    except CallError as error:
        if error.code != "unknown-person":
            raise
        return {}  # not seen yet
    return {one.person: one for one in found.contacts}


def itinerary(tracer: ByPerson, person: bytes) -> list[ItineraryStay]:
    return tracer.itinerary(person, window())


def soon(condition: Callable[[], bool]) -> None:
    until(condition, "the tracer sees it")


def test_scanning_twice_at_the_door_changes_nothing(house: House, tracer: ByPerson) -> None:
    case, once, twice = (new_person_id() for _ in range(3))
    enter(house.system, case, "cafe", 300, 240)
    enter(house.system, once, "cafe", 300)
    enter(house.system, twice, "cafe", 300)
    enter(house.system, twice, "cafe", 299.9)
    soon(lambda: {once, twice} <= set(contacts(tracer, case)))
    soon(lambda: len(itinerary(tracer, twice)) == 2)
    found = contacts(tracer, case, 1800)
    assert found[twice].overlap == found[once].overlap
    assert (found[twice].encounters, found[twice].classification) == (
        1,
        found[once].classification,
    )
    assert found[twice].probability == pytest.approx(found[once].probability, abs=0.01)
    assert found[twice].risk == found[once].risk
    first, second = itinerary(tracer, twice)
    assert (first.again, second.again, first.left) == (False, True, second.left)


def test_the_check_out_of_the_second_scan_ends_the_presence(house: House, tracer: ByPerson) -> None:
    case, other = new_person_id(), new_person_id()
    enter(house.system, case, "hall", 300, 240)
    enter(house.system, other, "hall", 295)
    soon(lambda: other in contacts(tracer, case))
    enter(house.system, other, "hall", 294, 287)
    soon(lambda: contacts(tracer, case)[other].overlap == 8 * 60)
    found = contacts(tracer, case)[other]
    assert (found.encounters, found.probability) == (1, 1.0)


def test_a_forgotten_check_out_makes_no_contact_of_three_days(
    house: House, tracer: ByPerson
) -> None:
    case, late = new_person_id(), new_person_id()
    enter(house.system, case, "food", 59 * 60, 1)
    enter(house.system, late, "food", 30, 2)
    soon(lambda: len(itinerary(tracer, case)) == len(itinerary(tracer, late)) == 1)
    (stay,) = itinerary(tracer, case)
    # An end on another day is blurred by up to ten minutes (ADR 33).
    assert stay.recorded is not None
    assert 0 <= int((NOW - timedelta(minutes=1)).timestamp()) - stay.recorded <= 600
    assert (stay.credible, stay.imputed) == (False, True)
    assert stay.left - stay.entered < 12 * 3600
    assert late not in contacts(tracer, case)
    (short,) = itinerary(tracer, late)
    assert (short.credible, short.imputed, short.left) == (True, False, short.recorded)
