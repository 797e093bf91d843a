"""The pages of counts, announcements and proof of duty shut nobody out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from support.house import House
from support.owner import announcement_to, e164, fresh_phone, hand_written_log, new_business
from support.owner_pages import look, sign_in
from support.phone import ARGUMENTS, executable
from support.signed_in import let_in
from support.system import SeededVenue

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
    let_in(clerk, house.addresses["business"], "registrar")
    for path in ("/announcements/", "/announcements/new"):
        clerk.goto(path)
        assert re.search(path, clerk.url)
        look(clerk, path, found)
    assert found == {}
    assert wrong == []
