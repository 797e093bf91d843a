"""A venue's counter: a device is paired by its QR, staff enter somebody without a phone, undo, and type in the paper list."""

import re
from base64 import b32decode
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from ansim.domain.devices import DeviceKind
from ansim.domain.methods import Method
from support.counter import Counter, pairing_qr, settle
from support.phone import READ_KEPT, Phone, heading, sign_up
from support.system import check_in, new_venue

pytestmark = pytest.mark.browser
Make = Callable[..., Phone]


def paired(phone: Phone, system: Any, venue: Any, kind: DeviceKind) -> Phone:
    _, token = pairing_qr(system, venue, kind)
    page = phone.open(f"/pair#{token}")
    page.get_by_role("button", name="이 기기 연결하기").click()
    expect(page).to_have_url(re.compile(r"/(reader|display)$"))
    assert token not in str([request.url for request in phone.requests])
    assert phone.posts("/v1/devices") == [{"token": token}], "sent once"
    return phone


def test_staff_enter_undo_and_type_in_the_paper_list(new_phone: Make, system: Any) -> None:
    venue = new_venue(system)
    Counter(system, venue)  # waits until the gateway knows the venue
    visitor = new_phone(home="visitor")
    sign_up(visitor.open(), system)
    visitor.open("/#/safe-code")
    visitor.page.get_by_role("button", name="안심번호 만들기").click()
    code = visitor.page.locator(".safe-code").inner_text()

    counter = paired(new_phone(home="counter"), system, venue, DeviceKind.READER)
    page = counter.page
    page.get_by_role("button", name="휴대전화 없음").click()
    expect(page.get_by_text("동의하십니까?")).to_be_visible()
    page.get_by_role("button", name="기록하기").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("성함").fill("고순덕")
    page.get_by_label("연락받을 전화번호").fill("010-0000-1999")
    page.get_by_label("손님이 동의하셨습니다").check()
    page.get_by_label("개인안심번호도 만들어 드리기").check()
    page.get_by_role("button", name="기록하기").click()
    expect(page.get_by_text("기록되었습니다")).to_be_visible()
    expect(page.locator(".safe-code")).to_have_text(re.compile(r"\d\d\D \d\d\D \D"))
    page.get_by_role("button", name=re.compile("취소")).click()
    expect(page.get_by_text("기록을 취소했습니다")).to_be_visible()
    page.get_by_role("button", name="다음 손님").click()

    page.get_by_label("성함").fill("고순덕")
    page.get_by_label("연락받을 전화번호").fill("010-0000-1999")
    page.get_by_label("손님이 동의하셨습니다").check()
    page.get_by_role("button", name="기록하기").click()
    expect(page.get_by_text("기록되었습니다")).to_be_visible()
    undone, kept = (entry["id"] for entry in counter.posts("/v1/staff-entries"))
    settle(system, kept)
    assert system.stored(undone) == 0
    assert system.visit(kept).method == Method.STAFF

    page.get_by_role("button", name="수기명부").click()
    page.get_by_label("개인안심번호").fill(code.replace(code[0], "9" if code[0] != "9" else "8", 1))
    page.get_by_label("들어온 시각").fill("00:00")
    page.get_by_role("button", name="이 줄 기록하기").click()
    expect(page.get_by_role("alert")).to_contain_text("안심번호를 확인해 주세요")
    page.get_by_label("개인안심번호").fill(code)
    page.get_by_role("button", name="이 줄 기록하기").click()
    expect(page.get_by_text("1줄을 옮겼습니다.")).to_be_visible()
    with system.owner("visits") as connection:
        rows = connection.execute(
            "SELECT method FROM visits.visit WHERE venue_id = %s ORDER BY method", [venue.id]
        ).fetchall()
    assert [Method(row[0]) for row in rows] == [Method.PAPER, Method.STAFF]
    assert counter.visits() == [], "nothing about visitors stays on the venue's phone"
    everything = page.evaluate(ALL_KEPT)
    assert "고순덕" not in everything
    assert "00001999" not in everything.replace("-", "")
    assert code.replace(" ", "") not in everything.replace(" ", "")


ALL_KEPT = """() => new Promise((resolve) => {
  const opening = indexedDB.open("ansim");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("kept").objectStore("kept").getAll();
    asked.onsuccess = () => resolve(JSON.stringify(asked.result));
  };
})"""


def test_a_paired_screen_counts_from_five_and_goes_dark_with_its_revocation(
    new_phone: Make, system: Any
) -> None:
    venue = new_venue(system, name="다섯 손님 가게", display_secret=b"q" * 20)
    Counter(system, venue)
    screen = paired(new_phone(home="screen"), system, venue, DeviceKind.DISPLAY)
    page = screen.page
    expect(page.locator(".display .qr")).to_be_visible()
    expect(page.locator(".display-count")).to_have_text("오늘 방문 5명 미만")
    for _ in range(5):
        system.http.post("/v1/check-ins", json=check_in(venue), headers=system.bearer())
    page.reload()
    expect(page.locator(".display-count")).to_have_text("오늘 방문 5명")
    token = page.evaluate(READ_KEPT, "venueDevice")["token"]
    state = system.http.get("/v1/device", headers={"Authorization": f"Bearer {token}"}).json()
    assert b32decode(state["secret"]) == b"q" * 20
    with system.connect_as("business", "main") as connection:
        connection.execute(
            "UPDATE business_device SET revoked_at = now() WHERE venue_id = %s", [venue.id]
        )
    page.reload()
    expect(heading(page)).to_have_text("이 기기의 연결이 끊어졌습니다")
    assert page.evaluate(READ_KEPT, "venueDevice") is None
    # Whatever changes the store afterwards makes the page ask again, and what it says stays.
    page.evaluate("new BroadcastChannel('ansim-changes').postMessage(0)")
    page.wait_for_timeout(500)
    expect(heading(page)).to_have_text("이 기기의 연결이 끊어졌습니다")
