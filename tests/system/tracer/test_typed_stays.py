"""Stays that were typed in and signed for find whom the log's own would, with the same minutes, classes and risk."""

import math

import msgspec
import pytest

from ansim.domain.quantities import EpochSeconds, VenueId
from ansim.domain.signed_places import Stay
from ansim.rpc import CallError
from ansim.tracing.process import calls
from support.by_person import ByPerson, Opened
from support.grants import places_for
from support.house import House
from support.patience import until
from support.scene import Scene

MINUTE = 60
CASE = "박도윤"
TERMS = {"minimum_overlap": 10 * MINUTE, "close": 15 * MINUTE}


@pytest.fixture
def tracer(house: House, scene: Scene) -> ByPerson:
    house.need("vault", "tracer")
    tracer = ByPerson(house.system)
    # The tracer reads venues now and then: until it knows what kind these are, it takes them for any.
    own, span = tracer.case_of(scene.people[CASE]), window(scene, -30, 90)
    risk = 1 - math.exp(-0.004 * 40 * 1.5)

    def knows() -> bool:
        try:
            row = found(tracer, own, span).get(scene.people["최은서"])
        except CallError:  # it has not followed the day's first visits yet
            return False
        return row is not None and row[-1] == pytest.approx(risk, abs=1e-5)

    until(knows, "the tracer knows the restaurant as one")
    return tracer


def at(scene: Scene, minutes: int) -> int:
    return int(scene.noon.timestamp()) + minutes * MINUTE


def stay(scene: Scene, first: int, last: int, venue: str = "한결 국수") -> Stay:
    return VenueId(scene.venues[venue]), at(scene, first), at(scene, last)


def window(scene: Scene, first: int, last: int) -> calls.Window:
    return calls.Window(EpochSeconds(at(scene, first)), EpochSeconds(at(scene, last)))


def found(
    tracer: ByPerson, case: Opened, span: calls.Window, *stays: Stay, **terms: int
) -> dict[bytes, tuple[object, ...]]:
    """Everybody but the case, by person: minutes, times met, first, last, probability, class, risk."""
    asked = calls.ContactsOf(
        session=case.session,
        case=case.ref,
        anew=True,
        window=span,
        stays=list(stays),
        **(TERMS | terms),
    )
    return {
        bytes(case.cipher.person(one.person)): (
            one.overlap,
            one.encounters,
            one.first_exposed,
            one.last_exposed,
            one.probability,
            one.classification,
            one.risk,
        )
        for one in tracer.tracer.contacts(asked).contacts
    }


@pytest.mark.parametrize(("least", "residual"), [(1, 0), (10, 0), (30, 0), (1, 60), (10, 90)])
def test_a_case_about_nobody_finds_whom_the_same_stay_of_the_log_finds(
    tracer: ByPerson, scene: Scene, least: int, residual: int
) -> None:
    span = window(scene, -30, 90)
    terms = {"minimum_overlap": least * MINUTE, "residual": residual * MINUTE}
    own = tracer.case_of(scene.people[CASE])
    nobody = tracer.case_of(None)
    lunch = stay(scene, 0, 60)
    places_for(tracer.system, nobody.ref, lunch)
    by_log = found(tracer, own, span, **terms)
    by_hand = found(tracer, nobody, span, lunch, **terms)
    by_hand.pop(scene.people[CASE])
    assert by_hand == by_log
    assert len(by_log) >= 1


def test_a_stay_that_two_sources_tell_of_counts_once(tracer: ByPerson, scene: Scene) -> None:
    span, own = window(scene, -30, 90), tracer.case_of(scene.people[CASE])
    whole, part = stay(scene, 0, 60), stay(scene, 20, 45)
    places_for(tracer.system, own.ref, whole)
    by_log = found(tracer, own, span)
    assert found(tracer, own, span, whole) == by_log
    assert found(tracer, own, span, part) == by_log, "signed for within the whole one"


def test_a_stay_of_no_check_in_adds_whom_it_met(tracer: ByPerson, scene: Scene) -> None:
    span, own = window(scene, -30, 240), tracer.case_of(scene.people[CASE])
    later = stay(scene, 130, 170)
    places_for(tracer.system, own.ref, later)
    before, after = found(tracer, own, span), found(tracer, own, span, later)
    assert after.keys() - before.keys() == {scene.people["강유진"]}
    assert after[scene.people["강유진"]][0] == 40 * MINUTE
    assert after[scene.people["최은서"]] == before[scene.people["최은서"]]


def test_who_was_at_a_stay_leaves_the_case_out(tracer: ByPerson, scene: Scene) -> None:
    own = tracer.case_of(scene.people[CASE])
    lunch = stay(scene, 5, 55)
    places_for(tracer.system, own.ref, lunch)
    asked = calls.PresentDuring(session=own.session, case=own.ref, anew=True, stays=[lunch])
    there = [one.person for one in tracer.tracer.present_during(asked).contacts]
    names = {bytes(one): name for name, one in scene.people.items()}
    assert sorted(names[bytes(one)] for one in own.cipher.people(there)) == ["정시우", "최은서"]


@pytest.mark.parametrize(
    ("first", "last", "venue", "code"),
    [
        (0, 60, "한결 국수", "answered"),
        (10, 30, "한결 국수", "answered"),
        (-1, 60, "한결 국수", "places-not-signed"),
        (0, 61, "한결 국수", "places-not-signed"),
        (70, 80, "한결 국수", "places-not-signed"),
        (0, 60, "돌담 커피", "places-not-signed"),
        (60, 0, "한결 국수", "places-malformed"),
    ],
)
def test_what_nobody_signed_for_is_not_searched(
    tracer: ByPerson, scene: Scene, first: int, last: int, venue: str, code: str
) -> None:
    nobody = tracer.case_of(None)
    places_for(tracer.system, nobody.ref, stay(scene, 0, 60))
    asked = [
        calls.PresentDuring(
            session=nobody.session, case=nobody.ref, stays=[stay(scene, first, last, venue)]
        ),
        calls.ContactsOf(
            session=nobody.session,
            case=nobody.ref,
            window=window(scene, -30, 90),
            stays=[stay(scene, first, last, venue)],
        ),
    ]
    for one in asked:
        assert code_of(tracer, one) == code


def test_a_case_about_nobody_is_searched_by_signed_stays_alone_and_to_degree_one(
    tracer: ByPerson, scene: Scene
) -> None:
    nobody = tracer.case_of(None)
    places_for(tracer.system, nobody.ref, stay(scene, 0, 60))
    asked = calls.ContactsOf(session=nobody.session, case=nobody.ref, window=window(scene, -30, 90))
    assert code_of(tracer, asked) == "no-index-person"
    further = msgspec.structs.replace(asked, stays=[stay(scene, 0, 60)], degrees=2)
    assert code_of(tracer, further) == "out-of-bounds"


def test_short_stays_with_much_air_do_not_tell_of_a_whole_day(
    tracer: ByPerson, scene: Scene
) -> None:
    nobody = tracer.case_of(None)
    venues = ("한결 국수", "돌담 커피", *sorted(tracer.system.venues))
    numbers = [
        scene.venues[one] if one in scene.venues else tracer.system.venues[one].id for one in venues
    ]
    brief = [
        (VenueId(number), at(scene, minute), at(scene, minute + 1))
        for number in numbers[:3]
        for minute in range(-700, 700, 180)  # 24 of an hour at least, and 48.4 hours with their air
    ]
    places_for(tracer.system, nobody.ref, *brief)
    asked = calls.ContactsOf(
        session=nobody.session,
        case=nobody.ref,
        window=window(scene, -720, 715),
        stays=sorted(brief),
    )
    assert code_of(tracer, asked) == "answered"
    assert code_of(tracer, msgspec.structs.replace(asked, residual=7200)) == "out-of-bounds"


def code_of(tracer: ByPerson, asked: calls.PresentDuring | calls.ContactsOf) -> str:
    ask = (
        tracer.tracer.contacts
        if isinstance(asked, calls.ContactsOf)
        else tracer.tracer.present_during
    )
    try:
        ask(asked)  # type: ignore[arg-type]
    except CallError as error:
        return error.code
    return "answered"
