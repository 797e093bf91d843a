"""Torn networks, closed apps, two tabs, wrong clocks, full phones: delivered exactly once, and said plainly."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from ansim.visitor.api.sealed_texts import from_base64url
from ansim.visitor.venues.directory import code_key
from support.patience import until
from support.phone import READ_KEPT, Phone, expect_js, heading, need, sign_up, type_code
from support.system import new_venue

pytestmark = pytest.mark.browser

Make = Callable[..., Phone]
QUESTION_STATE = """async () => {
  const read = () => new Promise((resolve) => {
    const opening = indexedDB.open("ansim");
    opening.onsuccess = () => {
      const asked = opening.result.transaction("visits").objectStore("visits").getAll();
      asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
    };
  });
  const visits = await read();
  return visits.length > 0 && visits.every((visit) => visit.state === "confirmed");
}"""


def prepare(phone: Phone, system: Any) -> None:
    """Signed up, and the app is on the phone."""
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")
    phone.ready_for_offline()


def rows(phone: Phone, system: Any) -> int:
    """How many rows of the database the visits of this phone have, all told."""
    return int(system.stored(*(visit["id"] for visit in phone.visits())))


def test_an_offline_scan_waits_and_is_delivered_when_the_network_is_back(
    phone: Phone, system: Any
) -> None:
    prepare(phone, system)
    phone.context.set_offline(True)
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("휴대전화에 저장됨")
    phone.page.get_by_role("link", name="확인").click()
    expect(phone.page.get_by_text("보내기를 기다리는 기록 1건")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.page.get_by_text("보내기를 기다리는 기록")).to_have_count(0)
    expect_js(phone.page, QUESTION_STATE)
    assert rows(phone, system) == 1


def test_the_app_opens_and_scans_with_no_network_at_all(phone: Phone, system: Any) -> None:
    prepare(phone, system)
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    phone.context.set_offline(True)
    page = phone.open(f"/v/{system.venues['market'].code}")
    expect(page.get_by_text(system.venues["market"].name)).to_be_visible()
    page.get_by_role("button", name="다시 체크인").click()
    expect(heading(page)).to_have_text("휴대전화에 저장됨")


@pytest.mark.parametrize(
    ("kind", "words"), [("revoked", "쓰지 않는 QR"), ("forged", "등록되지 않은 QR")]
)
def test_offline_the_signed_directory_refuses_bad_codes(
    phone: Phone, system: Any, kind: str, words: str
) -> None:
    need(phone, "/v1/directories")
    prepare(phone, system)
    expect_js(phone.page, f"async () => (await ({READ_KEPT})('completeUntil')) > Date.now()")
    phone.context.set_offline(True)
    good = system.venues["market"].code
    forged = good[:-1] + ("0" if good[-1] != "0" else "1")
    type_code(phone.page, forged if kind == "forged" else system.venues["revoked"].code)
    expect(phone.page.get_by_role("alert")).to_contain_text(words)
    assert phone.visits() == []


def test_a_place_that_closed_is_no_forged_one_and_opens_again_under_its_poster(
    phone: Phone, system: Any
) -> None:
    need(phone, "/v1/directories")
    place = new_venue(
        system, name="닫았다 연 가게", closed_at=datetime.now(UTC) - timedelta(hours=1)
    )
    _await_listed(system, place)
    prepare(phone, system)
    expect_js(phone.page, f"async () => (await ({READ_KEPT})('completeUntil')) > Date.now()")
    phone.context.set_offline(True)
    type_code(phone.page, place.code)
    expect(heading(phone.page)).to_have_text("운영이 끝난 곳입니다")
    assert phone.visits() == []
    phone.context.set_offline(False)
    with system.owner("main") as connection:
        connection.execute("UPDATE business_venue SET closed_at = NULL WHERE id = %s", [place.id])
    _await_open(system, place)
    page = phone.open(f"/v/{place.code}")  # the kept directory is from before
    expect(page.get_by_text(place.name)).to_be_visible()
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(page)).to_have_text("체크인 완료")
    assert rows(phone, system) == 1


def test_an_event_outside_its_days_is_said_plainly(phone: Phone, system: Any) -> None:
    over, ahead = (_event(system, days) for days in ((-9, -3), (3, 9)))
    sign_up(phone.open(), system)
    page = phone.open(f"/v/{over.code}")
    expect(heading(page)).to_have_text("끝난 행사입니다")
    assert phone.visits() == []
    # It may begin while the phone has no network: the phone keeps the visit, and the gateway judges it.
    page = phone.open(f"/v/{ahead.code}")
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(page)).to_have_text("체크인되지 않았습니다")
    expect(page.get_by_role("status")).to_contain_text("행사 첫날의 6시간 전부터")
    assert rows(phone, system) == 0


def _event(system: Any, days: tuple[int, int]) -> Any:
    first, last = (datetime.now(UTC) + timedelta(days=day) for day in days)
    event = new_venue(system, name="들불 축제", valid_from=first, valid_until=last)
    _await(lambda: system.http.get(f"/v1/venues/{event.code}").status_code != 404)
    return event


def _await_listed(system: Any, place: Any) -> None:
    _await(lambda: code_key(place.code) in _closed(system))


def _closed(system: Any) -> list[str]:
    answer = system.http.get("/v1/directories/-")
    return (
        json.loads(from_base64url(answer.text.split(".")[1]))["closed"] if answer.is_success else []
    )


def _await_open(system: Any, place: Any) -> None:
    _await(lambda: system.http.get(f"/v1/venues/{place.code}").status_code == 200)


def _await(holds: Callable[[], bool]) -> None:
    until(holds, "the gateway knows it")


def test_offline_the_signed_directory_gives_the_name(phone: Phone, system: Any) -> None:
    need(phone, "/v1/directories")
    prepare(phone, system)
    expect_js(phone.page, f"async () => (await ({READ_KEPT})('completeUntil')) > Date.now()")
    phone.context.set_offline(True)
    type_code(phone.page, system.venues["cafe"].code)
    expect(phone.page.locator(".result-venue")).to_have_text(system.venues["cafe"].name)


def test_a_killed_app_delivers_after_it_is_opened_again(new_phone: Make, system: Any) -> None:
    phone = new_phone(home="killed")
    prepare(phone, system)
    phone.context.set_offline(True)
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("휴대전화에 저장됨")
    phone.context.close()
    again = new_phone(home="killed")
    again.open()
    expect_js(again.page, QUESTION_STATE)
    assert rows(again, system) == 1


def test_two_tabs_deliver_each_visit_once(phone: Phone, system: Any) -> None:
    prepare(phone, system)
    other = phone.context.new_page()
    other.goto(phone.origin + "/#/history")
    phone.page.bring_to_front()
    phone.context.set_offline(True)
    for venue in list(system.venues.values())[:3]:
        type_code(phone.page, venue.code)
        expect(heading(phone.page)).to_have_text("휴대전화에 저장됨")
        phone.page.get_by_role("link", name="확인").click()
    phone.context.set_offline(False)
    for page in (phone.page, other):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect_js(phone.page, QUESTION_STATE)
    answered = [
        r for r in phone.requests if r.url.endswith("/v1/check-ins") and r.response() is not None
    ]
    sent = [entry["id"] for request in answered for entry in request.post_data_json]
    assert sorted(sent) == sorted(visit["id"] for visit in phone.visits())
    assert rows(phone, system) == 3


def test_a_lost_reply_is_asked_for_again_and_counts_once(phone: Phone, system: Any) -> None:
    prepare(phone, system)
    lost: list[int] = []

    def lose(route: Route) -> None:
        answer = route.fetch()
        lost.append(answer.status)
        route.abort("connectionreset")

    phone.page.route("**/v1/check-ins", lose, times=1)
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    assert lost == [200], "the gateway had stored it"
    [first], [second] = phone.posts("/v1/check-ins")
    assert first.pop("sent_at") <= second.pop("sent_at")
    assert first == second
    assert rows(phone, system) == 1


def test_a_busy_gateway_is_tried_again_later(phone: Phone, system: Any) -> None:
    prepare(phone, system)
    words = {"code": "overloaded", "title": "", "detail": ""}
    busy: list[int] = []

    def refuse(route: Route) -> None:
        busy.append(503)
        route.fulfill(status=503, headers={"Retry-After": "1"}, json=words)

    phone.page.route("**/v1/check-ins", refuse, times=1)
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    assert busy == [503]
    assert rows(phone, system) == 1


@pytest.mark.parametrize("days", [3, -5], ids=["fast", "slow"])
def test_a_wrong_clock_is_corrected_by_the_servers(phone: Phone, system: Any, days: int) -> None:
    phone.page.clock.install(time=time.time() + days * 86_400)
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    [visit] = phone.visits()
    assert abs(visit["enteredAt"] - time.time()) < 30


def test_a_clock_set_wrong_while_offline_is_corrected_on_delivery(
    new_phone: Make, system: Any
) -> None:
    # The fake clock does not reach a service worker, so there is none here.
    phone = new_phone(look={"service_workers": "block"})
    need(phone, "/v1/sessions/renewals")
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")
    phone.page.clock.install(time=time.time() + 3 * 86_400)
    phone.context.set_offline(True)
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("휴대전화에 저장됨")
    phone.context.set_offline(False)
    expect_js(phone.page, QUESTION_STATE)
    [visit] = phone.visits()
    assert abs(visit["enteredAt"] - time.time()) < 60


def test_a_full_phone_still_checks_in_and_says_what_is_missing(
    new_phone: Make, system: Any
) -> None:
    phone = full_phone(new_phone, system)
    type_code(phone.page, system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    expect(phone.page.get_by_role("status")).to_contain_text("내 기록에는 남지 않았습니다")
    assert phone.visits() == []


def test_a_full_phone_with_no_network_says_that_nothing_was_recorded(
    new_phone: Make, system: Any
) -> None:
    phone = full_phone(new_phone, system)
    phone.context.set_offline(True)
    type_code(phone.page, system.venues["market"].code)
    expect(phone.page.get_by_role("alert")).to_contain_text("체크인하지 못했습니다")
    assert phone.visits() == []


def full_phone(new_phone: Make, system: Any) -> Phone:
    """A verified phone that was full when it was switched on (Chromium asks for room once in 30 seconds)."""
    before = new_phone(home="full")
    prepare(before, system)
    before.context.close()
    phone = new_phone(home="full")
    devtools = phone.context.new_cdp_session(phone.page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": phone.origin, "quotaSize": 1})
    phone.open()
    expect(heading(phone.page)).to_have_text("체크인")
    return phone
