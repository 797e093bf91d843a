"""Pictures of the business portal for the guide for owners, from a demo of its own: `make pictures`."""

import io
import re

from console_pictures import SIZES, own_demo, sign_in
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from ansim.processes import port
from ansim.simulation.seeded_owner import OWNER_PHONE
from support.folders import ROOT
from support.phone import ARGUMENTS, executable

COLOURS = 96
CAFE = {
    "number": "616-00-12349",
    "representative": "고은별",
    "opened": "20190302",
    "name": "돌담 커피",
    "phone": "064-000-0007",
}
STALL = {
    "name": "귤빛 분식",
    "phone": "064-000-0008",
    "about": "오일시장 나동 12번 자리입니다. 상인회에서 확인하실 수 있습니다.",
}
FEAST = {
    "name": "노을 마을 잔치",
    "phone": "064-000-0009",
    "valid_from": "2031-05-10",
    "valid_until": "2031-05-11",
    "about": "마을회에서 여는 잔치이고, 이장이 신청합니다.",
}


def take(page: Page, name: str, *, whole: bool = True) -> None:
    """One page as a compact PNG; `whole`: as long as it is, else what the screen shows."""
    page.wait_for_load_state()
    picture = Image.open(io.BytesIO(page.screenshot(full_page=whole)))
    compact = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    compact.save(ROOT / "docs" / "screenshots" / f"business-{name}-ko.png", optimize=True)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_in_by_code(page: Page, phone: str) -> None:
    page.goto("/my/sign-in")
    page.locator("[name=phone]").fill(phone)
    press(page, "인증번호 받기")
    page.wait_for_url("**/my/sign-in/code")
    phones_messages = page.context.new_page()
    phones_messages.goto("/demo/messages")
    found = re.search(
        r"(?<!\d)\d{6}(?!\d)", phones_messages.locator("main strong").first.inner_text()
    )
    phones_messages.close()
    if found is None:
        raise SystemExit("the demo shows no code for the sign-in")
    page.locator("[name=code]").fill(found.group())
    page.locator("main form button").first.click()
    page.wait_for_url("**/my/")


def fill(page: Page, way: str, kind: str, entries: dict[str, str], house: str) -> None:
    """The form of an application; one house fits, so the page takes it by itself."""
    page.goto(f"/apply/?way={way}")
    for name, text in entries.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator("#id_kind").select_option(kind)
    page.locator("#id_address_words").fill(house)
    press(page, "주소 찾기")
    page.locator(".address .good").wait_for()


def owners_pages(page: Page) -> None:
    """The way of an owner from the front page to a device at the door."""
    page.goto("/")
    take(page, "landing", whole=False)
    sign_in_by_code(page, OWNER_PHONE)
    fill(page, "number", "cafe", CAFE, "안심로 12")
    take(page, "apply")
    press(page, "지도에서 위치 보기")
    page.locator("[data-map] svg").wait_for()
    take(page, "pin")
    for way, kind, entries, house in (
        ("event", "festival", FEAST, "안심로 30"),
        ("without", "restaurant", STALL, "안심로 20"),
    ):
        fill(page, way, kind, entries, house)
        press(page, "신청하기")
        page.locator("p strong.code").wait_for()
    ref = page.locator("p strong.code").inner_text()
    page.goto("/apply/state")
    page.locator("[name=ref]").fill(ref)
    press(page, "상태 보기")
    page.locator("main [role=status]").wait_for()
    take(page, "state")
    page.goto("/my/")
    take(page, "home")
    page.locator("main a[href^='/my/venues/']").first.click()
    take(page, "venue")
    venue = page.url
    for name in ("counts", "proof"):
        page.goto(f"{venue}{name}")
        take(page, name)
    page.goto(f"{venue}poster")
    take(page, "poster")
    page.goto(f"{venue}devices")
    page.locator("[name=label]").fill("카운터")
    page.locator("[name=kind]").first.check()
    press(page, "QR 보기")
    page.locator(".qr svg").wait_for()
    take(page, "pairing")
    page.goto(f"{venue}devices")
    take(page, "devices")
    page.goto("/my/")
    page.get_by_role("link", name="구성원").first.click()
    take(page, "people")
    page.goto("/my/data")
    take(page, "data")


def clerks_page(page: Page, address: str) -> None:
    sign_in(page, address, "registrar")
    page.goto("/review/")
    page.locator("[data-row]").first.wait_for()
    take(page, "review", whole=False)


def open_page(browser: Browser, size: str, address: str) -> Page:
    width, height = SIZES[size]
    viewport = {"width": width, "height": height}
    return browser.new_context(viewport=viewport, base_url=address).new_page()  # type: ignore[arg-type]


def main() -> None:
    address = f"http://localhost:{port('business')}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        owners_pages(open_page(browser, "phone", address))
        clerks_page(open_page(browser, "desktop", address), address)
        browser.close()


if __name__ == "__main__":
    with own_demo():
        main()
