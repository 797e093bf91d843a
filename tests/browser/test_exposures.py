"""From a check-in to the exposure that the phone finds by itself, and to its end; nobody learns whose phone it was."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import expect

from ansim.investigation.time_fields import moment
from ansim.keys import KeyFolder
from ansim.visitor.api.signed_files import FileSigner, signing_key
from support.house import Browser as Asker
from support.house import House
from support.owner_pages import barriers, picture
from support.patience import until
from support.phone import READ_KEPT, Phone, heading, sign_up, type_code
from support.scene import Scene
from support.stays import StaysDesk
from support.system import System

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(house: House, scene: Scene) -> StaysDesk:
    """An officer with a case of somebody who was at the café twenty minutes ago and until now."""
    house.need("tracer", "vault")
    officer = Asker(house.addresses["investigation"])
    officer.sign_in("officer")
    return StaysDesk(officer, house, scene)


def publish(desk: StaysDesk, venue: int) -> str:
    """Publish the last twenty minutes at the venue; gives the address at which it is corrected."""
    now = time.time()
    start, end = moment(now - 1200), moment(now)
    page = desk.add(f"{start:%H:%M}", f"{end:%H:%M}", venue=str(venue), day=str(start.date()))
    assert page.url.path.endswith("/itinerary"), page.text
    path = f"{desk.case}/exposures"
    windows = [
        one.split('value="')[1].split('"')[0]
        for one in desk.officer.get(path).text.split('name="window"')[1:]
    ]
    assert len(windows) == 1
    shown = desk.officer.post(path, window=windows, advice="1", group="1")
    return "/exposures/" + shown.text.split('href="/exposures/')[2].split('"')[0]


def feed_requests(phone: Phone) -> set[tuple[str, str]]:
    """What a phone asked of the feed: addresses, and whatever could say who asks."""
    asked = [one for one in phone.requests if "/v1/exposures" in one.url]
    assert not any({"authorization", "cookie"} & one.headers.keys() for one in asked)
    return {(one.method, one.url.removeprefix(phone.origin)) for one in asked}


def test_a_phone_finds_its_exposure_and_shows_it_until_it_is_withdrawn(
    desk: StaysDesk, new_phone: Callable[..., Phone], system: System
) -> None:
    cafe = system.venues["cafe"]
    phone, stranger = new_phone("ours"), new_phone("theirs", has_camera=False)
    sign_up(phone.open(), system)
    type_code(phone.open(), cafe.code)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    link = publish(desk, cafe.id)

    check(phone, "검사를 받아 주세요")
    page = phone.page
    expect(page.locator(".exposure").first).to_contain_text(cafe.name)
    expect(page.locator(".exposure").first).to_contain_text("호흡기로 옮는 병입니다")
    expect(page.locator('a[href="tel:1339"]')).to_be_visible()
    for language, words in (
        ("en", "Please get tested"),
        ("zh", "请接受检测"),
        ("ja", "検査を受けてください"),
        ("ko", "검사를 받아 주세요"),
    ):
        phone.open("/#/more")
        page.locator(f".languages [lang={language}]").click()
        phone.open("/#/exposures")
        expect(page.locator(".exposure h2").first).to_have_text(words)
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        picture(page, f"exposures-{language}")
    assert barriers(page) == []
    phone.open("/")
    expect(page.locator(".exposure-band")).to_be_visible()
    assert barriers(page) == []
    picture(page, "exposures-band")

    check(stranger, "해당하는 노출 안내가 없습니다")
    assert feed_requests(stranger) <= feed_requests(phone), "both ask the same"
    sent = " ".join(f"{one.url} {one.post_data or ''}" for one in phone.requests)
    assert "검사" not in sent

    phone.ready_for_offline()
    phone.context.set_offline(offline=True)
    phone.open("/#/exposures")
    expect(page.locator(".exposure h2").first).to_have_text("검사를 받아 주세요")
    phone.context.set_offline(offline=False)

    desk.officer.post(f"{link}/withdraw", link, reason="wrong-place")
    check(phone, "앞서 보여 드린 안내 1건이 취소되었습니다")
    expect(page.locator(".exposure")).to_have_count(0)
    picture(page, "exposures-withdrawn")
    page.get_by_role("button", name="확인했습니다").click()
    expect(page.get_by_text("해당하는 노출 안내가 없습니다")).to_be_visible()
    expect(page.get_by_text("취소되었습니다")).to_have_count(0)


def feed_of(phone: Phone) -> dict[str, Any]:
    """The feed as the phone keeps it."""
    kept: dict[str, Any] = phone.page.evaluate(READ_KEPT, "exposureFeed")
    return kept


def check(phone: Phone, words: str) -> None:
    """Look at the exposures, and anew until the phone shows these words: a gateway reads changes every second."""
    page = phone.open("/#/exposures")
    again = page.get_by_role("button", name="지금 확인하기")

    def shown() -> Any:
        again.click()
        page.wait_for_timeout(300)
        return page.get_by_text(words).count()

    until(shown, f"the phone says {words}")


@pytest.mark.parametrize("wrong", ["older", "over", "of another key", "of a day", "no file"])
def test_a_phone_keeps_what_it_holds_where_the_list_is_not_to_be_believed(
    new_phone: Callable[..., Phone], system: System, wrong: str
) -> None:
    phone = new_phone(has_camera=False)
    check(phone, "해당하는 노출 안내가 없습니다")
    held = feed_of(phone)
    key = signing_key(KeyFolder(system.folder / "keys"), "exposures")
    signer = FileSigner(
        Ed25519PrivateKey.generate() if wrong == "of another key" else key, "ansim-exposures+jws"
    )
    now = datetime.now(UTC)
    issued = now - timedelta(hours=5 if wrong == "older" else -1)
    claims = {
        "issued_at": issued,
        "expires_at": now + timedelta(hours=-1 if wrong == "over" else 9),
        "slot_seconds": 3600,
        "feed_days": 14,
        "days": [],
    }
    if wrong == "of a day":
        claims = {"day": "2026-11-27", "version": "x", "entries": ""}
    text = b"<html>" if wrong == "no file" else signer.sign(claims)
    phone.page.route("**/v1/exposures", lambda route: route.fulfill(status=200, body=text))
    with phone.page.expect_response("**/v1/exposures"):
        phone.page.get_by_role("button", name="지금 확인하기").click()
    phone.page.wait_for_timeout(500)
    told = ("issuedAt", "expiresAt", "days")  # a fetch from before may have ended since
    assert [feed_of(phone)[name] for name in told] == [held[name] for name in told]
    phone.page.unroute("**/v1/exposures")
    phone.page.get_by_role("button", name="지금 확인하기").click()
    until(
        lambda: feed_of(phone)["checkedAt"] > held["checkedAt"],
        "a good list is taken again",
    )


def test_what_was_told_of_a_visit_goes_with_the_visit(phone: Phone, system: System) -> None:
    sign_up(phone.open(), system)
    type_code(phone.open(), system.venues["market"].code)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    [visit] = phone.visits()
    phone.page.evaluate(WRITE_KEPT, ["exposuresTold", {visit["id"]: time.time() + 86_400}])
    check(phone, "앞서 보여 드린 안내 1건이 취소되었습니다")
    page = phone.open("/#/history")
    page.get_by_text("기록 관리").click()
    page.get_by_role("button", name="이 휴대전화의 기록 모두 지우기").click()
    page.get_by_role("dialog").get_by_role("button", name="이 휴대전화의 기록 모두 지우기").click()
    expect(page.get_by_text("아직 기록이 없습니다")).to_be_visible()
    until(lambda: page.evaluate(READ_KEPT, "exposuresTold") == {}, "nothing tells of the visit")


WRITE_KEPT = """([name, value]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("ansim");
  opening.onsuccess = () => {
    const written = opening.result.transaction("kept", "readwrite").objectStore("kept").put(value, name);
    written.onsuccess = () => { opening.result.close(); resolve(null); };
    written.onerror = () => reject(written.error);
  };
})"""
