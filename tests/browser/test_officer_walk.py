"""The officer's walk in a real browser: sign in, enrol keys, a notified case, the contact, two signatures, the name.

The visitors before it check in through the real gateway; in the last test with the real app in a browser as well.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, ViewportSize, expect

from ansim.domain.days import VENUE_ZONE
from support.house import House
from support.patience import until
from support.phone import ARGUMENTS, Phone, executable, heading, sign_up
from support.scene import Scene
from support.signed_in import let_in
from support.signing_page import (
    Kind,
    begin_work_here,
    enrol_key,
    sign_here,
    with_authenticator,
    word_of,
)
from support.system import System

pytestmark = pytest.mark.browser

SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
}
OpenConsole = Callable[..., Page]


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def console(chromium: Browser, house: House) -> Iterator[OpenConsole]:
    """Opens the console signed in; no page of it may ask a foreign host or break its own content policy."""
    house.need("tracer", "vault")
    address, signing = house.addresses["investigation"], house.addresses["signing"]
    wrong: list[str] = []

    def open_console(login: str, size: str = "desktop") -> Page:
        page = chromium.new_page(viewport=SIZES[size], base_url=address)
        page.on(
            "request",
            lambda request: (
                wrong.append(request.url)
                if not request.url.startswith((address, signing))
                else None
            ),
        )
        page.on(
            "console",
            lambda message: wrong.append(message.text) if "Policy" in message.text else None,
        )
        let_in(page, address, login)
        return page

    yield open_console
    assert wrong == []


def notify(page: Page, phone: str, day: datetime, kind: Kind = "passkey") -> str:
    """The second person notifies a case; gives its mark."""
    page.get_by_role("link", name="접수된 신고").click()
    page.get_by_role("link", name="발생신고").click()
    page.get_by_label("확진자 전화번호").fill(phone)
    page.get_by_label("감염병").select_option("코로나19")
    page.get_by_label("기준일").fill(day.date().isoformat())
    page.get_by_role("button", name="서명하러 가기").click()
    shown = sign_here(page, kind, "발생신고에 서명")
    assert phone in shown
    assert "코로나19" in shown
    expect(page.get_by_role("status").first).to_contain_text("신고가")
    return page.url.rsplit("=", maxsplit=1)[-1]


def open_case(page: Page, case: str, kind: Kind = "passkey") -> None:
    """The officer takes it up."""
    page.get_by_role("navigation").get_by_role("link", name="접수된 신고").click()
    page.get_by_role("row").filter(has_text=case).get_by_role("button", name="맡기").click()
    begin_work_here(page, kind)
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"사례 {case}")


def search(page: Page, minutes: int) -> None:
    page.get_by_role("link", name="접촉자", exact=True).click()
    page.get_by_text("검색 조건").click()
    page.get_by_label("함께 머문 최소 시간(분)").fill(str(minutes))
    page.get_by_role("button", name="검색").click()


def with_key(page: Page, login: str, kind: Kind) -> Page:
    """The page with a key of its own."""
    if kind == "passkey":
        with_authenticator(page)
    enrol_key(page, word_of(login), kind)
    return page


def ask_for_a_warrant(page: Page, kind: Kind = "passkey") -> str:
    page.get_by_role("link", name="신원을 보려면 승인서 요청").click()
    page.get_by_role("button", name="서명하러 가기").click()
    shown = sign_here(page, kind, "승인서에 서명")
    expect(page.get_by_text("승인자가 서명해야")).to_be_visible()
    warrant = page.url.split("/")[-1]
    assert warrant in shown
    return warrant


def approve(page: Page, warrant: str, kind: Kind = "passkey") -> None:
    page.get_by_role("link", name="서명 대기").click()
    page.get_by_role("link", name=warrant).click()
    page.get_by_role("button", name="승인자로 서명").click()
    assert warrant in sign_here(page, kind, "승인서에 서명")
    expect(page.get_by_text("유효", exact=True)).to_be_visible()


def show_all_names(page: Page, kind: Kind = "passkey") -> None:
    page.locator("[name=all]").check()
    page.get_by_role("button", name="선택한 사람 신원 보기").click()
    expect(page.get_by_role("button", name="한꺼번에 보기")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="한꺼번에 보기").click()
    sign_here(page, kind, "신원 열람에 서명")
    expect(page.locator("table.identities")).to_be_visible()


def call_from_a_list(page: Page, kind: Kind = "passkey") -> str:
    """One name after the other, by one signature; gives what the pages showed."""
    page.locator("[name=all]").check()
    page.get_by_role("button", name="선택한 사람 신원 보기").click()
    page.get_by_role("button", name="한 명씩 보기").click()
    sign_here(page, kind, "명단에 서명")
    expect(page.get_by_role("heading", name="통화 명단")).to_be_visible()
    shown, person = page.locator("main").inner_text(), page.locator("#person")
    page.get_by_role("button", name="다음 사람 보기", exact=True).click()
    for outcome in ("응답 없음", "통화함"):
        expect(person).to_contain_text("통화 전")
        before = person.inner_text()
        assert fits(page)
        shown += page.locator("main").inner_text()
        page.get_by_label(outcome).check()
        page.get_by_role("button", name="저장하고 다음 사람 보기").click()
        expect(person).not_to_have_text(before)
    return shown


def reload_until(page: Page, shown: str) -> None:
    """Look again until it is there: the tracer takes a fresh visit in within a second of its commit."""

    def there() -> bool:
        if not page.locator(shown).count():
            page.get_by_role("link", name="다시 조회").click()
        return bool(page.locator(shown).count())

    until(there, "the tracer takes the visit in", every=0.5)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize(("size", "kind"), [("phone", "passkey"), ("desktop", "device")])
def test_from_the_phone_number_to_the_names_of_the_contacts(
    console: OpenConsole, scene: Scene, size: str, kind: Kind
) -> None:
    officer = with_key(console("officer", size), "officer", kind)
    approver = with_key(console("approver", size), "approver", kind)
    open_case(officer, notify(approver, scene.case_phone, scene.noon, kind), kind)
    expect(officer.locator(".place b").first).to_contain_text("한결 국수")
    assert fits(officer)
    search(officer, 10)
    expect(officer.get_by_role("heading", name="접촉자 2명")).to_be_visible()
    expect(officer.locator("main")).not_to_contain_text("최은서")
    assert fits(officer)
    contacts = officer.url
    approve(approver, ask_for_a_warrant(officer, kind), kind)
    officer.goto(contacts)
    listed = call_from_a_list(officer, kind)
    assert all(one in listed for one in ("최은서", "정시우", scene.phones["최은서"]))
    assert "강유진" not in listed
    officer.goto(contacts)
    show_all_names(officer, kind)
    row = officer.locator("tr", has_text="최은서")
    expect(row).to_contain_text(scene.phones["최은서"])
    expect(officer.locator("main")).not_to_contain_text("강유진")
    assert fits(officer)


def test_names_are_gone_after_signing_out(console: OpenConsole, scene: Scene) -> None:
    officer, approver = (with_key(console(who), who, "passkey") for who in ("officer", "approver"))
    open_case(officer, notify(approver, scene.case_phone, scene.noon))
    search(officer, 10)
    contacts = officer.url
    approve(approver, ask_for_a_warrant(officer))
    officer.goto(contacts)
    show_all_names(officer)
    expect(officer.locator("main")).to_contain_text("최은서")
    officer.get_by_role("button", name="로그아웃").click()
    with suppress(
        Error
    ):  # Chromium asks before it would send a form again: there is no kept page to show
        officer.go_back()
    expect(officer.locator("body")).not_to_contain_text("최은서")


def test_from_the_poster_at_the_door_to_the_contact(
    console: OpenConsole, new_phone: Callable[..., Phone], system: System
) -> None:
    venue = system.venues["hall"]
    numbers = []
    for home in ("one", "other"):
        page = new_phone(home).open(f"/v/{venue.code}")
        numbers.append(sign_up(page, system))
        page.get_by_role("button", name="체크인", exact=True).click()
        expect(heading(page)).to_have_text("체크인 완료")
    officer, approver = (with_key(console(who), who, "passkey") for who in ("officer", "approver"))
    today = datetime.now(VENUE_ZONE)
    open_case(officer, notify(approver, numbers[0], today - timedelta(days=1)))
    reload_until(officer, ".place b")
    expect(officer.locator(".place b").first).to_contain_text(venue.name)
    search(officer, 1)
    contacts = officer.url
    approve(approver, ask_for_a_warrant(officer))
    officer.goto(contacts)
    show_all_names(officer)
    expect(officer.locator("table")).to_contain_text(numbers[1])
