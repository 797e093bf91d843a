"""The signing page in a real browser: a key is enrolled on it, and what the console sends there is signed."""

import re
from typing import Any, Literal

from playwright.sync_api import Page, expect

Kind = Literal["passkey", "device"]
MAKE = {"passkey": "패스키 등록", "device": "패스키가 없을 때: 기기 키 등록"}
SIGN = {"passkey": "패스키로 서명", "device": "이 브라우저의 기기 키로 서명"}


def with_authenticator(page: Page, *, verified: bool = True) -> Any:
    """A virtual authenticator in the page's browser; gives its CDP session."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device


def enrol_key(page: Page, word: str, kind: Kind) -> None:
    """Make a key by the one-time word; the page is signed in to the console, and is there again afterwards."""
    page.goto("/keys/")
    page.get_by_role("button", name="키 등록").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("내 키 등록")
    page.get_by_label("일회용 등록 코드").fill(word)
    page.get_by_role("button", name=MAKE[kind], exact=True).click()
    expect(page.get_by_text("키를 등록했습니다")).to_be_visible()


def sign_here(page: Page, kind: Kind, title: str) -> str:
    """Sign what is shown; gives the words of the page as it stood."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert re.fullmatch(r"http://localhost:\d+/", page.url), "the text stays out of the address"
    shown = page.locator("main").inner_text()
    page.get_by_role("button", name=SIGN[kind], exact=True).click()
    return shown


def begin_work_here(page: Page, kind: Kind) -> str:
    """Sign for the cases that are proposed, and go on where the page was going; gives the words of the signing page."""
    expect(page.get_by_role("heading", level=1)).to_have_text("오늘 업무 시작")
    page.get_by_role("button", name="서명하러 가기").click()
    return sign_here(page, kind, "오늘 업무 시작에 서명")


def word_of(login: str) -> str:
    """A fresh one-time word for one of the cast, as the operator gives it."""
    from ansim.accounts.enrolment import word_for
    from ansim.accounts.models import Staff

    return word_for(Staff.objects.get(login=login))
