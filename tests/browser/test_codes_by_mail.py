"""A visitor whose number gets no text: a code by e-mail, said to be the weaker proof, where the settings offer it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from ansim.identity.emails import index_text
from ansim.identity.phones import phone_index
from support.phone import READ_KEPT, Phone, agree, expect_js, heading, type_code
from support.ports import free_port
from support.postbox import Postbox, mailing_system
from support.system import System

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def post(system: System) -> Iterator[tuple[System, Postbox]]:
    with mailing_system(system) as opened:
        yield opened


@pytest.fixture
def traveller(
    playwright: Playwright, post: tuple[System, Postbox], tmp_path: Path
) -> Iterator[Phone]:
    with Phone(playwright, tmp_path / "home", post[0].gateway_url.rstrip("/")) as phone:
        yield phone


def ask_by_mail(page: Page, address: str, number: str = "") -> None:
    page.get_by_role("button", name="문자를 받을 수 없으면 이메일로").click()
    page.get_by_label("이메일 주소").fill(address)
    page.get_by_label("휴대전화 번호 (선택)").fill(number)
    agree(page)
    page.get_by_role("button", name="인증번호 받기").click()


@pytest.mark.parametrize("number", ["", "+81 90 0000 0002"])
def test_a_traveller_signs_up_by_e_mail_and_checks_in(
    traveller: Phone, post: tuple[System, Postbox], number: str
) -> None:
    system, box = post
    address = f"traveller{len(number)}@example.org"
    page = traveller.open()
    ask_by_mail(page, address, number)
    expect(page.get_by_text(f"{address} 주소로 보낸 메일을")).to_be_visible()
    page.get_by_label("인증번호 6자리").fill(box.newest_code())
    expect(heading(page)).to_have_text("체크인")
    type_code(page, system.venues["market"].code)
    expect(heading(page)).to_have_text("체크인 완료")
    index = phone_index(system.keys.secret("phone-index"), index_text(address))
    with system.owner("identity") as database:
        row = database.execute(
            "SELECT verified_by FROM identity.identity WHERE phone_index = %s", [index]
        ).fetchone()
    assert row == ("email",)
    page = traveller.open("/#/rights")
    expect(page.locator("dl.facts")).to_contain_text("(이메일로 확인)")


@pytest.mark.parametrize("address", ["nobody", "a b@example.org", "name@example"])
def test_what_is_no_address_is_seen_before_anything_is_sent(traveller: Phone, address: str) -> None:
    page = traveller.open()
    ask_by_mail(page, address)
    expect(page.get_by_role("alert")).to_contain_text("이메일 주소를 다시 확인")
    expect(page.get_by_label("이메일 주소")).to_be_focused()
    assert traveller.posts("/v1/verifications") == []


def test_a_guardian_known_by_e_mail_gives_the_address_for_a_child(
    traveller: Phone, post: tuple[System, Postbox]
) -> None:
    page = traveller.open()
    ask_by_mail(page, "guardian@example.org")
    expect(page.get_by_label("인증번호 6자리")).to_be_visible()
    page.get_by_label("인증번호 6자리").fill(post[1].newest_code())
    expect(heading(page)).to_have_text("체크인")
    page = traveller.open("/#/children")
    page.get_by_label("아이의 이름이나 별명").fill("첫째")
    page.get_by_label("보호자의 이메일 주소").fill("guardian@example.org")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="아이의 방문증 만들기").click()
    expect(page.locator(".paper")).to_contain_text("첫째")


def test_e_mail_is_not_offered_where_no_code_can_be_sent_by_it(
    playwright: Playwright, system: System, tmp_path: Path
) -> None:
    # A demo shows letters on its own page, so it always offers them.
    texts_only = {
        "ANSIM_DEMO": "0",
        "ANSIM_SMS_URL": f"http://127.0.0.1:{free_port()}",
        "ANSIM_SMS_TOKEN": "token",
    }
    other = System(system.folder, venues=system.venues, environment=texts_only)
    other.start_gateway()
    try:
        with Phone(playwright, tmp_path / "home", other.address) as phone:
            page = phone.open()
            expect(page.get_by_label("휴대전화 번호")).to_be_visible()
            expect_js(page, f"async () => (await ({READ_KEPT})('policy'))?.email === false")
            expect(page.get_by_role("button", name="이메일로")).to_have_count(0)
    finally:
        other.stop_gateway()
