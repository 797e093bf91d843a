"""Passkeys in Chromium, with its own virtual device: added, used, removed; and the same pages without any script."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from support.house import House
from support.owner import fresh_phone
from support.owner_pages import look, sign_in
from support.phone import ARGUMENTS, executable

pytestmark = pytest.mark.browser


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def portal(house: House) -> str:
    """The portal at the host that passkeys are made for: an address of numbers has none."""
    return house.addresses["business"].replace("127.0.0.1", "localhost")


def with_device(page: Page, *, verified: bool = True) -> Any:
    """A virtual device in the page's browser; gives its CDP session."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verified,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return device


def test_a_passkey_is_added_signs_in_and_is_removed(chromium: Browser, portal: str) -> None:
    found: dict[str, list[str]] = {}
    refused: list[str] = []
    page = chromium.new_page(viewport={"width": 320, "height": 640}, base_url=portal)
    page.on("console", lambda one: refused.append(one.text) if "script-src" in one.text else None)
    with_device(page)
    page.goto("/my/passkeys")
    look(page, "sign-in", found)
    sign_in(page, fresh_phone())
    expect(page.get_by_role("heading", level=1)).to_have_text("패스키")
    look(page, "no passkey", found)
    page.get_by_label("패스키 이름").fill("카운터 태블릿")
    page.get_by_role("button", name="이 기기에 추가").click()
    expect(page.get_by_text("패스키를 추가했습니다")).to_be_visible()
    look(page, "one passkey", found)
    page.get_by_role("button", name="이 기기에 추가").click()  # the device has one already
    expect(page.get_by_text("패스키를 만들지 못했습니다")).to_be_visible()
    look(page, "refused", found)
    page.get_by_role("button", name="로그아웃").click()
    page.goto("/my/data")
    page.get_by_role("button", name="패스키로 로그인").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("내 정보")
    page.goto("/my/passkeys")
    page.get_by_role("link", name="카운터 태블릿 삭제").click()
    look(page, "remove", found)
    page.locator("main").get_by_role("button", name="삭제").click()
    expect(page.get_by_text("패스키를 삭제했습니다")).to_be_visible()
    page.get_by_role("button", name="로그아웃").click()
    page.goto("/my/sign-in")
    page.get_by_role("button", name="패스키로 로그인").click()  # the device still has it
    expect(page.get_by_text("이 패스키로 로그인하지 못했습니다")).to_be_visible()
    look(page, "sign-in refused", found)
    assert refused == []
    assert found == {}


def test_a_device_that_cannot_make_sure_of_the_person_adds_none(
    chromium: Browser, portal: str
) -> None:
    page = chromium.new_page(base_url=portal)
    with_device(page, verified=False)
    page.goto("/my/passkeys")
    sign_in(page, fresh_phone())
    page.get_by_role("button", name="이 기기에 추가").click()
    expect(page.get_by_text("패스키를 만들지 못했습니다")).to_be_visible()


def test_without_scripts_and_at_another_address_the_code_serves_as_before(
    chromium: Browser, portal: str
) -> None:
    phone = fresh_phone()
    plain = chromium.new_context(java_script_enabled=False, base_url=portal).new_page()
    plain.goto("/my/passkeys")
    expect(plain.get_by_role("button", name="패스키로 로그인")).to_be_hidden()
    sign_in(plain, phone)
    expect(plain.get_by_text("이 브라우저에서는 패스키를 만들 수 없습니다")).to_be_visible()
    expect(plain.get_by_role("button", name="이 기기에 추가")).to_be_hidden()
    numbers = chromium.new_page(base_url=portal.replace("localhost", "127.0.0.1"))
    numbers.goto("/my/sign-in")
    expect(numbers.get_by_role("button", name="패스키로 로그인")).to_be_hidden()
