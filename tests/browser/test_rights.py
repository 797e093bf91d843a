"""My rights, carried through from the screen to the database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ansim.domain.days import VENUE_ZONE
from ansim.domain.retention import POLICY
from ansim.identity.phones import phone_index, read_phone
from ansim.identity.sealing import load_private_key
from ansim.identity.stored_identity import StoredIdentity, identity_of
from support.handles import HANDLES
from support.phone import READ_KEPT, Phone, code_sent_to, heading, new_number, sign_up, type_code

pytestmark = pytest.mark.browser
Make = Callable[..., Phone]


def rights(phone: Phone, system: Any) -> tuple[Page, str]:
    number = sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")
    page = phone.open("/#/rights")
    expect(heading(page)).to_have_text("내 권리")
    return page, number


def identity(system: Any, number: str) -> Any:
    index = phone_index(system.keys.read("phone-index.key"), read_phone(number))
    with system.owner("identity") as database:
        return database.execute(
            "SELECT person_id, sealed, sealed_phone, withdrawn_at FROM identity.identity WHERE phone_index = %s",
            [index],
        ).fetchone()


def press(page: Page, name: str) -> None:
    """A button that asks whether one is sure."""
    page.get_by_role("button", name=name).last.click()
    page.get_by_role("dialog").get_by_role("button", name=name).last.click()


def test_what_is_stored_is_said_in_plain_words(phone: Phone, system: Any) -> None:
    page, number = rights(phone, system)
    expect(page.locator("dl.facts")).to_contain_text("번호를 확인한 날")
    expect(page.locator("dl.facts")).to_contain_text("암호화하여 보관 중")
    expect(page.locator("main")).not_to_contain_text(number)


def test_the_number_is_changed_and_the_person_stays(phone: Phone, system: Any) -> None:
    page, number = rights(phone, system)
    person = bytes(identity(system, number)[0])
    fresh = new_number()
    page.get_by_label("새 휴대전화 번호").fill(fresh)
    page.get_by_role("button", name="인증번호 받기").click()
    page.get_by_label("인증번호 6자리").fill(code_sent_to(page, system, fresh, "인증번호 6자리"))
    expect(page.get_by_text("번호를 바꾸었습니다.")).to_be_visible()
    assert identity(system, number) is None
    row = identity(system, fresh)
    assert bytes(row[0]) == person
    key = load_private_key(system.keys.read("identity/private.pem"))
    opened = identity_of(
        key, StoredIdentity(person, bytes(row[1]), row[2] and bytes(row[2])), HANDLES
    )
    assert read_phone(opened.phone) == read_phone(fresh)
    page = phone.open("/")
    type_code(page, system.venues["market"].code)
    expect(heading(page)).to_have_text("체크인 완료")


def test_a_code_that_is_spent_gives_way_to_a_new_one(phone: Phone, system: Any) -> None:
    page, number = rights(phone, system)
    wanted, fresh = new_number(), new_number()
    page.get_by_label("새 휴대전화 번호").fill(wanted)
    page.get_by_role("button", name="인증번호 받기").click()
    right = code_sent_to(page, system, wanted, "인증번호 6자리")
    guesses = [f"{(int(right) + step) % 1_000_000:06d}" for step in range(1, 6)]
    for guess in guesses:
        with page.expect_response(lambda answer: answer.request.method != "GET"):
            page.get_by_label("인증번호 6자리").fill(guess)
        expect(page.get_by_label("인증번호 6자리")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("인증번호 6자리")).to_be_focused()
        page.get_by_label("인증번호 6자리").fill("")
    expect(page.get_by_role("button", name="인증번호 다시 받기")).to_have_class("primary")
    page.get_by_role("button", name="번호 고치기").click()
    page.get_by_label("새 휴대전화 번호").fill(fresh)
    page.get_by_role("button", name="인증번호 받기").click()
    page.get_by_label("인증번호 6자리").fill(code_sent_to(page, system, fresh, "인증번호 6자리"))
    expect(page.get_by_text("번호를 바꾸었습니다.")).to_be_visible()
    assert identity(system, fresh) is not None
    assert (identity(system, number), identity(system, wanted)) == (None, None)


def test_a_correction_reaches_only_the_vault(phone: Phone, system: Any) -> None:
    page, number = rights(phone, system)
    ask_correction(page, "이름의 철자가 틀렸습니다")
    person = bytes(identity(system, number)[0])
    with system.owner("identity") as database:
        rows = database.execute(
            "SELECT * FROM identity.correction WHERE person_id = %s", [person]
        ).fetchall()
    assert len(rows) == 1
    assert "철자" not in str(rows)


def ask_correction(page: Page, text: str) -> None:
    page.get_by_label("바로잡을 내용").fill(text)
    page.get_by_role("button", name="요청 보내기").click()
    expect(page.get_by_label("바로잡을 내용")).to_have_value("")
    expect(page.locator(".requests li[data-done=false]").first).to_be_visible()


def test_each_correction_says_when_it_was_received_and_when_it_was_done(
    phone: Phone, system: Any
) -> None:
    page, number = rights(phone, system)
    ask_correction(page, "이름의 철자가 틀렸습니다")
    ask_correction(page, "다녀간 적이 없는 곳이 있습니다")
    person = bytes(identity(system, number)[0])
    with system.owner("identity") as database:
        oldest = database.execute(
            "SELECT id FROM identity.correction WHERE person_id = %s ORDER BY asked_at LIMIT 1",
            [person],
        ).fetchone()
        database.execute(
            "UPDATE identity.correction SET asked_at = '2026-11-03T09:00+09', done_at = '2026-11-05T23:30+09'"
            " WHERE id = %s",
            [oldest[0]],
        )
    page.reload()
    expect(page.locator(".requests li")).to_have_count(2)
    newer, older = page.locator(".requests li").all()
    expect(newer).to_contain_text("접수")
    expect(newer).to_contain_text("처리 중")
    expect(older).to_have_text("2026년 11월 3일 접수2026년 11월 5일 처리 완료")


def test_without_a_network_no_button_pretends_to_work(phone: Phone, system: Any) -> None:
    page, number = rights(phone, system)
    page.get_by_label("바로잡을 내용").fill("이름의 철자가 틀렸습니다")
    waiting = [
        page.get_by_role("button", name=name).last
        for name in ("인증번호 받기", "요청 보내기", "동의 철회하기", "지금 지우기")
    ]
    phone.context.set_offline(True)
    for button in waiting:
        expect(button).to_be_disabled()
        expect(button).to_have_accessible_description("인터넷에 연결되면 누를 수 있습니다.")
    phone.context.set_offline(False)
    for button in waiting:
        expect(button).to_be_enabled()
    press(page, "지금 지우기")
    expect(page.get_by_text("내 신원을 지웠습니다.")).to_be_visible()
    assert identity(system, number) is None


def test_after_withdrawing_nothing_is_recorded_until_one_agrees_again(
    phone: Phone, system: Any
) -> None:
    page, number = rights(phone, system)
    press(page, "동의 철회하기")
    # 28 days after today's visits, and the day on which they are swept.
    last = datetime.now(VENUE_ZONE).date() + timedelta(days=POLICY.visit_days + 1)
    until = f"{last.year}년 {last.month}월 {last.day}일까지 파기됩니다"
    expect(page.get_by_role("status").first).to_contain_text(until)
    page.reload()
    expect(page.locator("p.lead")).to_contain_text(until)
    assert identity(system, number)[3] is not None
    page = phone.open("/")
    expect(page.get_by_label("개인정보 수집·이용에 동의합니다")).to_be_visible()
    sign_up(page, system, number)
    expect(heading(page)).to_have_text("체크인")
    assert identity(system, number)[3] is None


def test_erasing_leaves_no_identity_and_the_number_becomes_somebody_new(
    phone: Phone, system: Any
) -> None:
    page, number = rights(phone, system)
    person = bytes(identity(system, number)[0])
    press(page, "지금 지우기")
    expect(page.get_by_text("내 신원을 지웠습니다.")).to_be_visible()
    assert identity(system, number) is None
    assert page.evaluate(READ_KEPT, "credential") is None
    page = phone.open("/")
    sign_up(page, system, number)
    expect(heading(page)).to_have_text("체크인")
    assert bytes(identity(system, number)[0]) != person
