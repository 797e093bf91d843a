"""The table of contacts as a desk: rows above the fold, a head that stays, by keyboard, on a phone, without a script."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from support.cases import open_case
from support.crowd import set_crowd
from support.grants import begin_work
from support.house import Browser as Asker
from support.house import House
from support.owner_pages import barriers, picture
from support.phone import ARGUMENTS, executable
from support.scene import Scene
from support.system import System

pytestmark = pytest.mark.browser

GUESTS = 70
LAPTOP = {"width": 1366, "height": 768}


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def contacts(chromium: Browser, house: House, system: System, scene: Scene) -> Callable[..., Page]:
    """The contacts of a case whose guests fill more than a page, as an officer sees them."""
    house.need("tracer", "vault")
    crowd = set_crowd(system, GUESTS, scene.noon)
    officer = Asker(house.addresses["investigation"])
    officer.sign_in("officer")
    page = open_case(house, officer, crowd.case_phone, crowd.noon.date())
    page = begin_work(officer, "officer", house.staff["officer"].ref, page)
    case = page.url.path.split("/")[2]
    cookie = {
        "name": "ansim_investigation",
        "value": officer.http.cookies["ansim_investigation"],
        "url": house.addresses["investigation"],
    }

    def look(size: dict[str, int], language: str = "ko", **options: object) -> Page:
        context = chromium.new_context(
            base_url=house.addresses["investigation"],
            viewport=size,  # type: ignore[arg-type]
            **options,  # type: ignore[arg-type]
        )
        context.add_cookies([cookie])  # type: ignore[list-item]
        shown = context.new_page()
        if language == "en":
            shown.goto(f"/cases/{case}/warrants")
            shown.get_by_role("button", name="English").click()
        day = crowd.noon.date()
        shown.goto(
            f"/cases/{case}/contacts?start={day}T00:00&end={day}T23:59&minutes=0&degrees=1&residual=0"
        )
        return shown

    return look


def whole_rows(page: Page) -> int:
    """How many rows stand whole on the screen."""
    return int(
        page.evaluate(
            "[...document.querySelectorAll('table.contacts tbody tr')].map((row) => row.getBoundingClientRect())"
            ".filter((box) => box.top >= 0 && box.bottom <= innerHeight && box.height > 0).length"
        )
    )


def test_the_table_is_a_desk(contacts: Callable[..., Page]) -> None:
    page = contacts(LAPTOP)
    expect(page.get_by_role("heading", name=f"접촉자 {GUESTS}명")).to_be_visible()
    assert whole_rows(page) >= 15
    assert page.locator("table.contacts tbody tr").count() == 50
    assert barriers(page) == []
    picture(page, "contacts-desk")
    # The head stays.
    page.mouse.wheel(0, 900)
    page.wait_for_function("scrollY > 500")
    assert (
        page.locator("table.contacts thead th")
        .nth(3)
        .evaluate("(head) => Math.abs(head.getBoundingClientRect().top) < 2")
    )
    # By keyboard: a contact's panel opens and closes, and one is back where one was.
    first = page.locator("table.contacts tbody a").first
    first.focus()
    page.keyboard.press("Enter")
    panel = page.locator(".panel:target")
    expect(panel).to_contain_text("접촉 내역")
    expect(panel).to_contain_text("바람 예식장")
    assert barriers(page) == []
    picture(page, "contacts-panel")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert first.evaluate("(link) => link === document.activeElement")
    # The slider says what it would cost before it is applied.
    said = page.locator(".recall output")
    before = said.inner_text()
    page.locator("#chance").fill("95")
    expect(said).not_to_have_text(before)
    page.locator(".recall button").click()
    expect(page.locator(".recall output")).to_contain_text("95% 이상")
    english = contacts(LAPTOP, "en")
    picture(english, "contacts-desk-en")
    assert whole_rows(english) >= 15


def test_without_a_script_and_on_a_phone_the_essentials_stand(
    contacts: Callable[..., Page],
) -> None:
    page = contacts({"width": 320, "height": 640}, java_script_enabled=False)
    page.get_by_role("link", name="다음 쪽").click()
    assert page.locator("table.contacts tbody tr").count() == GUESTS - 50
    page.locator("table.contacts tbody input").first.check()
    page.get_by_text("분류 바꾸기", exact=True).click()
    page.get_by_label("분류", exact=True).select_option("close")
    page.get_by_label("사유").select_option("household")
    page.get_by_role("button", name="선택한 사람에 적용").click()
    expect(page.get_by_text("1명: 밀접접촉 (동거)")).to_be_visible()
    assert "page=2" in page.url
    page.get_by_role("button", name="되돌리기").click()
    expect(page.get_by_text("1명: 밀접접촉 (동거)")).to_have_count(0)
    phone = contacts({"width": 320, "height": 640})
    assert barriers(phone) == []
    picture(phone, "contacts-phone")
