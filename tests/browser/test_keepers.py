"""Two keepers enrol somebody, in Chromium: each signing page draws and seals a half of the registration code."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from ansim.domain.signed_texts import write_text
from ansim.settings.environment import investigation_host, signing_host
from support.authenticator import b64
from support.house import House
from support.keepers import Keepers, Person, open_keepers
from support.phone import ARGUMENTS, executable
from support.signed_in import let_in
from support.signing_page import MAKE, SIGN, with_authenticator

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("ANSIM_PICTURES")
HALF = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


@pytest.fixture
def keepers(house: House) -> Iterator[Keepers]:
    assert house.addresses["signing"]
    with open_keepers(house, count=2) as opened:
        yield opened


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        for width in (360, 1366):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def word_of(keepers: Keepers, who: Person) -> str:
    from ansim.accounts.enrolment import word_for
    from ansim.accounts.models import Staff

    assert keepers
    return word_for(Staff.objects.get(ref=who.ref))


def keeper_in(chromium: Browser, keepers: Keepers, who: Person, kind: str) -> Page:
    """A keeper's own browser, with a key of its own, signed in."""
    page = chromium.new_page(base_url=investigation_host(), viewport={"width": 1366, "height": 800})
    if kind == "passkey":
        with_authenticator(page)
    let_in(page, investigation_host(), who.login)
    make_key(page, "/keys/", word_of(keepers, who), kind)
    return page


def make_key(page: Page, where: str, word: str, kind: str) -> None:
    page.goto(where)
    if where == "/keys/":
        page.get_by_role("button", name="키 등록").click()
    page.get_by_label("일회용 등록 코드").fill(word)
    page.get_by_role("button", name=MAKE[kind], exact=True).click()  # type: ignore[index]
    expect(page.get_by_text("키를 등록했습니다")).to_be_visible()


@pytest.mark.parametrize("kinds", [("passkey", "device"), ("device", "passkey")])
def test_halves_that_both_keepers_pages_drew_enrol_a_key_together(
    chromium: Browser, keepers: Keepers, kinds: tuple[str, str]
) -> None:
    one, two = (
        keeper_in(chromium, keepers, who, kind)
        for who, kind in zip(keepers.people, kinds, strict=True)
    )
    one.goto("/staff/new")
    picture(one, "staff-new-ko")
    login = f"pyo-{kinds[0]}"
    for name, value in {"name": "표은결", "login": login, "agency": "제주", "team": "동부"}.items():
        one.locator(f"[name={name}]").fill(value)
    one.locator("[name=role]").select_option("officer")
    one.get_by_role("button", name="서명하러 가기").click()
    expect(one.get_by_role("heading", level=1)).to_have_text("직원 기록에 서명")
    shown = one.locator("main").inner_text()
    assert "표은결" in shown
    (first,) = HALF.findall(shown)
    picture(one, "signing-record-ko")
    one.get_by_role("button", name="English").click()
    expect(one.get_by_role("heading", level=1)).to_have_text("Sign a staff record")
    assert first in one.locator("main").inner_text(), "the half is drawn once"
    picture(one, "signing-record-en")
    one.get_by_role("button", name="한국어").click()
    assert one.evaluate("document.documentElement.scrollWidth <= innerWidth")
    one.get_by_role("button", name=SIGN[kinds[0]], exact=True).click()  # type: ignore[index]
    expect(one.get_by_text("제안했습니다")).to_be_visible()
    assert first not in one.content()
    picture(one, "staff-proposed-ko")

    two.goto("/staff/")
    picture(two, "staff-all-ko")
    two.get_by_role("button", name="서명하러 가기").click()
    expect(two.get_by_role("heading", level=1)).to_have_text("직원 기록에 서명")
    told = two.locator("main").inner_text()
    assert "표은결" in told
    (second,) = HALF.findall(told)
    assert first != second
    picture(two, "signing-record-second-ko")
    two.get_by_role("button", name=SIGN[kinds[1]], exact=True).click()  # type: ignore[index]
    expect(two.get_by_text("두 사람이 모두 서명하여")).to_be_visible()
    assert not {first, second} & set(HALF.findall(two.content()))
    with keepers.system.owner("main") as main:
        (row,) = main.execute("SELECT ref FROM accounts_staff WHERE login = %s", [login]).fetchall()

    new = chromium.new_page(base_url=investigation_host())
    new.goto("/first-key")
    new.get_by_label("직원 번호").fill(row[0])
    new.get_by_role("button", name="서명 페이지로 가기").click()
    make = new.get_by_role("button", name=MAKE["device"], exact=True)
    new.get_by_label("일회용 등록 코드").fill(second.lower())
    new.get_by_label("나머지 절반").fill(first[:-1])
    picture(new, "signing-enrolment-ko")
    make.click()
    expect(new.get_by_role("alert")).to_contain_text("16자")
    new.get_by_label("나머지 절반").fill(first.lower())
    make.click()
    expect(new.get_by_text("키를 등록했습니다")).to_be_visible()
    new.get_by_role("button", name="내 키로 로그인").click()
    new.get_by_role("button", name=re.compile("기기 키로 로그인")).click()
    new.wait_for_url(re.compile(r"^[^/]+://[^/]+/$"))
    two.goto(f"/staff/{row[0]}/")
    picture(two, "staff-one-ko")
    with keepers.system.owner("main") as main:
        main.execute(
            "UPDATE accounts_staff SET is_active = false, login = lower(ref) WHERE ref = %s", row
        )


@pytest.mark.parametrize("kind", ["passkey", "device"])
def test_a_text_that_comes_with_a_half_is_signed_by_nobody_as_the_first_or_with_both(
    chromium: Browser, keepers: Keepers, kind: str
) -> None:
    first, second = keepers.people
    page = keeper_in(chromium, keepers, first, kind)
    who = Person("trap", "S-TRAPTRAP", "표은결")
    # A console in foreign hands: the code is its own, and it says the page is another keeper's.
    for keeper, drawn in ((first, False), (second, True)):
        said = keepers.text("add", who, keeper=keeper.ref)
        text = write_text(msgspec.structs.replace(said, code="") if drawn else said)
        with keepers.system.owner("identity") as identity:
            rows = identity.execute(
                "SELECT credential FROM vault.staff_key WHERE staff = %s AND kind = %s ORDER BY made_at DESC",
                [first.ref, kind],
            ).fetchall()
        known = f"&as={second.ref}&{kind}={b64(bytes(rows[0][0]))}"
        page.goto("about:blank")
        page.goto(f"{signing_host()}/#text={b64(text)}{known}")
        page.get_by_role("button", name=SIGN[kind], exact=True).click()  # type: ignore[index]
        expect(page.get_by_role("alert")).to_contain_text("서명하지 않았습니다")
        assert page.url == f"{signing_host()}/"
    said = keepers.text("code", keepers.people[1], keeper=second.ref)
    both = keepers.completed(write_text(said))
    page.goto("about:blank")
    page.goto(f"{signing_host()}/#text={b64(both)}{known}")
    expect(page.get_by_role("heading", level=1)).to_have_text("서명할 수 없는 내용입니다")
