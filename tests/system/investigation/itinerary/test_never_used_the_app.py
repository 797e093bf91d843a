"""A case who never used the app: notified without a number, asked where they were, and everybody who was there is found."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from ansim.tracing import reference
from ansim.tracing.process.calls import EpochSeconds, Window
from support.by_person import ByPerson, cipher_of
from support.house import House, Open
from support.scene import Scene
from support.stays import StaysDesk
from support.walk import Walk, kinds, numbers_of

PATIENT = -1
MINUTES = 10


class Clock:
    """What each step took of the machine, and how often somebody pressed something for it."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, float, int]] = []

    @contextmanager
    def step(self, words: str, clicks: int) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.steps.append((words, time.perf_counter() - began, clicks))

    def __str__(self) -> str:
        rows = [
            f"  {words:<34} {seconds:6.2f} s {clicks:3} clicks"
            for words, seconds, clicks in self.steps
        ]
        total = sum(seconds for _words, seconds, _clicks in self.steps)
        clicks = sum(clicks for _words, _seconds, clicks in self.steps)
        return "\n".join(
            [
                "",
                "a case who never used the app",
                *rows,
                f"  {'in all':<34} {total:6.2f} s {clicks:3} clicks",
            ]
        )


def test_everybody_who_was_there_is_found(
    house: House, browse: Open, scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    house.need("vault", "tracer")
    clock, noon = Clock(), scene.noon
    officer, approver = browse("investigation", "officer"), browse("investigation", "approver")
    with clock.step("notified, taken up, signed for", 5):
        desk = StaysDesk(officer, house, scene)
    typed = [("12:05", "13:00", "한결 국수"), ("18:00", "19:30", "돌담 커피")]
    for start, end, name in typed:
        with clock.step(f"stay at {name}", 3):
            page = officer.post(f"{desk.case}/stays/new", words=name, step="find", day="")
            assert f'value="{scene.venues[name]}"' in page.text
            desk.add(start, end, venue=str(scene.venues[name]))
    with clock.step("stays signed for", 2):
        page = desk.sign()
    assert page.text.count(">이 자리에 있던 사람</a>") == len(typed)
    with clock.step("who else was at the first", 1):
        (first, _second) = desk.refs()
        there = officer.get(f"{desk.case}/stays/{first}/present")
    assert "3명" in there.text
    terms = {
        "start": noon.strftime("%Y-%m-%dT00:00"),
        "end": noon.strftime("%Y-%m-%dT23:59"),
        "minutes": str(MINUTES),
        "degrees": "1",
        "residual": "0",
    }
    with clock.step("contacts", 1):
        contacts = officer.get(f"{desk.case}/contacts", **terms)
    numbers = numbers_of(contacts)
    want = _by_the_reference(house, scene, typed)
    assert _people(house, desk.case, numbers) == want
    assert len(want) == 3

    staff = {login: one.ref for login, one in house.staff.items()}
    walk = Walk(officer, approver, desk.case, page, terms, staff)
    with clock.step("warrant, by two", 5):
        asked = walk.ask()
        walk.approve(asked.url.path.split("/")[-1])
    with clock.step("names", 3):
        named = walk.names(*numbers)
    assert named.status_code == 200
    for name in ("최은서", "정시우", "박도윤"):
        assert name in named.text
    assert [one for one in kinds(house, desk.case) if one.startswith(("places", "ident"))] == [
        "places-signed",
        "identities-opened",
    ]
    with capsys.disabled():
        print(clock)


def _people(house: House, case: str, numbers: list[int]) -> set[bytes]:
    """Who stands behind these numbers of the case."""
    ref = case.rsplit("/", maxsplit=1)[-1]
    with house.system.owner("main") as main:
        rows = main.execute(
            "SELECT contact.handle FROM investigation_casecontact AS contact"
            " JOIN investigation_case AS one ON one.id = contact.case_id"
            " WHERE one.ref = %s AND contact.number = ANY (%s)",
            [ref, numbers],
        ).fetchall()
    return {bytes(one) for one in cipher_of(house.system, ref).people([row[0] for row in rows])}


def _by_the_reference(house: House, scene: Scene, typed: list[tuple[str, str, str]]) -> set[bytes]:
    """Whom the slow engine finds, the log being everybody's stays as the tracer has them."""
    midnight = scene.noon.replace(hour=0)
    span = Window(
        EpochSeconds(int(midnight.timestamp())),
        EpochSeconds(int((midnight + timedelta(days=1)).timestamp())),
    )
    tracer, people = ByPerson(house.system), list(scene.people.values())
    log = [
        reference.Stay(number, one.venue, one.entered, one.left)
        for number, person in enumerate(people)
        for one in tracer.itinerary(person, span)
    ]
    log += [
        reference.Stay(PATIENT, scene.venues[name], _at(scene.noon, start), _at(scene.noon, end))
        for start, end, name in typed
    ]
    found = reference.contacts_of_itinerary(log, PATIENT, span.start, span.end, MINUTES * 60)
    return {people[number] for number in found}


def _at(day: datetime, clock: str) -> int:
    hour, minute = map(int, re.findall(r"\d\d", clock))
    return int(day.replace(hour=hour, minute=minute).timestamp())
