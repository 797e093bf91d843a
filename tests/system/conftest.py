"""Browsers of the portals, and an open case."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from ansim.settings.environment import Process
from support.cases import open_case
from support.grants import begin_work
from support.house import Browser, House, Open
from support.scene import Scene
from support.sessions import session_of_staff
from support.walk import Walk


@pytest.fixture
def browse(house: House) -> Iterator[Open]:
    """Open a portal, signed in as one of the cast where a login is given."""
    opened: list[Browser] = []

    def open_portal(portal: Process, login: str | None = None) -> Browser:
        browser = Browser(house.addresses[portal])
        opened.append(browser)
        if login is not None:
            browser.keep(*session_of_staff(login))
        return browser

    yield open_portal
    for browser in opened:
        browser.http.close()


@pytest.fixture
def walk_of(browse: Open, house: House) -> Callable[[str, date], Walk]:
    """Open a case about a number with an onset, whose searches are of that day."""
    house.need("tracer")
    house.need("vault")

    def begin(phone: str, day: date) -> Walk:
        officer, approver = browse("investigation", "officer"), browse("investigation", "approver")
        page = open_case(house, officer, phone, day)
        staff = {login: one.ref for login, one in house.staff.items()}
        page = begin_work(officer, "officer", staff["officer"], page)
        case = f"/cases/{page.url.path.split('/')[2]}"
        start, end = (f"{day}T{hour}" for hour in ("00:00", "23:59"))
        terms = {"start": start, "end": end, "minutes": "10", "degrees": "1", "residual": "0"}
        return Walk(officer, approver, case, page, terms, staff)

    return begin


@pytest.fixture
def walk(walk_of: Callable[[str, date], Walk], scene: Scene) -> Walk:
    return walk_of(scene.case_phone, scene.noon.date())
