"""The worker asks the tax office again, by itself, about applications that came while it was silent"""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ansim.domain.silent_registers import Patience
from ansim.jobs.ask_tax_office import OfficeTurns, ask_tax_office
from ansim.jobs.timetable import JOBS
from support.applications import clear, known_to_office, waiting
from support.house import House


@pytest.fixture(autouse=True)
def empty(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in house.registers.environment().items():
        monkeypatch.setenv(name, value)
    clear()
    yield
    house.registers.down = False
    clear()


class Clock:
    """A clock that stands until it is moved."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def known(house: House, place: int, state: str = "01") -> dict[str, Any]:
    return known_to_office(house, place, state, "61700")


def asked_once(asking: OfficeTurns) -> str:
    """What comes of one asking; its process is waited for."""
    assert asking.turn() == "asks"
    assert asking._child is not None
    asking._child.wait(timeout=120)
    return asking.turn()


def after(application: Any) -> Any:
    application.refresh_from_db()
    return application


def test_it_is_asked_under_the_workers_role_and_what_it_says_is_settled(house: House) -> None:
    plain = [waiting(known(house, place), "tax-unreachable") for place in range(104)]
    suspended = waiting(known(house, 104, "02"), "tax-unreachable")
    other = waiting(known(house, 105), "control-not-shown")
    house.registers.asked.clear()
    assert asked_once(OfficeTurns()) == "answered"
    assert {(after(one).state, one.reason) for one in plain} == {("returned", "office-back")}
    assert (after(suspended).state, suspended.checks["findings"]) == ("submitted", ["suspended"])
    assert after(other).checks["findings"] == ["control-not-shown"]
    assert [len(body["b_no"]) for _route, body in house.registers.asked] == [100, 5]
    step = plain[0].steps.get(state="returned")
    assert (step.staff, step.reason) == (None, "office-back")
    with house.system.owner("main") as connection:
        told = connection.execute(
            "SELECT template, language, params ->> 'reason' FROM notices.message WHERE owner_id = %s",
            [plain[0].owner_id],
        ).fetchall()
    assert [row[:2] for row in told] == [("application-returned", "ko")]
    assert "개업일" in told[0][2]
    assert OfficeTurns().turn() == "nothing waits"


def test_partners_systems_are_told_as_well(house: House) -> None:
    from ansim.business.models import Business as Firm
    from ansim.business.models import Webhook

    one = waiting(known(house, 110), "tax-unreachable")
    one.business = Firm.objects.create(name="바람 체인", kind="without_number")
    one.save()
    address = {"url": "https://partner.example/told", "sealed_secret": b"sealed"}
    hook = Webhook.objects.create(business=one.business, ref=uuid4(), **address)
    assert asked_once(OfficeTurns()) == "answered"
    with house.system.owner("main") as connection:
        told = connection.execute(
            "SELECT params ->> 'application' FROM notices.message WHERE webhook_id = %s", [hook.pk]
        ).fetchall()
        connection.execute("DELETE FROM notices.message WHERE webhook_id = %s", [hook.pk])
    assert told == [(one.ref,)]


def test_a_silent_office_is_asked_less_and_less_until_it_answers(house: House) -> None:
    some = [waiting(known(house, place), "tax-unreachable") for place in range(120, 123)]
    clock = Clock()
    asking = OfficeTurns(Patience(60, 200), clock=clock)
    house.registers.down = True
    for pause in (60, 120, 200, 200):
        assert asked_once(asking) == "silent"
        clock.now += pause - 1
        assert asking.turn() == "later"
        clock.now += 1
    assert {after(one).state for one in some} == {"submitted"}
    house.registers.down = False
    assert asked_once(asking) == "answered"
    assert {after(one).state for one in some} == {"returned"}
    assert asking.turn() == "nothing waits"
    waiting(known(house, 124), "tax-unreachable")
    assert asked_once(asking) == "answered", "the next outage begins anew"


@pytest.mark.parametrize(
    ("program", "most", "said"),
    [
        ("import sys; sys.exit(1)", 300.0, "failed"),
        ("import time; time.sleep(600)", -1.0, "failed"),
    ],
)
def test_an_asking_that_breaks_or_hangs_counts_as_silence(
    program: str, most: float, said: str
) -> None:
    clock = Clock()

    def process() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    asking = OfficeTurns(Patience(60, 200), most, lambda: True, process, clock)
    assert asking.turn() == "asks"
    assert asking._child is not None
    if most > 0:
        asking._child.wait(timeout=60)
    assert asking.turn() == said
    assert asking.turn() == "later"
    clock.now += 60
    assert asking.turn() == "asks"
    assert asking._child is not None
    asking._child.kill()
    asking._child.communicate()


def test_without_an_office_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSIM_TAX_OFFICE_KEY")
    monkeypatch.delenv("ANSIM_DEMO", raising=False)
    assert ask_tax_office() == "no office"
    assert any(job.run is ask_tax_office for job in JOBS)


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("submitted", "approved"),
        ("submitted", "refused"),
        ("submitted", "withdrawn"),
        ("returned", "submitted"),
        ("refused", "returned"),
    ],
)
def test_whoever_has_the_workers_role_decides_on_no_application(
    house: House, before: str, wanted: str
) -> None:
    from ansim.business.models import Business as Firm

    one = waiting(known(house, 130), "tax-unreachable")
    one.business, one.state = Firm.objects.create(name="바람 체인", kind="without_number"), before
    one.save()
    with house.system.connect_as("worker", "main") as worker:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="decides on none"):
            worker.execute(
                "UPDATE business_venueapplication SET state = %s WHERE id = %s", [wanted, one.pk]
            )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute("UPDATE business_venueapplication SET form = '{}'")
    assert after(one).state == before
