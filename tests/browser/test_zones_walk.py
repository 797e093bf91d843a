"""An owner on a small phone makes a zone and an entrance and prints their posters; a visitor scans both and counts once."""

import time
from collections.abc import Callable, Iterator

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, Playwright, expect

from ansim.domain.identifiers import new_person_id
from ansim.keys import DayKeys
from ansim.tracing.process.count_pusher import Heard, push
from ansim.tracing.process.late import LateVisits
from support.house import House
from support.owner import e164, fresh_phone, new_business
from support.owner_pages import look, sign_in
from support.patience import until
from support.phone import ARGUMENTS, Phone, executable, heading, sign_up, type_code
from support.system import SeededVenue, check_in

pytestmark = pytest.mark.browser
OTHERS = 12


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


def test_a_visitor_who_scans_entrance_and_zone_counts_once(
    chromium: Browser, house: House, new_phone: Callable[..., Phone]
) -> None:
    from ansim.business.models import Membership, Owner, Tenancy, Venue
    from ansim.business.owners.owner_desk import owner_desk

    found: dict[str, list[str]] = {}
    address = house.addresses["business"]
    owner = chromium.new_page(viewport={"width": 320, "height": 640}, base_url=address)
    number = fresh_phone()
    owner.goto("/my/")
    sign_in(owner, number)
    account = Owner.objects.get(phone_index=owner_desk().index(e164(number)))
    business = new_business("물결 온천")
    Membership.objects.create(business=business, owner=account, role="owner")
    owner.reload()
    owner.get_by_role("link", name="물결 온천 본점").click()
    owner.get_by_role("link", name="구역과 출입구").click()
    look(owner, "zones, empty", found)
    owner.get_by_label("출입구 이름").fill("주차장 문")
    owner.get_by_role("button", name="출입구 추가").click()
    owner.get_by_role("button", name="걸려 있음: 주차장 문").click()
    expect(owner.get_by_role("status")).to_contain_text("걸려 있다고 적었습니다")
    look(owner, "zones, an entrance", found)
    owner.get_by_role("link", name="구역 추가").click()
    look(owner, "a new zone", found)
    owner.get_by_label("구역 이름").fill("여탕")
    owner.get_by_role("button", name="저장").click()
    expect(owner.get_by_role("status")).to_contain_text("구역 QR이 생겼습니다")
    look(owner, "the zone", found)

    place = Venue.objects.get(business=business, parent=None)
    zone = place.zones.get()
    door = place.entrances.get()
    codes = [
        printed(owner, f"/my/venues/{zone.pk}/poster/a4.pdf"),
        printed(owner, f"/my/venues/{place.pk}/poster/a4.pdf?entrance={door.pk}"),
    ]
    assert codes == [one.live_code().code for one in (zone, place)]
    await_known(house, codes)
    for _ in range(OTHERS):
        visit = check_in(SeededVenue(place.pk, place.name, codes[1]))
        bearer = house.system.bearer(new_person_id())
        assert (
            house.system.http.post("/v1/check-ins", json=visit, headers=bearer).status_code == 201
        )
    guest = new_phone()
    sign_up(guest.open(), house.system)
    for code in codes:
        guest.open()
        type_code(guest.page, code)
        expect(heading(guest.page)).to_have_text("체크인 완료")
    assert len(guest.visits()) == 2
    with (
        house.system.connect_as("tracer", "visits") as visits,
        house.system.connect_as("tracer", "main") as main,
    ):
        late = LateVisits(DayKeys(house.system.keys))
        late.follow(visits)
        push(visits, main, time.time(), Heard(late))
    owner.goto(f"/my/venues/{place.pk}/counts")
    expect(owner.locator("main")).to_contain_text(f"{OTHERS + 1}명")

    tenant = new_business("소금 마사지").venues.get()
    Tenancy.objects.create(site=place, tenant=tenant)
    owner.goto(f"/my/venues/{place.pk}/zones")
    look(owner, "zones, somebody asks", found)
    owner.get_by_role("button", name="동의: 소금 마사지 본점").click()
    expect(owner.get_by_role("button", name="끝내기: 소금 마사지 본점")).to_be_visible()
    tenant.refresh_from_db()
    assert tenant.around == place

    pages = {
        f"/my/venues/{zone.pk}/rename": "rename",
        f"/my/venues/{zone.pk}/move": "move",
        f"/my/venues/{place.pk}/staffing": "staffing",
        f"/my/venues/{place.pk}/places": "places of a fixed one",
        f"/my/venues/{place.pk}/close": "close",
    }
    pages |= {f"/my/venues/{place.pk}/zones": "zones", f"/my/venues/{place.pk}/zones/add": "add"}
    for language in ("en", "ko"):
        owner.context.add_cookies(
            [{"name": "ansim_business_language", "value": language, "url": address}]
        )
        for path, name in pages.items():
            owner.goto(path)
            expect(owner.locator("html")).to_have_attribute("lang", language)
            look(owner, f"{name}, {language}", found)
    owner.goto(f"/my/venues/{place.pk}/close")
    owner.get_by_role("button", name="운영 종료하기").click()
    expect(owner.get_by_role("status")).to_contain_text("포스터를 떼어")
    look(owner, "closed", found)
    Venue.objects.filter(pk=place.pk).update(mobile=True)
    for path, name in (
        (f"/my/venues/{place.pk}/reopen", "reopen"),
        (f"/my/venues/{place.pk}/places", "places"),
    ):
        owner.goto(path)
        look(owner, name, found)
    assert found == {}


def printed(page: Page, path: str) -> str:
    """The code on the first page of a sheet, as a reader finds it."""
    sheet = page.request.get(path).body()
    picture = pypdfium2.PdfDocument(sheet)[0].render(scale=2).to_pil()
    (read,) = zxingcpp.read_barcodes(picture)
    return read.text.rsplit("/", 1)[1]


def await_known(house: House, codes: list[str]) -> None:
    http = house.system.http
    for code in codes:
        until(lambda code=code: http.get(f"/v1/venues/{code}").is_success, "the gateway knows it")
