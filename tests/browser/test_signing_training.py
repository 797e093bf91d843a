"""The signing page says of every kind of text whether it is practice; by the text itself, whatever the console shows."""

import base64
import time
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from ansim.domain.notification import Notification
from ansim.domain.pathogens import Anchor
from ansim.domain.shift_grants import ShiftGrant
from ansim.domain.signed_places import SignedPlaces
from ansim.domain.signed_texts import OpeningOfNames, SignedText, new_ref, write_text
from ansim.settings.environment import signing_host
from support.house import House
from support.phone import ARGUMENTS, executable

pytestmark = pytest.mark.browser
REAL, PRACTICE = "2611-7KQ2M", "TRAIN-7KQ2M"


def said(kind: Any, **fields: Any) -> SignedText:
    now = int(time.time())
    site = signing_host().partition("://")[2]
    text: SignedText = kind(ref=new_ref(), at=now, until=now + 600, site=site, **fields)
    return text


def opening(case: str) -> SignedText:
    return said(OpeningOfNames, case=case, warrant="ab" * 32, people="cd" * 32, count=3)


def grant(*cases: str) -> SignedText:
    return said(ShiftGrant, cases=cases)


def places(case: str) -> SignedText:
    return said(SignedPlaces, case=case, stays=((17, 1, 2),), why="cctv")


def notification(*, training: bool, subject: str = "none", unverified: bool = False) -> SignedText:
    return said(
        Notification,
        subject=subject,
        unverified=unverified,
        disease="covid19",
        anchor=date(2026, 11, 27),
        anchor_kind=Anchor.SYMPTOM_ONSET,
        agency="제주보건소",
        team="jeju",
        training=training,
    )


def go(page: Page, text: SignedText) -> None:
    sent = base64.urlsafe_b64encode(write_text(text)).decode().rstrip("=")
    page.goto("about:blank")
    page.goto(f"{signing_host()}/#text={sent}")


def test_it_says_what_is_practice_and_signs_for_no_mix(
    playwright: Playwright, house: House
) -> None:
    assert house.addresses["signing"]
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    page = browser.new_page(viewport={"width": 360, "height": 760})
    heading, band = page.get_by_role("heading", level=1), page.locator("#training")
    for text in (
        *(opening(PRACTICE), places(PRACTICE), grant(PRACTICE, "TRAIN-8KQ2M")),
        notification(training=True),
    ):
        go(page, text)
        expect(heading).to_contain_text("[연습]")
        expect(band).to_be_visible()
    expect(page.locator("#facts")).to_contain_text("가상의 환자")
    for text in (
        *(opening(REAL), places(REAL), grant(REAL), opening("2611-TRAIN")),
        notification(training=False),
    ):
        go(page, text)
        expect(heading).to_contain_text("서명")
        expect(heading).not_to_contain_text("연습")
        expect(band).to_be_hidden()
    for text in (
        grant(REAL, PRACTICE),
        notification(training=True, subject="+821000000101"),
        notification(training=True, unverified=True),
    ):
        go(page, text)
        expect(heading).to_have_text("서명할 수 없는 내용입니다")
        expect(band).to_be_hidden()
    browser.close()
