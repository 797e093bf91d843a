"""First use: a venue's QR opened by the phone's own camera, one sign-up, one tap, the confirmation."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from support.phone import READ_KEPT, Phone, agree, code_sent_to, heading, need, new_number, sign_up

pytestmark = pytest.mark.browser


def test_a_poster_leads_through_sign_up_and_one_tap_to_the_confirmation(
    phone: Phone, system: Any
) -> None:
    venue = system.venues["market"]
    page = phone.open(f"/v/{venue.code}")
    sign_up(page, system)
    expect(heading(page)).to_have_text("여기에 체크인할까요?")
    expect(page.get_by_text(venue.name)).to_be_visible()
    assert phone.posts("/v1/check-ins") == [], "nothing is recorded before the tap"
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(page)).to_have_text("체크인 완료")
    expect(page.get_by_text(venue.name)).to_be_visible()
    assert len(phone.posts("/v1/check-ins")) == 1


def test_a_verified_phone_needs_one_tap_only(phone: Phone, system: Any) -> None:
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")
    page = phone.open(f"/v/{system.venues['market'].code}")
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(page)).to_have_text("체크인 완료")


def test_the_confirmation_shows_running_seconds_also_with_reduced_motion(
    phone: Phone, system: Any
) -> None:
    phone.page.emulate_media(reduced_motion="reduce")
    page = phone.open(f"/v/{system.venues['market'].code}")
    sign_up(page, system)
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(page)).to_have_text("체크인 완료")
    clock = page.locator(".result-clock")
    before = clock.inner_text()
    expect(clock).not_to_have_text(before)


def test_no_consent_no_code(phone: Phone) -> None:
    page = phone.open()
    page.get_by_label("휴대전화 번호").fill(new_number())
    page.get_by_label("만 14세 이상입니다").check()
    page.get_by_role("button", name="인증번호 받기").click()
    expect(page.get_by_role("alert")).to_contain_text("동의하셔야")
    expect(page.get_by_label("개인정보 수집·이용에 동의합니다")).to_be_focused()
    assert phone.posts("/v1/verifications") == []


def test_a_wrong_code_is_said_and_can_be_mended(phone: Phone, system: Any) -> None:
    page = phone.open()
    number = new_number()
    page.get_by_label("휴대전화 번호").fill(number)
    agree(page)
    page.get_by_role("button", name="인증번호 받기").click()
    right = code_sent_to(page, system, number, "인증번호 6자리")
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    page.get_by_label("인증번호 6자리").fill(wrong)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("인증번호 6자리")).to_be_focused()
    page.get_by_label("인증번호 6자리").fill(right)
    expect(heading(page)).to_have_text("체크인")


def test_the_device_key_cannot_leave_the_phone(phone: Phone, system: Any) -> None:
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")
    extractable = phone.page.evaluate(
        f"async () => (await ({READ_KEPT})('deviceKey')).privateKey.extractable"
    )
    assert extractable is False
    refused = phone.page.evaluate(
        f"""async () => {{
          const pair = await ({READ_KEPT})('deviceKey');
          return crypto.subtle.exportKey('jwk', pair.privateKey).then(() => false, () => true);
        }}"""
    )
    assert refused is True


def test_an_expired_session_renews_itself_with_the_device_key(phone: Phone, system: Any) -> None:
    need(phone, "/v1/sessions/renewals")
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")
    expire_session(phone)
    page = phone.open(f"/v/{system.venues['market'].code}")
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(page)).to_have_text("체크인 완료")
    assert len(phone.posts("/v1/sessions/renewals")) == 1


def test_a_number_verified_on_a_new_phone_ends_the_old_one_and_keeps_its_history(
    new_phone: Callable[..., Phone], system: Any
) -> None:
    old, new = new_phone(home="old"), new_phone(home="new")
    need(old, "/v1/sessions/renewals")
    number = sign_up(old.open(f"/v/{system.venues['market'].code}"), system)
    old.page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(old.page)).to_have_text("체크인 완료")
    sign_up(new.open(), system, number)
    expect(heading(new.page)).to_have_text("체크인")
    expire_session(old)
    old.open("/#/pass")
    old.page.reload()  # the running app still holds the token that it had
    expect(heading(old.page)).to_have_text("휴대전화 번호 확인")
    assert [visit["state"] for visit in old.visits()] == ["confirmed"]


def expire_session(phone: Phone) -> None:
    """As if a day had passed: the kept token is none."""
    phone.page.evaluate(
        """() => new Promise((done) => {
          const opening = indexedDB.open("ansim");
          opening.onsuccess = () => {
            const store = opening.result.transaction("kept", "readwrite").objectStore("kept");
            store.put({ token: "AAAA", expiresAt: 1000 }, "session").onsuccess = () => {
              opening.result.close();
              done();
            };
          };
        })"""
    )


def test_the_language_can_be_chosen_and_stays(phone: Phone) -> None:
    page = phone.open()
    page.get_by_role("button", name="English").click()
    expect(heading(page)).to_have_text("Verify your phone")
    page.reload()
    expect(heading(page)).to_have_text("Verify your phone")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_language_can_be_changed_again_and_again(phone: Phone) -> None:
    page = phone.open()
    for name, code in (("English", "en"), ("中文", "zh-Hans"), ("한국어", "ko"), ("日本語", "ja")):
        page.get_by_role("button", name=name).click()
        expect(page.locator(f"html[lang={code}]")).to_have_count(1)
        page.wait_for_timeout(300)
        expect(page.locator(f"html[lang={code}]")).to_have_count(1)
