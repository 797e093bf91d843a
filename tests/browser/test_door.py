"""At the door: refusals that are seen, a second scan, leaving and taking it back, companions of one visit only."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from ansim.domain.days import VENUE_ZONE
from support.phone import Phone, agree, code_sent_to, heading, new_number, sign_up, type_code

pytestmark = pytest.mark.browser

Make = Callable[..., Phone]
SMALL = {"viewport": {"width": 360, "height": 740}}


@pytest.mark.parametrize(
    ("typed", "words"),
    [("02-000-0000", "문자를 받을 수 있는"), ("010-0000-001", "다시 확인해"), ("", "다시 확인해")],
    ids=["landline", "short", "empty"],
)
def test_a_refused_number_is_seen_and_has_the_focus(
    new_phone: Make, typed: str, words: str
) -> None:
    page = new_phone(look=SMALL).open()
    field, button = page.get_by_label("휴대전화 번호"), page.get_by_role("button", name="인증번호")
    expect(button.first).to_be_in_viewport()
    field.fill(typed)
    agree(page)
    button.first.click()
    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()


@pytest.mark.parametrize("written", ["０１０ {0} {1}", "+82 10-{0}-{1} ", "\u202a010{0}{1}\u202c"])
def test_a_number_as_phones_write_it_gets_its_code(phone: Phone, system: Any, written: str) -> None:
    page = phone.open()
    number = new_number()
    page.get_by_label("휴대전화 번호").fill(written.format(*number.split("-")[1:]))
    agree(page)
    page.get_by_role("button", name="인증번호 받기").click()
    page.get_by_label("인증번호 6자리").fill(code_sent_to(page, system, number, "인증번호 6자리"))
    expect(heading(page)).to_have_text("체크인")


def test_another_code_is_said_to_be_sent_and_the_old_digits_go(phone: Phone, system: Any) -> None:
    page = phone.open()
    number = new_number()
    page.get_by_label("휴대전화 번호").fill(number)
    agree(page)
    page.get_by_role("button", name="인증번호 받기").click()
    page.get_by_label("인증번호 6자리").fill("12345")
    page.get_by_role("button", name="인증번호 다시 받기").click()
    expect(page.get_by_role("status")).to_contain_text("새 인증번호를 보냈습니다")
    expect(page.get_by_label("인증번호 6자리")).to_have_value("")
    expect(page.locator(".countdown")).to_contain_text("4:5")
    page.get_by_label("인증번호 6자리").fill(code_sent_to(page, system, number, "인증번호 6자리"))
    expect(heading(page)).to_have_text("체크인")


def test_a_second_scan_of_the_same_door_asks(phone: Phone, system: Any) -> None:
    sign_up(phone.open(), system)
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    page = phone.open("/#/scan")
    type_code(page, system.venues["market"].code)
    expect(heading(page)).to_have_text("이미 체크인하셨습니다")
    assert len(phone.visits()) == 1
    page.get_by_role("button", name="나가기").click()
    expect(page.get_by_text("퇴장을 기록했습니다")).to_be_visible()
    page.get_by_role("button", name="되돌리기").click()
    expect(page.get_by_role("button", name="나가기")).to_be_visible()
    assert phone.visits()[0]["leftAt"] is None
    page.get_by_role("button", name="다시 체크인").click()
    expect(heading(page)).to_have_text("체크인 완료")
    assert len(phone.visits()) == 2


def test_leaving_can_be_taken_back_or_given_another_time(phone: Phone, system: Any) -> None:
    sign_up(phone.open(), system)
    type_code(phone.page, system.venues["cafe"].code)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    page = phone.open("/#/scan")
    page.get_by_role("button", name="나가기").click()
    page.get_by_role("button", name="되돌리기").click()
    expect(page.get_by_role("button", name="나가기")).to_be_visible()
    assert phone.posts("/v1/check-outs") == []
    page.get_by_role("button", name="나가기").click()
    page.get_by_role("button", name="다른 시각").click()
    before = datetime.now(VENUE_ZONE) - timedelta(minutes=2)  # next comes tomorrow
    page.get_by_label("나온 시각").fill(f"{before:%H:%M}")
    page.get_by_role("button", name="이 시각에 나왔습니다").click()
    expect(page.get_by_role("alert")).to_contain_text("부터 지금까지의 시각")
    expect(page.get_by_label("나온 시각")).to_be_focused()


def test_companions_are_of_one_check_in_only(phone: Phone, system: Any) -> None:
    sign_up(phone.open(), system)
    page = phone.page
    page.get_by_role("button", name="동반자").click()
    page.get_by_role("button", name="한 명 더하기").click()
    page.get_by_role("button", name="1명과 함께").click()
    type_code(page, system.venues["market"].code)
    expect(heading(page)).to_have_text("체크인 완료")
    expect(page.get_by_text("입장하셔도 됩니다")).to_be_visible()
    page.get_by_role("link", name="확인").click()
    type_code(page, system.venues["cafe"].code)
    expect(heading(page)).to_have_text("체크인 완료")
    assert [entry["party"] for [entry] in phone.posts("/v1/check-ins")] == [1, 0]


def test_a_history_moves_to_another_phone(new_phone: Make, system: Any) -> None:
    old, new = new_phone(home="old"), new_phone(home="new")
    sign_up(old.open(), system)
    type_code(old.page, system.venues["market"].code)
    expect(heading(old.page)).to_have_text("체크인 완료")
    page = old.open("/#/history")
    page.get_by_text("기록 관리").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="다른 휴대전화로 옮길").click()
    other = new.open("/#/history")
    other.get_by_text("기록 관리").click()
    other.locator(".keeping input[type=file]").set_input_files(saved.value.path())
    expect(other.locator(".visits a")).to_have_count(1)
    assert new.visits()[0]["commitment"] == old.visits()[0]["commitment"]


@pytest.mark.parametrize(
    ("path", "reason", "posted"),
    [
        ("/v/{code}", "다른 QR이 덧붙어 있습니다", "stuck-over"),
        ("/v/0000", "그 밖의 문제", "other"),
    ],
)
def test_a_qr_that_looks_wrong_is_reported_and_names_nobody(
    phone: Phone, system: Any, path: str, reason: str, posted: str
) -> None:
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")
    page = phone.open(path.format(code=system.venues["market"].code))
    page.get_by_role("button", name="QR이 이상합니다").click()
    page.get_by_role("button", name=reason).click()
    expect(page.get_by_text("담당자에게 알렸습니다")).to_be_visible()
    [body] = phone.posts("/v1/code-reports")
    assert body["reason"] == posted
    assert set(body) <= {"reason", "venue"}
