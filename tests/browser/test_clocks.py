"""A phone whose clock is wrong, or is set while it is in use: no wrong time is ever stored as a certain one."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ansim.domain.evidence import Sign
from support.phone import Phone, heading, sign_up

pytestmark = pytest.mark.browser

Make = Callable[..., Phone]
MINUTE = 60.0

# The phone's clock is off by what localStorage says; `setClock(seconds)` sets it, as the phone's settings would.
CLOCK = """{
  const real = Date.now.bind(Date);
  const key = "test-clock";
  window.setClock = (seconds) => localStorage.setItem(key, String(seconds * 1000));
  Date.now = () => real() + Number(localStorage.getItem(key) ?? START);
}"""


def with_clock(phone: Phone, minutes: float = 0.0) -> Page:
    """The phone with a clock that is so many minutes fast (slow: below 0) from the start."""
    phone.page.add_init_script(CLOCK.replace("START", str(minutes * 60_000)))
    return phone.page


def set_clock(phone: Phone, minutes: float) -> None:
    """Sets the clock while the app is open, and lets a second pass."""
    phone.page.evaluate("(seconds) => window.setClock(seconds)", minutes * MINUTE)
    phone.page.wait_for_timeout(1_200)


def arrive(phone: Phone, system: Any) -> float:
    """Checks in at the hall; gives the true moment of the tap."""
    page = phone.page
    page.get_by_role("link", name="체크인").click()
    phone.page.get_by_role("button", name="번호로 입력").click()
    page.get_by_label("QR 아래 16자리").fill(system.venues["hall"].code)
    tapped = time.time()
    page.get_by_role("button", name="확인", exact=True).click()
    return tapped


def confirmed(phone: Phone) -> dict[str, Any]:
    """The only visit, once the gateway has it."""
    expect(heading(phone.page)).to_have_text("체크인 완료")
    [visit] = phone.visits()
    assert visit["state"] == "confirmed"
    return visit


def assert_stored_at(system: Any, visit: dict[str, Any], moment: float, *, uncertain: bool) -> None:
    row = system.visit(visit["id"])
    # A busy machine is some seconds late with the tap; no clock here is less than three minutes wrong.
    assert abs(row.entered_at.timestamp() - moment) < 60
    assert visit["enteredAt"] == row.entered_at.timestamp(), "the phone keeps what the server keeps"
    assert bool(Sign(row.evidence) & Sign.TIME_UNCERTAIN) is uncertain


@pytest.mark.parametrize("minutes", [-50, -90, 3, 20, 26 * 60, -3 * 24 * 60])
def test_a_clock_that_is_wrong_all_along_stores_the_right_time(
    phone: Phone, system: Any, minutes: float
) -> None:
    page = with_clock(phone, minutes)
    sign_up(phone.open(), system)
    expect(heading(page)).to_have_text("체크인")
    moment = arrive(phone, system)
    assert_stored_at(system, confirmed(phone), moment, uncertain=False)


@pytest.mark.parametrize("minutes", [-50, 7, 90])
def test_a_clock_wrong_offline_is_put_right_on_delivery(
    phone: Phone, system: Any, minutes: float
) -> None:
    page = with_clock(phone)
    sign_up(phone.open(), system)
    expect(heading(page)).to_have_text("체크인")
    phone.ready_for_offline()
    phone.context.set_offline(True)
    set_clock(phone, minutes)
    moment = arrive(phone, system)
    expect(heading(page)).to_have_text("휴대전화에 저장됨")
    phone.context.set_offline(False)
    assert_stored_at(system, confirmed(phone), moment, uncertain=False)


@pytest.mark.parametrize("minutes", [-90, 4, 35])
def test_a_clock_set_while_the_app_is_open_and_online(
    phone: Phone, system: Any, minutes: float
) -> None:
    page = with_clock(phone)
    sign_up(phone.open(), system)
    expect(heading(page)).to_have_text("체크인")
    set_clock(phone, minutes)
    moment = arrive(phone, system)
    assert_stored_at(system, confirmed(phone), moment, uncertain=False)


def test_a_clock_put_right_between_the_visit_and_its_delivery(phone: Phone, system: Any) -> None:
    page = with_clock(phone, -50)
    sign_up(phone.open(), system)
    expect(heading(page)).to_have_text("체크인")
    phone.ready_for_offline()
    phone.context.set_offline(True)
    moment = arrive(phone, system)
    expect(heading(page)).to_have_text("휴대전화에 저장됨")
    set_clock(phone, 0)
    phone.context.set_offline(False)
    assert_stored_at(system, confirmed(phone), moment, uncertain=False)


def test_a_clock_set_while_the_app_was_closed_is_said_to_be_uncertain(
    phone: Phone, system: Any
) -> None:
    page = with_clock(phone)
    sign_up(phone.open(), system)
    expect(heading(page)).to_have_text("체크인")
    phone.ready_for_offline()
    phone.context.set_offline(True)
    phone.open("/#/history")
    page.reload()  # a new life of the page, in which no answer ever came
    arrive(phone, system)
    expect(heading(page)).to_have_text("휴대전화에 저장됨")
    page.evaluate("() => window.setClock(-3000)")
    page.reload()
    phone.context.set_offline(False)
    visit = confirmed(phone)
    assert Sign(system.visit(visit["id"]).evidence) & Sign.TIME_UNCERTAIN


def test_sleep_is_no_clock_that_was_set(phone: Phone, system: Any) -> None:
    """In the back, `performance.now()` stands still while the phone sleeps: the wall clock is right."""
    page = with_clock(phone)
    sign_up(phone.open(), system)
    expect(heading(page)).to_have_text("체크인")
    page.evaluate(
        """() => {
          const hide = (state) => {
            Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
          };
          const now = performance.now.bind(performance);
          hide("hidden");
          performance.now = () => now() - 3_600_000;
          hide("visible");
        }"""
    )
    moment = arrive(phone, system)
    assert_stored_at(system, confirmed(phone), moment, uncertain=False)
