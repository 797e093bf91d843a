"""Pictures of the business portal for the guides, in Korean and English, from a demo of its own: `make pictures`."""

import io
import re
from dataclasses import dataclass
from functools import cache

import polib
from console_pictures import SIZES, own_demo, sign_in
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from ansim.processes import port
from ansim.simulation.seeded_owner import OWNER_PHONE
from support.folders import ROOT
from support.phone import ARGUMENTS, executable

COLOURS = 96
FOLDER = ROOT / "docs" / "screenshots"
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


WISHES = {
    "ko": {"name": "해 뜨는 바다 책방", "about": "7월에 간판을 새로 달았습니다."},
    "en": {"name": "노을 진 언덕 분식", "about": "The sign was painted anew in July."},
}


# A browser writes the fields of days in the language of its own menus, and the one that draws here has English alone.
DAYS_IN_KOREAN = """
    for (const field of document.querySelectorAll("input[type=date]")) {
        const day = field.value;
        field.type = "text";
        field.value = day ? `${day.replaceAll("-", ". ")}.` : "연도. 월. 일.";
    }
"""


@dataclass
class Shown:
    """A page in one language, that is pressed by the words of the catalogue and drawn."""

    page: Page
    language: str

    def take(self, name: str, *, whole: bool = True) -> None:
        """The page as a compact PNG; `whole`: as long as it is, else what the screen shows."""
        self.page.wait_for_load_state()
        if self.language == "ko":
            self.page.evaluate(DAYS_IN_KOREAN)
        picture = Image.open(io.BytesIO(self.page.screenshot(full_page=whole)))
        compact = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        file = FOLDER / f"business-{name}-{self.language}.png"
        compact.save(file, optimize=True)

    def go(self, name: str, address: str, *, whole: bool = True) -> None:
        """Open a page and draw it."""
        self.page.goto(address)
        self.take(name, whole=whole)

    def say(self, words: str) -> str:
        """Words of a page in its language."""
        return words if self.language == "en" else korean()[words]

    def press(self, words: str) -> None:
        """Press a button of the page's own."""
        self.page.locator("main").get_by_role("button", name=self.say(words), exact=True).click()


@cache
def korean() -> dict[str, str]:
    file = ROOT / "src/ansim/locale/ko/LC_MESSAGES/django.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(file))}


def sign_in_by_code(shown: Shown, phone: str) -> None:
    page = shown.page
    page.goto("/my/sign-in")
    shown.take("sign-in", whole=False)
    page.locator("[name=phone]").fill(phone)
    shown.press("Send me a code")
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


def fill(shown: Shown, way: str, kind: str, entries: dict[str, str], house: str) -> None:
    """The form of an application; one house fits, so the page takes it by itself."""
    page = shown.page
    page.goto(f"/apply/?way={way}")
    for name, text in entries.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator("#id_kind").select_option(kind)
    page.locator("#id_address_words").fill(house)
    shown.press("Search for the address")
    page.locator(".address .good").wait_for()


def applying(shown: Shown) -> None:
    """From the front page to the state of an application."""
    page = shown.page
    shown.go("landing", "/", whole=False)
    shown.go("leaflet", f"/apply/duty/{shown.language}")
    sign_in_by_code(shown, OWNER_PHONE)
    fill(shown, "number", "cafe", CAFE, "안심로 12")
    shown.take("apply")
    shown.press("Look at the pin on the map")
    page.locator("[data-map] svg").wait_for()
    shown.take("pin")
    for way, kind, entries, house in (
        ("event", "festival", FEAST, "안심로 30"),
        ("without", "restaurant", STALL, "안심로 20"),
    ):
        fill(shown, way, kind, entries, house)
        shown.press("Hand in")
        page.locator("p strong.code").wait_for()
    shown.take("application")
    ref = page.locator("p strong.code").inner_text()
    page.goto("/apply/state")
    page.locator("[name=ref]").fill(ref)
    shown.press("Show the state")
    page.locator("main [role=status]").wait_for()
    shown.take("state")


def running(shown: Shown) -> str:
    """What an owner does with a place that stands; gives the address of its page."""
    page = shown.page
    shown.go("home", "/my/")
    page.locator("main a[href^='/my/venues/']").first.click()
    shown.take("venue")
    venue = page.url
    page.goto(f"{venue}about")
    page.locator("[name=name_en]").fill("Windy Sea Café")
    page.locator("[name=capacity]").fill("40" if shown.language == "ko" else "45")
    shown.take("about")
    shown.press("Save")
    page.locator("main [role=status]").wait_for()
    asks_for_a_change(shown, venue)
    for name in ("hours", "counts", "proof", "history", "poster", "zones"):
        shown.go(name, f"{venue}{name}")
    shown.go("log", f"{venue}proof/log")
    page.goto(f"{venue}devices")
    page.locator("[name=label]").fill("카운터")
    page.locator("[name=kind]").first.check()
    shown.press("Show the QR")
    page.locator(".qr svg").wait_for()
    shown.take("pairing")
    shown.go("devices", f"{venue}devices")
    page.goto("/my/")
    page.get_by_role("link", name=shown.say("Who belongs to it")).first.click()
    shown.take("people")
    shown.go("data", "/my/data")
    return venue


def asks_for_a_change(shown: Shown, venue: str) -> None:
    page = shown.page
    page.goto(f"{venue}wish")
    for name, words in WISHES[shown.language].items():
        page.locator(f"#id_{name}").fill(words)
    shown.take("wish")
    shown.press("Ask for it")
    page.locator("main ins").first.wait_for()
    shown.take("wish-waits")


def clerks_pages(shown: Shown, venue: str) -> None:
    page = shown.page
    page.goto("/review/")
    page.locator("[data-row]").first.wait_for()
    shown.take("review", whole=False)
    page.goto("/review/changes")
    page.locator("[data-row] ins").first.wait_for()
    shown.take("clerk-wishes", whole=False)
    shown.press("Change it")
    page.locator("main .empty").wait_for()
    place = venue.replace("/my/", "/")
    shown.go("clerk-history", f"{place}history", whole=False)
    shown.go("clerk-about", f"{place}about", whole=False)


def open_page(browser: Browser, size: str, address: str, language: str) -> Shown:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        base_url=address,
        locale={"ko": "ko-KR", "en": "en-GB"}[language],
    )
    return in_language(context.new_page(), address, language)


def in_language(page: Page, address: str, language: str) -> Shown:
    cookie = {"name": "ansim_business_language", "value": language, "url": address}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    return Shown(page, language)


def main() -> None:
    address = f"http://localhost:{port('business')}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        clerk = open_page(browser, "desktop", address, "ko").page
        sign_in(clerk, address, "registrar")  # once: the word that a key is made with is good once
        for language in ("ko", "en"):
            owner = open_page(browser, "phone", address, language)
            applying(owner)
            venue = running(owner)
            clerks_pages(in_language(clerk, address, language), venue)
        browser.close()


if __name__ == "__main__":
    with own_demo():
        main()
