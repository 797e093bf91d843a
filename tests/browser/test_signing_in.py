"""Staff sign in, in Chromium: the first key by its word, then by a touch, at both portals; and what a page shows them."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from ansim.settings.environment import business_host, investigation_host
from support.house import House
from support.phone import ARGUMENTS, executable
from support.signed_in import HOME
from support.signing_page import MAKE, Kind, with_authenticator, word_of

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("ANSIM_PICTURES_OF_SIGN_IN")


@pytest.fixture
def chromium(playwright: Playwright, house: House) -> Iterator[Browser]:
    house.need("vault")
    assert house.addresses["signing"]
    assert house.staff
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


def host_of(portal: str, house: House) -> str:
    assert house.addresses[portal]  # type: ignore[index]
    return business_host() if portal == "business" else investigation_host()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.wait_for_load_state()
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def make_first_key(page: Page, house: House, portal: str, login: str, kind: Kind) -> None:
    page.goto(f"{host_of(portal, house)}/first-key")
    picture(page, f"first-{portal}")
    page.get_by_label("직원 번호").fill(house.staff[login].ref.lower())
    page.get_by_role("button", name="서명 페이지로 가기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("내 키 등록")
    page.get_by_label("일회용 등록 코드").fill(word_of(login))
    picture(page, f"making-{portal}")
    page.get_by_role("button", name=MAKE[kind], exact=True).click()
    expect(page.get_by_text("키를 등록했습니다")).to_be_visible()
    assert page.url == f"{host_of(portal, house)}/sign-in?made=1"


def press_in(page: Page, button: str | re.Pattern[str], name: str = "") -> None:
    page.get_by_role("button", name="내 키로 로그인").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("로그인")
    expect(page.locator("dl")).to_be_visible()
    if name:
        picture(page, name)
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize(
    ("portal", "login", "kind"),
    [
        ("business", "registrar", "passkey"),
        ("investigation", "officer2", "device"),
        ("investigation", "approver", "passkey"),
    ],
)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_key_and_every_sign_in_after_it(
    chromium: Browser, house: House, portal: str, login: str, kind: Kind, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    if kind == "passkey":
        with_authenticator(page)
    make_first_key(page, house, portal, login, kind)
    picture(page, f"signin-{portal}-{width}")
    ref = house.staff[login].ref
    button = "패스키로 로그인" if kind == "passkey" else re.compile(f"기기 키로 로그인.*{ref}")
    for turn in ("first", "again"):
        press_in(page, button, f"signing-{portal}-{width}")
        page.wait_for_url(host_of(portal, house) + HOME[portal])
        expect(page.get_by_text(house.staff[login].name)).to_be_visible()
        assert page.evaluate("location.hash") == ""
        if turn == "first":
            page.get_by_role("button", name="로그아웃").click()
            page.goto(f"{host_of(portal, house)}/sign-in")
    page.goto(f"{host_of(portal, house)}/keys/")
    expect(page.get_by_text("지금 로그인")).to_be_visible()
    expect(page.get_by_text("127.0.0.0/24").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, f"keys-{portal}-{width}")


def test_a_sign_in_that_was_not_ones_own_is_over_with_its_key(
    chromium: Browser, house: House
) -> None:
    page = chromium.new_page()
    make_first_key(page, house, "investigation", "officer2", "device")
    ref = house.staff["officer2"].ref
    press_in(page, re.compile(f"기기 키로 로그인.*{ref}"))
    page.wait_for_url(investigation_host() + "/")
    page.goto(f"{investigation_host()}/keys/")
    row = page.locator("tr", has_text="지금 로그인")
    row.get_by_role("button", name="제가 아닙니다").click()
    expect(page.get_by_text("그 키를 막고")).to_be_visible()
    assert "/sign-in" in page.url
    press_in(page, re.compile(f"기기 키로 로그인.*{ref}"))
    expect(page.get_by_role("alert")).to_contain_text("키")
    page.goto(investigation_host() + "/cases/")
    assert "/sign-in" in page.url
    with house.system.owner("main") as main:
        told = main.execute(
            "SELECT kind, actor_role FROM ledger.entry WHERE actor = %s ORDER BY seq DESC LIMIT 1",
            [ref],
        ).fetchall()
    assert told == [("key-barred", "officer")]


def test_two_people_of_one_browser_have_a_button_each_and_clerks_none_there(
    chromium: Browser, house: House
) -> None:
    page = chromium.new_page()
    for portal, login in (
        ("investigation", "officer2"),
        ("investigation", "approver"),
        ("business", "registrar"),
    ):
        make_first_key(page, house, portal, login, "device")
    page.goto(investigation_host() + "/sign-in")
    page.get_by_role("button", name="내 키로 로그인").click()
    buttons = page.get_by_role("button", name=re.compile("기기 키로 로그인"))
    expect(buttons).to_have_count(2)
    assert house.staff["registrar"].ref not in page.locator("main").inner_text()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    picture(page, "signing-two-en")
    page.get_by_role("button", name=re.compile(f"Approver {house.staff['approver'].ref}")).click()
    page.wait_for_url(investigation_host() + "/")
    expect(page.get_by_text(house.staff["approver"].name)).to_be_visible()


@pytest.mark.parametrize("portal", ["business", "investigation"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_in_english(chromium: Browser, house: House, portal: str, width: int) -> None:
    host = host_of(portal, house)
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.context.add_cookies([{"name": f"ansim_{portal}_language", "value": "en", "url": host}])
    for path, heading in (("/sign-in", "Sign in"), ("/first-key", "Enrol a key")):
        page.goto(host + path)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        picture(page, f"{path.strip('/')}-{portal}-{width}-en")
