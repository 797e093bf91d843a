"""The owner's count while a visitor scans: from 12 to 13, and with one visitor "fewer than 5", on page and screen."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from ansim.domain.devices import DeviceKind
from support.counter import Counter
from support.house import House
from support.owner import announcement_to, e164, fresh_phone, hand_written_log, new_business
from support.owner_pages import look, sign_in
from support.phone import ARGUMENTS, Phone, executable, heading, sign_up
from support.system import PATIENCE, SeededVenue, check_in

pytestmark = pytest.mark.browser


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


def open_portal(chromium: Browser, house: House, wrong: list[str]) -> Page:
    page = chromium.new_page(
        viewport={"width": 320, "height": 640}, base_url=house.addresses["business"]
    )
    page.on("console", lambda one: wrong.append(one.text) if "script-src" in one.text else None)
    return page


def owner_of(page: Page, business: Any) -> Any:
    from ansim.business.models import Membership, Owner
    from ansim.business.owners.owner_desk import owner_desk

    phone = fresh_phone()
    page.goto("/my/")
    sign_in(page, phone)
    account = Owner.objects.get(phone_index=owner_desk().index(e164(phone)))
    Membership.objects.create(business=business, owner=account, role="owner")
    return account


def seeded(business: Any) -> SeededVenue:
    venue = business.venues.get()
    return SeededVenue(venue.pk, venue.name, venue.live_code().code)


def visit(system: Any, venue: SeededVenue, people: int) -> None:
    # The gateway learns of a new venue within seconds.
    end = time.monotonic() + PATIENCE
    while people:
        answer = system.http.post("/v1/check-ins", json=check_in(venue), headers=system.bearer())
        people -= answer.status_code == 201
        assert time.monotonic() < end, answer.text
        time.sleep(0 if answer.status_code == 201 else 0.2)


def await_figure(page: Page, venue: SeededVenue, figure: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        page.goto(f"/my/venues/{venue.id}/counts")
        if page.locator(".figure").inner_text() == figure:
            return
        assert time.monotonic() < end, page.locator(".figure").inner_text()
        page.wait_for_timeout(250)


def test_the_count_goes_from_12_to_13_and_one_visitor_reads_fewer_than_5(
    chromium: Browser, house: House, new_phone: Callable[..., Phone], video: Callable[..., Path]
) -> None:
    house.need("tracer")
    system, page = house.system, open_portal(chromium, house, [])
    full, quiet = new_business("북적 국수"), new_business("한적 국수")
    owner_of(page, full)
    visit(system, seeded(full), 12)
    await_figure(page, seeded(full), "12명")
    scan(new_phone, video, system, seeded(full), "one")
    await_figure(page, seeded(full), "13명")
    assert screen_shows(system, seeded(full)) == 13
    other = open_portal(chromium, house, [])
    owner_of(other, quiet)
    scan(new_phone, video, system, seeded(quiet), "other")
    end = time.monotonic() + PATIENCE
    while not counted(system, seeded(quiet)):
        assert time.monotonic() < end, "the tracer counted nobody"
        time.sleep(0.1)
    await_figure(other, seeded(quiet), "5명 미만")
    assert screen_shows(system, seeded(quiet)) is None


def scan(
    new_phone: Callable[..., Phone],
    video: Callable[..., Path],
    system: Any,
    venue: SeededVenue,
    home: str,
) -> None:
    film = video(f"{system.gateway_url.rstrip('/')}/v/{venue.code}")
    phone = new_phone(home, camera=film)
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    phone.context.close()


def counted(system: Any, venue: SeededVenue) -> bool:
    with system.owner("main") as connection:
        rows = connection.execute(
            "SELECT people FROM business_daycount WHERE venue_id = %s", [venue.id]
        ).fetchall()
    assert rows in ([], [(None,)]), "no number below five stands in the table"
    return bool(rows)


def screen_shows(system: Any, venue: SeededVenue) -> Any:
    screen = Counter(system, venue, DeviceKind.DISPLAY)
    return screen.ask("GET", "/v1/device").json()["today"]


def test_the_new_pages_shut_nobody_out(chromium: Browser, house: House) -> None:
    from ansim.business.models import DayCount

    found: dict[str, list[str]] = {}
    wrong: list[str] = []
    page, business = open_portal(chromium, house, wrong), new_business("바다 횟집")
    account = owner_of(page, business)
    venue = seeded(business)
    announcement_to(account)
    log = hand_written_log(business.venues.get())
    for back in range(1, 30):
        DayCount.objects.create(
            venue_id=venue.id,
            day=f"2026-10-{back:02d}",
            people=back if back >= 5 else None,
            hours=[[0, 11, 6], [12, 23, 12]],
            methods=[[0, 0, 10], [1, 7, 8]],
        )
    for path in (
        "/my/",
        "/my/announcements/",
        f"/my/venues/{venue.id}/",
        f"/my/venues/{venue.id}/counts",
        f"/my/venues/{venue.id}/counts?day=2026-10-20",
        f"/my/venues/{venue.id}/proof",
        f"/my/venues/{venue.id}/proof/hung",
        f"/my/venues/{venue.id}/proof/log",
        f"/my/duty-records/{log}/destroyed",
        f"/my/duty-records/{log}/taken-back",
    ):
        page.goto(path)
        look(page, path, found)
    page.goto(f"/my/venues/{venue.id}/proof/log")
    page.locator("main form button").click()
    expect(page.locator("[name=first]")).to_be_focused()
    look(page, "refused", found)
    clerk = open_portal(chromium, house, wrong)
    clerk.goto("/sign-in")
    clerk.locator("[name=login]").fill("registrar")
    clerk.locator("[name=password]").fill("demo-password-0000")
    clerk.locator("main form button").first.click()
    for path in ("/announcements/", "/announcements/new"):
        clerk.goto(path)
        assert re.search(path, clerk.url)
        look(clerk, path, found)
    assert found == {}
    assert wrong == []
