"""One walk: an owner applies, prints, hangs the poster; a visitor's phone sees that very poster; the owner's count goes up."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from ansim.domain.devices import DeviceKind
from support.applications import nothing_waits
from support.camera import shaky, write_video
from support.counter import Counter
from support.house import House
from support.owner import fresh_phone
from support.owner_pages import open_portal, sign_in
from support.phone import ARGUMENTS, Phone, executable, heading, sign_up
from support.printed import first_page
from support.registers import Business
from support.registers import house as building
from support.system import PATIENCE, SeededVenue, System, check_in

pytestmark = pytest.mark.browser

NUMBERS = {"북적 국수": "6167000318", "한적 국수": "6167000322"}


@dataclass(frozen=True)
class Hung:
    """A poster at a door: what a camera sees of it, and the venue that its code names."""

    sheet: Image.Image
    venue: SeededVenue


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def owner(chromium: Browser, house: House) -> Iterator[Page]:
    """An owner on a small phone, whom the tax office and the address service know."""
    registers = house.registers
    registers.down = False
    registers.businesses |= {number: Business("문하늘", "20150701") for number in NUMBERS.values()}
    road = "제주특별자치도 서귀포시 물결길"
    registers.houses = [
        building(road, "서귀동", str(place), (33.2459 + place / 500, 126.5090))
        for place in range(1, len(NUMBERS) + 1)
    ]
    house.need("tracer")
    with nothing_waits():
        wrong: list[str] = []
        page = open_portal(chromium, house, wrong)
        page.goto("/my/sign-in")
        sign_in(page, fresh_phone())
        yield page
        assert wrong == []


def test_an_owner_applies_prints_and_sees_the_count_go_from_12_to_13_and_one_as_fewer_than_5(
    owner: Page, house: House, new_phone: Callable[..., Phone], tmp_path: Path
) -> None:
    full, quiet = (apply(owner, name, place) for place, name in enumerate(NUMBERS, 1))
    visit(house.system, full.venue, 12)
    await_figure(owner, full.venue, "12명")
    scan(new_phone, house.system, full, tmp_path / "full.y4m")
    await_figure(owner, full.venue, "13명")
    assert screen_shows(house.system, full.venue) == 13
    scan(new_phone, house.system, quiet, tmp_path / "quiet.y4m")
    await_count(house.system, quiet.venue)
    await_figure(owner, quiet.venue, "5명 미만")
    assert screen_shows(house.system, quiet.venue) is None


def apply(page: Page, name: str, place: int) -> Hung:
    """Apply by the form and take what is approved at once from the page that follows: the A4 poster."""
    page.goto("/apply/")
    for field, typed in (
        ("number", NUMBERS[name]),
        ("representative", "문하늘"),
        ("opened", "20150701"),
        ("name", name),
        ("phone", f"06470003{place:02d}"),
        ("address_words", f"물결길 {place}"),
    ):
        page.locator(f"#id_{field}").fill(typed)
    page.locator("#id_kind").select_option("restaurant")
    page.get_by_role("button", name="주소 찾기").click()
    expect(page.locator(".address .good")).to_be_visible()
    page.get_by_role("button", name="신청하기").click()
    page.wait_for_url("**/poster?done=approved")
    with page.expect_download() as printed:
        page.get_by_role("link", name="PDF: 포스터, A4").click()
    sheet = first_page(printed.value.path().read_bytes())
    [code] = zxingcpp.read_barcodes(sheet)
    venue = SeededVenue(int(page.url.split("/")[-2]), name, code.text.rsplit("/", 1)[1])
    return Hung(sheet, venue)


def visit(system: System, venue: SeededVenue, people: int) -> None:
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


def scan(new_phone: Callable[..., Phone], system: System, hung: Hung, film: Path) -> None:
    """A visitor's first check-in: the camera sees the poster, nothing else tells the code."""
    phone = new_phone(film.stem, camera=write_video(film, shaky(hung.sheet)))
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    phone.context.close()


def await_count(system: System, venue: SeededVenue) -> None:
    """Wait until the tracer has counted somebody; below five no number stands in the table."""
    end = time.monotonic() + PATIENCE
    rows: list[Any] = []
    while not rows:
        assert time.monotonic() < end, "the tracer counted nobody"
        time.sleep(0.1)
        with system.owner("main") as connection:
            rows = connection.execute(
                "SELECT people FROM business_daycount WHERE venue_id = %s", [venue.id]
            ).fetchall()
    assert rows == [(None,)]


def screen_shows(system: System, venue: SeededVenue) -> Any:
    screen = Counter(system, venue, DeviceKind.DISPLAY)
    return screen.ask("GET", "/v1/device").json()["today"]
