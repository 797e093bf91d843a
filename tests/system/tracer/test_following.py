"""The tracer beside the gateway: what is committed can be searched within a second."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id
from ansim.domain.search_results import packed_rows, vouch
from ansim.keys import DayKeys
from ansim.rpc import CallError
from ansim.tracing.process.calls import (
    ContactsOf,
    CoPresenceOf,
    Translate,
    Window,
    result_terms,
)
from ansim.tracing.process.numbers import SOON
from support.by_person import ByPerson
from support.grants import places_for
from support.house import House
from support.one_day import of_one_day
from support.patience import until
from support.system import SeededVenue, System, check_in, new_venue


@pytest.fixture(scope="module")
def tracer(house: House) -> ByPerson:
    house.need("vault", "tracer")
    return ByPerson(house.system)


def soon(condition: Callable[[], bool]) -> None:
    until(condition, "the tracer sees it")


NOW = of_one_day()
"""Of the collection, perhaps half an hour ago: what is entered beside must be of the same clock."""


def at(minutes: float) -> str:
    return (NOW - timedelta(minutes=minutes)).isoformat()


def enter(
    system: System,
    person: bytes,
    venue: str | SeededVenue,
    minutes: float,
    left: float | None = None,
) -> dict[str, str]:
    visit = check_in(
        system.venues[venue] if isinstance(venue, str) else venue,
        entered_at=at(minutes),
        **({} if left is None else {"left_at": at(left)}),
    )
    answer = system.http.post("/v1/check-ins", json=visit, headers=system.bearer(person))
    assert answer.status_code == 201, answer.text
    return visit


def today() -> Window:
    now = int(time.time())
    return Window(now - 2 * 86400, now + 60)


def contacts(tracer: ByPerson, person: bytes, **asked: int) -> dict[bytes, int]:
    try:
        found = tracer.contacts(person, today(), **asked)
    except CallError as error:
        if error.code != "unknown-person":
            raise
        return {}  # not seen yet
    return {one.person: one.overlap for one in found.contacts}


def test_a_fresh_check_in_is_found_as_a_contact(house: House, tracer: ByPerson) -> None:
    one, other = new_person_id(), new_person_id()
    enter(house.system, one, "hall", 50, 10)
    enter(house.system, other, "hall", 40, 20)
    soon(lambda: other in contacts(tracer, one))
    assert contacts(tracer, one)[other] == 20 * 60
    assert contacts(tracer, other)[one] == 20 * 60
    assert contacts(tracer, one, minimum_overlap=21 * 60).get(other) is None


def test_a_later_check_out_and_a_check_in_elsewhere_end_the_stay(
    house: House, tracer: ByPerson
) -> None:
    system = house.system
    case, leaver, mover = new_person_id(), new_person_id(), new_person_id()
    enter(system, case, "market", 90, 1)
    visit = enter(system, leaver, "market", 80)
    enter(system, mover, "market", 80)
    soon(lambda: {leaver, mover} <= set(contacts(tracer, case)))
    guessed = contacts(tracer, case)
    body = {
        "id": visit["id"],
        "venue": visit["venue"],
        "entered_at": visit["entered_at"],
        "left_at": at(75),
    }
    assert system.http.post(
        "/v1/check-outs", json=body, headers=system.bearer(leaver)
    ).status_code in (
        200,
        201,
    )
    enter(system, mover, "cafe", 70)
    soon(
        lambda: (
            contacts(tracer, case)[leaver] == 5 * 60
            and contacts(tracer, case)[mover] < guessed[mover]
        )
    )
    assert contacts(tracer, case)[mover] <= 10 * 60


def test_a_chain_of_two_links_respects_time_and_names_who_passed_it_on(
    house: House, tracer: ByPerson
) -> None:
    system = house.system
    case, middle, late, early = (new_person_id() for _ in range(4))
    enter(system, case, "cafe", 200, 180)
    enter(system, middle, "cafe", 200, 180)
    enter(system, middle, "screen", 150, 130)
    enter(system, late, "screen", 150, 130)
    enter(system, middle, "food", 260, 240)
    enter(system, early, "food", 260, 240)
    soon(lambda: [len(tracer.itinerary(one, today())) for one in (case, middle, late)] == [1, 3, 1])
    found = {one.person: one for one in tracer.contacts(case, today(), degrees=2).contacts}
    assert (found[middle].degree, found[late].degree, found[late].via) == (1, 2, middle)
    assert early not in found
    assert 0 < found[late].risk < found[middle].risk < 1
    assert found[middle].venue == system.venues["cafe"].id
    # Where and when a contact met somebody is told to nobody: the day alone.
    assert (found[late].venue, found[late].overlap, found[late].encounters) == (None, 0, 0)
    began = int((NOW - timedelta(minutes=150)).timestamp())
    assert (found[late].first_exposed, found[late].last_exposed) == day_bounds(local_day(began))


def test_the_itinerary_marks_imputed_ends_and_no_warrant_opens_a_place(
    house: House, tracer: ByPerson
) -> None:
    system = house.system
    person = new_person_id()
    enter(system, person, "market", 100)
    enter(system, person, "hall", 30, 5)
    soon(lambda: len(tracer.itinerary(person, today())) == 2)
    first, second = tracer.itinerary(person, today())
    assert (first.imputed, second.imputed) == (True, False)
    assert first.left <= second.entered
    assert second.left - second.entered == 25 * 60
    hall = system.venues["hall"].id
    stay = Window(second.entered, second.left)
    soon(
        lambda: [near.person for near in tracer.nearest(hall, stay, second.entered, 1)] == [person]
    )
    (near,) = tracer.nearest(hall, stay, second.entered, 1)
    assert near.entered == second.entered
    present = tracer.present((hall, stay))
    assert person in [one.person for one in present.contacts]
    assert present.vouched is None


def test_a_stranger_is_said_to_be_one(tracer: ByPerson) -> None:
    with pytest.raises(CallError) as caught:
        tracer.contacts(new_person_id(), today())
    assert caught.value.code == "unknown-person"


@pytest.fixture
def apart(house: House) -> Iterator[None]:
    """Market and screen 30 km from each other; other tests find them without a place again."""
    put = "UPDATE business_venue SET latitude = %s, longitude = %s WHERE id = %s"
    places = {"market": (33.51, 126.52), "screen": (33.25, 126.56)}
    with house.system.owner("main") as main:
        for name, place in places.items():
            main.execute(put, [*place, house.system.venues[name].id])
        yield
        for name in places:
            main.execute(put, [None, None, house.system.venues[name].id])


@pytest.mark.usefixtures("apart")
def test_two_places_too_far_apart_are_marked_impossible(house: House, tracer: ByPerson) -> None:
    system = house.system
    person = new_person_id()
    enter(system, person, "market", 30)
    enter(system, person, "screen", 29)

    def marked() -> bool:
        stays = tracer.itinerary(person, today())
        return [stay.possible for stay in stays] == [True, False]

    soon(marked)  # the tracer learns of changed venues at its housekeeping


def test_one_call_asks_forward_and_backward_with_two_windows(
    house: House, tracer: ByPerson
) -> None:
    """before -> source -> case -> guest -> last, each meeting an hour after the one before."""
    system, place = house.system, new_venue(house.system, category=9)
    before, source, case, guest, last = (new_person_id() for _ in range(5))
    for number, (one, other) in enumerate(
        [(before, source), (source, case), (case, guest), (guest, last)]
    ):
        for person in (one, other):
            enter(system, person, place, 700 - 60 * number, 670 - 60 * number)
    whole, noon = today(), int((NOW - timedelta(minutes=610)).timestamp())
    terms = {"degrees": 2, "back": Window(whole.start, noon), "residual": 600}
    soon(
        lambda: (
            [len(tracer.itinerary(one, whole)) for one in (before, source, case, guest, last)]
            == [1, 2, 2, 2, 1]
        )
    )
    found = tracer.contacts(case, Window(noon, whole.end), **terms)
    assert found.back
    assert [(one.person, one.degree, one.via) for one in found.contacts] == [
        (guest, 1, case),
        (last, 2, guest),
    ]
    back = found.back.contacts
    assert [(one.person, one.degree, one.via) for one in back] == [
        (source, 1, case),
        (before, 2, source),
    ]
    assert (found.totals, found.back.totals) == ([1, 1], [1, 1])
    assert 0 < back[1].risk < back[0].risk < 1
    scope = system.keys.read("scope.key")
    for one in (*found.contacts, *back):
        assert one.last_exposed - one.first_exposed == (30 * 60 if one.degree == 1 else 86400)
    for result, window, way in (
        (found, Window(noon, whole.end), False),
        (found.back, Window(whole.start, noon), True),
    ):
        opened = tracer.case_of(case)
        asked = ContactsOf(session=b"", case=opened.ref, window=window, **terms)
        rows = packed_rows(
            (opened.cipher.handle(one.person), one.first_exposed, one.last_exposed)
            for one in result.contacts
        )
        subject = opened.cipher.handle(case)
        assert result.vouched == vouch(
            scope, opened.ref, subject, result_terms(asked, window, back=way), rows
        )
    alone = tracer.contacts(case, None, degrees=2, back=Window(whole.start, noon))
    assert (alone.contacts, alone.totals) == ([], [])
    assert alone.back
    assert alone.back.contacts == back


@pytest.fixture(scope="module")
def somebody(house: House, tracer: ByPerson) -> bytes:
    """Who checked in a moment ago, and whom the tracer knows."""
    person = new_person_id()
    enter(house.system, person, "hall", 3)
    soon(lambda: len(tracer.itinerary(person, today())) == 1)
    soon(lambda: _known(tracer, person))
    return person


@pytest.mark.parametrize(
    "wrong",
    [
        {"window": None},
        {"window": Window(200, 100)},
        {"window": None, "back": Window(200, 100)},
        {"degrees": 0},
        {"minimum_overlap": -1},
        {"latent": -1},
        {"degrees": 2, "residual": -1},
        {"degrees": 2, "latent": 2**40},
        {"close": -1},
        {"close": 2**62},
        {"limit": -1},
    ],
)
def test_a_question_without_sense_is_refused_in_words(
    tracer: ByPerson, somebody: bytes, wrong: dict[str, Any]
) -> None:
    with pytest.raises(CallError) as caught:
        tracer.contacts(somebody, **{"window": today(), **wrong})
    assert caught.value.code == "WindowError"


@pytest.mark.parametrize(
    "wide",
    [
        {"back": Window(0, 2**40), "window": None, "degrees": 2},
        {"window": Window(-(2**40), 2**40), "degrees": 2},
        {"window": Window(int(time.time()) - 27 * 86400, int(time.time()) + 2 * 86400)},
        {"degrees": 4},
        {"degrees": 20_000_000},
        {"limit": 20_001},
    ],
)
def test_a_question_wider_than_a_case_may_ask_is_refused(
    tracer: ByPerson, somebody: bytes, wide: dict[str, Any]
) -> None:
    with pytest.raises(CallError) as caught:
        tracer.contacts(somebody, **{"window": today(), **wide})
    assert caught.value.code == "out-of-bounds"


def test_a_list_of_nobody_may_be_asked_for(tracer: ByPerson, somebody: bytes) -> None:
    assert tracer.contacts(somebody, today(), limit=0, degrees=2).contacts == []


def test_probability_and_class_count_what_lies_in_the_window_and_add_up_recorded_encounters(
    house: House, tracer: ByPerson
) -> None:
    system = house.system
    case, other = new_person_id(), new_person_id()
    for person in (case, other):
        enter(system, person, "cafe", 300, 200)  # before the window
        enter(system, person, "hall", 50, 42)
        enter(system, person, "market", 30, 22)
    soon(lambda: contacts(tracer, case).get(other) == 116 * 60)
    now = int(NOW.timestamp())

    def judged(start: int, minimum: int) -> list[tuple[int, float, str]]:
        window = Window(start, now)
        found = tracer.contacts(case, window, minimum_overlap=minimum, close=900).contacts
        return [
            (one.overlap, one.probability, one.classification)
            for one in found
            if one.person == other
        ]

    # Two meetings of eight minutes: a quarter of an hour together, though neither alone.
    assert judged(now - 60 * 60, 900) == [(960, 1.0, "close")]
    ((overlap, chance, kind),) = judged(now - 35 * 60, 60)
    assert (overlap, chance, kind) == (480, 1.0, "casual")


@pytest.mark.parametrize("people", [[b""], [b"x" * 15], [b"x" * 32], [b"x" * 15, b"x" * 17]])
def test_what_is_no_handle_is_named_as_such(tracer: ByPerson, people: list[bytes]) -> None:
    case, hall = tracer.case_of(None), tracer.system.venues["hall"].id
    now = int(time.time())
    places = places_for(tracer.system, case.ref, (hall, now - 3600, now))
    asked = {"session": case.session, "case": case.ref, "people": people}
    questions: list[Callable[[], object]] = [
        lambda: tracer.tracer.co_presence(CoPresenceOf(**asked, places=places)),
        lambda: tracer.tracer.translate(Translate(**asked, into=case.ref)),
    ]
    for question in questions:
        with pytest.raises(CallError, match="16 bytes") as caught:
            question()
        assert caught.value.code == "no-handle"


def test_an_itinerary_of_no_window_is_refused(tracer: ByPerson) -> None:
    with pytest.raises(CallError, match="ends"):
        tracer.itinerary(new_person_id(), Window(200, 100))


def test_a_visit_committed_long_after_its_transaction_began_is_found_in_the_end(
    house: House, tracer: ByPerson
) -> None:
    system = house.system
    case, late, after = (new_person_id() for _ in range(3))
    enter(system, case, "hall", 20, 5)
    entered = NOW - timedelta(minutes=15)
    day = local_day(entered.timestamp())
    with system.owner("visits") as visits, visits.transaction():
        tag = DayKeys(system.keys).tagger(day)(late)
        row = (day, system.venues["hall"].id, uuid4(), tag, entered, entered + timedelta(minutes=5))
        visits.execute(
            "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence)"
            " VALUES (%s, %s, %s, %s, %s, %s, 0, 1, 0)",
            row,
        )
        enter(system, after, "hall", 20, 5)  # of a higher number, and seen before
        soon(lambda: after in contacts(tracer, case))
        time.sleep(SOON + 1)
        assert late not in contacts(tracer, case)
    soon(lambda: late in contacts(tracer, case))  # at the next housekeeping


def _known(tracer: ByPerson, person: bytes) -> bool:
    try:
        tracer.contacts(person, today())
    except CallError:
        return False
    return True
