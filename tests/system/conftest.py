"""Browsers of the portals."""

from collections.abc import Iterator

import pytest

from support.house import Browser, House, Open


@pytest.fixture
def browse(house: House) -> Iterator[Open]:
    """Open a portal, signed in as one of the cast where a login is given."""
    opened: list[Browser] = []

    def open_portal(portal: str, login: str | None = None) -> Browser:
        browser = Browser(house.addresses[portal])
        opened.append(browser)
        if login is not None:
            answer = browser.sign_in(login)
            assert answer.status_code == 200, answer.text[:500]
        return browser

    yield open_portal
    for browser in opened:
        browser.http.close()
