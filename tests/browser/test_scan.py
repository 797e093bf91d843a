"""The scan screen: the camera's picture, and every other way in."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from support.camera import on_wall, poster
from support.phone import Phone, heading, sign_up, type_code
from support.screens import set_language

pytestmark = pytest.mark.browser

Make = Callable[..., Phone]
Film = Callable[..., Path]


@pytest.mark.parametrize(
    "view",
    [{"turn": 25.0}, {"blur": 2.0}, {"light": 0.14, "noise": 4.0}],
    ids=["rotated", "blurred", "in the dark"],
)
def test_a_poster_before_the_camera_checks_in(
    new_phone: Make, video: Film, system: Any, view: dict[str, float]
) -> None:
    venue = system.venues["market"]
    phone = new_phone(camera=video(f"{system.gateway_url.rstrip('/')}/v/{venue.code}", **view))
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    expect(phone.page.locator(".result-venue")).to_contain_text(venue.name)
    [batch] = phone.posts("/v1/check-ins")
    assert [entry["venue"] for entry in batch] == [venue.code]
    assert not {"latitude", "longitude", "position"} & set(batch[0]), "no position leaves the phone"


def test_the_qr_of_another_site_is_refused(new_phone: Make, video: Film, system: Any) -> None:
    phone = new_phone(camera=video(f"https://attacker.example/v/{system.venues['market'].code}"))
    sign_up(phone.open(), system)
    expect(phone.page.get_by_role("alert")).to_contain_text("attacker.example")
    assert phone.posts("/v1/check-ins") == []


def test_a_revoked_qr_is_refused_with_words(new_phone: Make, video: Film, system: Any) -> None:
    phone = new_phone(
        camera=video(f"{system.gateway_url.rstrip('/')}/v/{system.venues['revoked'].code}")
    )
    sign_up(phone.open(), system)
    expect(phone.page.locator("main")).to_contain_text("QR")
    expect(phone.page.locator("[data-state=refused], [role=alert]").first).to_be_visible()
    assert "confirmed" not in [visit["state"] for visit in phone.visits()]


def test_a_code_changed_by_one_letter_is_not_confirmed(phone: Phone, system: Any) -> None:
    code = system.venues["market"].code
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    sign_up(phone.open(), system)
    type_code(phone.page, other)
    expect(phone.page.locator("[data-state=refused], [role=alert]").first).to_be_visible()
    assert "confirmed" not in [visit["state"] for visit in phone.visits()]


@pytest.mark.parametrize(
    "form", ["{code}", "{lower}", "{origin}/v/{code}"], ids=["typed", "small", "pasted"]
)
def test_a_typed_or_pasted_code_checks_in(phone: Phone, system: Any, form: str) -> None:
    code = system.venues["market"].code
    sign_up(phone.open(), system)
    type_code(phone.page, form.format(code=code, lower=code.lower(), origin=phone.origin))
    expect(heading(phone.page)).to_have_text("체크인 완료")


def test_a_mistyped_code_is_explained(phone: Phone, system: Any) -> None:
    sign_up(phone.open(), system)
    type_code(phone.page, "7Q2M")
    expect(phone.page.get_by_role("alert")).to_contain_text("16자리")


def test_without_the_camera_the_other_ways_are_shown_and_work(new_phone: Make, system: Any) -> None:
    phone = new_phone(allow_camera=False)
    sign_up(phone.open(), system)
    expect(phone.page.get_by_text("카메라를 쓸 수 없습니다")).to_be_visible()
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("체크인 완료")


@pytest.mark.parametrize(
    ("language", "said", "help_"),
    [
        ("ko", "카메라를 찾지 못했습니다", "아래 방법으로"),
        ("en", "No camera was found", "one of these ways"),
        ("zh", "没有找到相机", "用下面的方式"),
        ("ja", "カメラが見つかりません", "下の方法で"),
    ],
)
def test_a_phone_without_a_camera_is_sent_to_no_settings(
    new_phone: Make, system: Any, language: str, said: str, help_: str
) -> None:
    """Permission is not what it lacks, so nobody is told to allow anything."""
    phone = new_phone(has_camera=False)
    sign_up(phone.open(), system)
    set_language(phone, language)
    phone.open("/")
    note = phone.page.locator(".viewfinder .note")
    expect(note).to_contain_text(said)
    expect(note).to_contain_text(help_)
    expect(note).not_to_contain_text(
        re.compile("설정|허용|[Ss]etting|[Aa]llow|设置|允许|設定|許可")
    )
    expect(phone.page.locator(".tools")).to_be_visible()


def test_a_photograph_asks_for_one_tap(phone: Phone, system: Any, tmp_path: Path) -> None:
    picture = tmp_path / "poster.png"
    on_wall(poster(f"{phone.origin}/v/{system.venues['market'].code}")).save(picture)
    sign_up(phone.open(), system)
    phone.page.locator("input[type=file]").set_input_files(picture)
    expect(heading(phone.page)).to_have_text("여기에 체크인할까요?")
    assert phone.posts("/v1/check-ins") == []


def test_companions_are_counted_and_their_names_stay_on_the_phone(
    phone: Phone, system: Any
) -> None:
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")
    page = phone.open("/#/companions")
    page.get_by_label("이름").fill("김영희")
    page.get_by_role("button", name="이름 추가").click()
    page.get_by_role("link", name="체크인").click()
    page.get_by_role("button", name="동반자").click()
    page.get_by_label("김영희").check()
    page.get_by_role("button", name="한 명 더하기").click()
    page.get_by_role("button", name="2명과 함께").click()
    type_code(page, system.venues["market"].code)
    expect(heading(page)).to_have_text("체크인 완료")
    [[entry]] = phone.posts("/v1/check-ins")
    assert entry["party"] == 2
    assert "김영희" not in str(entry)
    assert phone.visits()[0]["companions"] == ["김영희"]


def test_check_out_is_one_tap(phone: Phone, system: Any) -> None:
    sign_up(phone.open(), system)
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    phone.page.get_by_role("link", name="확인").click()
    phone.page.get_by_role("button", name="나가기").click()
    expect(phone.page.get_by_text("퇴장을 기록했습니다")).to_be_visible()
    expect(phone.page.get_by_role("button", name="나가기")).to_have_count(0)
    phone.open("/#/history")
    phone.page.get_by_role("link", name=system.venues["market"].name).click()
    expect(phone.page.get_by_text("보내는 중")).to_have_count(0)
    [visit] = phone.visits()
    assert visit["leftAt"] > visit["enteredAt"]
    assert visit["out"] == "confirmed"
