"""What the phone keeps: history, receipts, export, erasure; and what leaves it about its place."""

import csv
import hashlib
import io
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from support.patience import until
from support.phone import READ_KEPT, Phone, expect_js, heading, sign_up, type_code

pytestmark = pytest.mark.browser

Make = Callable[..., Phone]
TELL_PLACED = """{
  const watch = navigator.geolocation.watchPosition.bind(navigator.geolocation);
  navigator.geolocation.watchPosition = (found, ...rest) =>
    watch((position) => { found(position); window.placed = true; }, ...rest);
}"""
HALL = (33.4996, 126.5312)


def verify(phone: Phone, system: Any) -> None:
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")


def check_in(phone: Phone, venue: Any) -> None:
    page = phone.open()
    type_code(page, venue.code)
    expect(heading(page)).to_have_text("체크인 완료")


def test_a_receipt_commits_to_the_visit_and_the_server_holds_the_same(
    phone: Phone, system: Any
) -> None:
    verify(phone, system)
    check_in(phone, system.venues["market"])
    [visit] = phone.visits()
    salt = urlsafe_b64decode(visit["salt"] + "=")
    assert len(salt) == 32
    lines = f"ansim-visit-v1\n{visit['id']}\n{visit['venue']}\n{visit['enteredAt']}\n".encode()
    digest = hashlib.sha256(salt + lines).digest()
    assert urlsafe_b64encode(digest).rstrip(b"=").decode() == visit["commitment"]
    assert bytes(system.visit(visit["id"]).commitment) == digest
    assert visit["salt"] not in json.dumps([r.post_data for r in phone.requests]), (
        "the salt stays on the phone"
    )


def test_the_history_can_be_exported_and_erased(phone: Phone, system: Any) -> None:
    verify(phone, system)
    check_in(phone, system.venues["market"])
    check_in(phone, system.venues["cafe"])
    page = phone.open("/#/history")
    expect(page.locator(".visits a")).to_have_count(2)
    page.get_by_text("기록 관리").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="다른 휴대전화로 옮길 파일 만들기").click()
    exported = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert {visit["id"] for visit in exported["visits"]} == {
        visit["id"] for visit in phone.visits()
    }
    with page.expect_download() as saved:
        page.get_by_role("button", name="표(CSV)로 내보내기").click()
    rows = list(csv.DictReader(io.StringIO(saved.value.path().read_text(encoding="utf-8-sig"))))
    assert [row["name"] for row in rows] == [
        system.venues["cafe"].name,
        system.venues["market"].name,
    ]
    page.get_by_role("button", name="이 휴대전화의 기록 모두 지우기").click()
    page.get_by_role("dialog").get_by_role("button", name="이 휴대전화의 기록 모두 지우기").click()
    expect(page.get_by_text("아직 기록이 없습니다")).to_be_visible()
    assert phone.visits() == []


def test_leaving_can_be_told_on_the_next_check_in(phone: Phone, system: Any) -> None:
    verify(phone, system)
    check_in(phone, system.venues["market"])
    first = phone.visits()[0]
    check_in(phone, system.venues["cafe"])
    phone.page.get_by_role("button", name="방금 나왔어요").click()
    expect(phone.page.get_by_role("button", name="방금 나왔어요")).to_have_count(0)
    phone.open("/#/history")
    phone.page.get_by_role("link", name=system.venues["market"].name).click()
    # A departure can be taken back for a few seconds before it goes.
    expect(phone.page.get_by_text("보내는 중")).to_have_count(0)
    until(lambda: system.visit(first["id"]).left_at is not None, "the departure is stored")


@pytest.mark.parametrize(("north", "place"), [(0.0005, "near"), (0.2, "far")], ids=["near", "far"])
def test_only_near_or_far_leaves_the_phone(
    new_phone: Make, system: Any, north: float, place: str
) -> None:
    locate(system, system.venues["hall"])
    here = {"latitude": HALL[0] + north, "longitude": HALL[1], "accuracy": 15}
    phone = new_phone(look={"geolocation": here, "permissions": ["geolocation"]})
    phone.page.add_init_script(TELL_PLACED)
    verify(phone, system)
    page = phone.open("/#/settings")
    page.get_by_label("사업장과 내 위치 비교").check()
    expect_js(page, f"async () => await ({READ_KEPT})('comparePlace') === true")
    page = phone.open(f"/v/{system.venues['hall'].code}")
    expect_js(page, "async () => window.placed === true")
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(page)).to_have_text("체크인 완료")
    [[entry]] = phone.posts("/v1/check-ins")
    assert entry["place"] == place
    assert str(HALL[1]) not in json.dumps([r.post_data for r in phone.requests])


def test_without_leave_nothing_is_compared(new_phone: Make, system: Any) -> None:
    here = {"latitude": HALL[0], "longitude": HALL[1], "accuracy": 15}
    phone = new_phone(look={"geolocation": here, "permissions": ["geolocation"]})
    verify(phone, system)
    check_in(phone, system.venues["market"])
    [[entry]] = phone.posts("/v1/check-ins")
    assert entry["place"] == "unknown"


def locate(system: Any, venue: Any) -> None:
    """Gives a venue a place, and waits until the gateway has read it."""
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_venue SET latitude = %s, longitude = %s, updated_at = now() WHERE id = %s",
            [*HALL, venue.id],
        )
    until(
        lambda: system.http.get(f"/v1/venues/{venue.code}").json()["latitude"] is not None,
        "the gateway reads the venue's place",
    )


def test_a_notice_can_be_held_against_the_history_and_nothing_leaves_the_phone(
    phone: Phone, system: Any
) -> None:
    verify(phone, system)
    check_in(phone, system.venues["market"])
    check_in(phone, system.venues["cafe"])
    page = phone.open("/#/history")
    panel = page.locator(".presence")
    panel.locator("summary").click()
    sent = len(phone.requests)
    page.wait_for_timeout(2500)  # a visit that has lasted no second yet is none
    panel.get_by_label("장소").select_option(label=system.venues["cafe"].name)
    for name in ("부터", "까지"):
        panel.get_by_label(name).fill("00:00")  # from midnight to midnight
    expect(panel.get_by_role("status")).to_contain_text("길게는")
    panel.get_by_label("날짜").fill("2026-01-01")
    expect(panel.get_by_role("status")).to_have_text(
        "이 휴대전화의 기록으로는 그 시간에 그곳에 계시지 않았습니다."
    )
    # Lists of venues may be renewed meanwhile: they are the same for everybody and say nothing of this phone.
    fetched = ("/v1/directories", "/v1/exposures")  # by every phone, whatever it holds
    said = [
        one.url for one in phone.requests[sent:] if not any(name in one.url for name in fetched)
    ]
    assert said == []
