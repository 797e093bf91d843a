"""An owner's way from the front page to the printable poster, in Chromium on a phone: what it costs is counted and printed.

A keystroke-level estimate (Card, Moran, Newell 1983) says what the same way takes a person: 1.35 s to think before each
entry, 1.1 s to reach what is pressed, 0.35 s a key on glass; a syllable of Hangul is two to three keys.
"""

import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from support.applications import form_of, nothing_waits, waiting
from support.house import House
from support.owner import code_of, fresh_phone
from support.owner_pages import look
from support.patience import until
from support.phone import ARGUMENTS, executable
from support.registers import Business
from support.registers import house as building
from support.signed_in import let_in

pytestmark = pytest.mark.browser

THINK, REACH, KEY = 1.35, 1.1, 0.35  # seconds
NUMBER = "6160023453"


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def portal(house: House) -> Iterator[str]:
    """Where the portal answers; nothing waits in it before and after."""
    address = house.addresses["business"]
    with nothing_waits():
        yield address


@dataclass
class Hand:
    """A person at a phone: counts what they do, and how long they wait for the machine."""

    page: Page
    taps: int = 0
    keys: int = 0
    thoughts: int = 0
    waited: float = 0.0
    entries: list[str] = field(default_factory=list)

    def tap(self, target: Locator) -> None:
        self.taps += 1
        target.click()

    def tap_and_wait(self, target: Locator, until: Callable[[], None]) -> None:
        self.taps += 1
        self.thoughts += 1
        begun = time.perf_counter()
        target.click()
        until()
        self.waited += time.perf_counter() - begun

    def write(self, target: Locator, text: str, *, tap: bool = True) -> None:
        """Type into a field; it is tapped first, unless the page has put the cursor there."""
        name = str(target.get_attribute("name"))
        self.entries.append(name)
        self.thoughts += 1
        if tap:
            self.tap(target)
        else:
            expect(target).to_be_focused()
        self.keys += len(unicodedata.normalize("NFD", text))
        self.page.keyboard.insert_text(text)

    def press(self, key: str, until: Callable[[], None]) -> None:
        self.keys += 1
        begun = time.perf_counter()
        self.page.keyboard.press(key)
        until()
        self.waited += time.perf_counter() - begun

    @property
    def estimate(self) -> float:
        """Seconds of a person, the machine's included."""
        return self.thoughts * THINK + self.taps * REACH + self.keys * KEY + self.waited


def test_from_the_front_page_to_the_poster(chromium: Browser, portal: str, house: House) -> None:
    registers = house.registers
    registers.down = False
    registers.businesses[NUMBER] = Business("문하늘", "20150701")
    road = "제주특별자치도 제주시 돌담길"
    registers.houses = [
        building(road, "연동", number, (33.4890 + place / 500, 126.4983))
        for place, number in enumerate(("7", "70", "71"))
    ]
    page = chromium.new_page(viewport={"width": 360, "height": 740}, base_url=portal)
    foreign: list[str] = []
    page.on("request", lambda asked: foreign.append(asked.url) if portal not in asked.url else None)
    page.on("console", lambda said: foreign.append(said.text) if "Policy" in said.text else None)
    hand, phone = Hand(page), fresh_phone()
    page.goto("/")
    main = page.locator("main")

    def heading(words: str) -> Callable[[], None]:
        return lambda: expect(page.locator("h1")).to_have_text(words)

    hand.tap_and_wait(main.get_by_role("link", name="QR 신청하기"), heading("휴대전화로 로그인"))
    hand.write(page.locator("[name=phone]"), phone.replace("-", ""), tap=False)
    hand.tap_and_wait(
        main.get_by_role("button").first,
        lambda: expect(page.locator("[name=code]")).to_be_visible(),
    )
    hand.write(page.locator("[name=code]"), code_of(phone), tap=False)
    hand.tap_and_wait(main.get_by_role("button").first, heading("QR 신청하기"))
    hand.write(page.locator("[name=number]"), NUMBER, tap=False)
    hand.write(page.locator("[name=representative]"), "문하늘")
    hand.write(page.locator("[name=opened]"), "20150701")
    hand.write(page.locator("[name=name]"), "돌담 커피")
    hand.taps += 2  # the list is opened, and a kind chosen
    hand.thoughts += 1
    hand.entries.append("kind")
    page.locator("[name=kind]").select_option("cafe")
    hand.write(page.locator("[name=address_words]"), "돌담길 7")
    choices = page.locator(".choice")
    hand.press("Enter", lambda: expect(choices).to_have_count(3))
    hand.tap_and_wait(choices.first, lambda: expect(page.locator(".address .good")).to_be_visible())
    hand.write(page.locator("#id_phone"), "0640000007", tap=False)
    hand.tap_and_wait(
        page.get_by_role("button", name="신청하기"),
        lambda: expect(page.locator(".qr svg")).to_be_visible(),
    )
    assert page.url.endswith("/poster?done=approved")
    expect(page.get_by_role("status")).to_contain_text("승인되었습니다")
    print(
        f"required fields {len(hand.entries)} (at most 9), taps {hand.taps} (at most 12), "
        f"machine time {hand.waited:.1f} s, estimate {hand.estimate:.0f} s (at most 180)"
    )
    assert len(set(hand.entries)) == len(hand.entries) - 1  # the owner's phone and the place's
    assert len(hand.entries) <= 9
    assert hand.taps <= 12
    # How quick this machine is, is for benchmarks/ to say.
    assert hand.estimate - hand.waited <= 170
    assert foreign == []


def test_what_is_typed_is_brought_into_form_and_saved_by_itself(
    chromium: Browser, portal: str, house: House
) -> None:
    from ansim.business.models import VenueApplication
    from support.applications import new_owner, session_of

    owner = new_owner()
    context = chromium.new_context(base_url=portal)
    cookie = {"name": "ansim_business", "value": session_of(house, owner), "url": portal}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto("/apply/")
    for name, typed in {"number": NUMBER, "opened": "20150701", "phone": "０６４ 000 0007"}.items():
        page.locator(f"#id_{name}").fill(typed)
    page.locator("#id_name").fill("돌담 커피")
    page.locator("#id_name").blur()
    values = [page.locator(f"#id_{name}").input_value() for name in ("number", "opened", "phone")]
    assert values == ["616-00-23453", "2015-07-01", "064-000-0007"]
    expect(page.locator("[data-saved]")).to_contain_text("저장했습니다")
    page.locator("#id_name").fill("돌담 커피 2호")
    page.locator("#id_name").blur()
    drafts = VenueApplication.objects.filter(owner=owner)
    until(lambda: drafts.get().form["name"] == "돌담 커피 2호", "it is saved")
    (draft,) = drafts
    assert "opened" not in draft.form
    context.close()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_page_breaks_on_a_small_screen_and_axe_finds_nothing(
    chromium: Browser, portal: str, house: House, language: str
) -> None:
    from support.applications import session_of

    waits = waiting(form_of(7), "no-number")
    back = waiting(form_of(8), "no-number", owner=waits.owner)
    back.state = "returned"
    back.save()
    context = chromium.new_context(base_url=portal, viewport={"width": 320, "height": 640})
    cookies = {
        "ansim_business": session_of(house, waits.owner),
        "ansim_business_language": language,
    }
    context.add_cookies(
        [{"name": name, "value": value, "url": portal} for name, value in cookies.items()]
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for path in (
        *("/", "/apply/", "/apply/?way=event", "/apply/state", "/apply/duty/zh"),
        *("/applications/", f"/applications/{waits.pk}/"),
        *(f"/applications/{back.pk}/{name}" for name in ("", "form", "pin")),
    ):
        page.goto(path)
        look(page, path, found)
    context.close()
    assert found == {}


def test_the_pin_moves_by_touch_and_by_keys(chromium: Browser, portal: str, house: House) -> None:
    from support.applications import session_of

    one = waiting(form_of(1))
    one.state = "returned"
    one.save()
    context = chromium.new_context(base_url=portal, viewport={"width": 320, "height": 640})
    cookie = {"name": "ansim_business", "value": session_of(house, one.owner), "url": portal}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"/applications/{one.pk}/pin")
    latitude = page.locator("[name=latitude]")
    before = float(latitude.input_value())
    page.locator("main .button").first.focus()
    page.keyboard.press("ArrowUp")
    expect(latitude).not_to_have_value(f"{before:.6f}")
    north = float(latitude.input_value())
    assert north > before
    box = page.locator("[data-map] svg").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 5)
    expect(latitude).not_to_have_value(f"{north:.6f}")
    assert float(latitude.input_value()) < north
    chosen = float(latitude.input_value())
    page.get_by_role("button", name="이 위치로 정하기").click()
    page.wait_for_url("**/form")
    one.refresh_from_db()
    assert one.form["latitude"] == pytest.approx(chosen)


@pytest.mark.parametrize(
    ("key", "plain", "found"),
    [
        ("A", (), ("control-not-shown",)),
        # They came while the tax office was silent, and it answers again.
        ("T", ("tax-unreachable",), ("tax-unreachable", "address-by-hand")),
    ],
)
def test_a_clerk_decides_on_five_hundred_by_keys_alone(
    chromium: Browser,
    portal: str,
    house: House,
    key: str,
    plain: tuple[str, ...],
    found: tuple[str, ...],
) -> None:
    from ansim.business.models import Venue, VenueApplication

    VenueApplication.objects.filter(state="submitted").update(state="withdrawn")  # of other tests
    left = Venue.objects.create(name="한결 국수", category=3, phone="064-000-0000")  # as scenes do
    for place in range(440):
        waiting(form_of(place), *plain)
    odd = [waiting(form_of(place), *found) for place in range(440, 500)]
    numbers = {form_of(place)["number"]: Business("아무개", "20190302") for place in range(500)}
    house.registers.businesses.update(numbers)
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, base_url=portal)
    let_in(page, portal, "registrar")
    page.goto("/review/")
    expect(page.locator("[data-row]")).to_have_count(100 if plain else 60)
    expect(page.locator("[data-row]").first).to_be_focused()
    presses = 0

    def press(key: str) -> None:
        nonlocal presses
        presses += 1
        page.keyboard.press(key)

    begun = time.perf_counter()
    press(key)
    expect(page.locator(".notice.good")).to_contain_text("440")
    all_at_once = time.perf_counter() - begun
    expect(page.locator("[data-row]").first).to_be_focused()
    for place in range(60):
        if place % 3:
            press("a")
        else:
            press("r")
            press("1" if place % 2 else "3")
    expect(page.locator(".empty")).to_be_visible()
    assert VenueApplication.objects.filter(state="submitted").count() == 0
    assert {
        one.state for one in VenueApplication.objects.filter(pk__in=[one.pk for one in odd])
    } == {
        "approved",
        "returned",
    }
    print(
        f"500 waiting, 60 with findings, {key}: {presses} key presses (at most 150); 440 at once {all_at_once:.1f} s"
    )
    assert presses <= 150
    for number in numbers:
        house.registers.businesses.pop(number)
    left.delete()
