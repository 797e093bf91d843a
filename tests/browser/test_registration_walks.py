"""What becomes of a code, a doubtful application and a telephone call, as people at the screens see it."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from ansim.visitor.door.phone_calls import sign
from support.applications import form_of, nothing_waits, session_of, waiting
from support.house import House
from support.owner import e164, fresh_phone, new_business
from support.owner_pages import open_portal, sign_in
from support.phone import ARGUMENTS, Phone, executable, heading, sign_up, type_code
from support.registers import Business
from support.registers import house as building
from support.signed_in import let_in
from support.system import PATIENCE, now_text
from support.visitor import next_phone

pytestmark = pytest.mark.browser
GENUINE = "6160090122"


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def clerk(chromium: Browser, house: House) -> Page:
    """A clerk at a desk, who reads English."""
    address = house.addresses["business"]
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, base_url=address)
    let_in(page, address, "registrar")
    page.context.add_cookies([{"name": "ansim_business_language", "value": "en", "url": address}])
    return page


@pytest.fixture
def queue(house: House) -> Iterator[None]:
    """Nothing waits before and after."""
    with nothing_waits():
        yield


def test_after_a_new_code_both_posters_check_in_and_after_the_grace_the_old_one_is_told(
    chromium: Browser, house: House, new_phone: Callable[..., Phone]
) -> None:
    from ansim.business.models import Membership, Owner, VenueCode
    from ansim.business.owners.owner_desk import owner_desk

    owner, number, business = (
        open_portal(chromium, house, []),
        fresh_phone(),
        new_business("새김 책방"),
    )
    owner.goto("/my/")
    sign_in(owner, number)
    account = Owner.objects.get(phone_index=owner_desk().index(e164(number)))
    Membership.objects.create(business=business, owner=account, role="owner")
    owner.reload()
    owner.get_by_role("link", name="새김 책방 본점").click()
    venue = business.venues.get()
    former = venue.live_code().code
    owner.get_by_role("link", name="새 코드 발급").click()
    expect(owner.get_by_role("radio", checked=True)).to_have_count(1)
    owner.get_by_role("button", name="새 코드 발급").click()
    expect(owner.get_by_role("status")).to_contain_text("새 포스터를 인쇄해 출입구마다 걸어 주세요")
    fresh = venue.live_code().code
    assert fresh != former
    await_known(house, fresh)
    for code in (former, fresh):
        visitor = new_phone(code)
        sign_up(visitor.open(), house.system)
        visitor.open()
        type_code(visitor.page, code)
        expect(heading(visitor.page)).to_have_text("체크인 완료")
        visitor.context.close()
    # Two days on, and the minute for clocks.
    with house.system.owner("main") as main:
        main.execute(
            "UPDATE business_venuecode SET revoked_at = now() - interval '2 minutes' WHERE code = %s",
            [former],
        )
    end = time.monotonic() + PATIENCE
    while house.system.http.get(f"/v1/venues/{former}").status_code != 410:
        assert time.monotonic() < end, "the gateway did not learn that the code ended"
        time.sleep(0.2)
    late = new_phone("late")
    sign_up(late.open(), house.system)
    late.open()
    type_code(late.page, former)
    expect(heading(late.page)).not_to_have_text("체크인 완료")
    assert late.visits() == []
    assert VenueCode.objects.filter(venue=venue).count() == 2


def test_an_impostor_and_duplicates_are_seen_by_the_clerk_and_the_impostor_gets_no_code(
    chromium: Browser, house: House, clerk: Page, queue: None
) -> None:
    from ansim.business.models import VenueApplication
    from support.applications import new_owner

    registers = house.registers
    registers.down = False
    registers.businesses[GENUINE] = Business("한소망", "20180301")
    road = "제주특별자치도 제주시 돌담길"
    registers.houses = [
        building(road, "연동", number, (33.4890 + place / 500, 126.4983))
        for place, number in enumerate(("9", "90"))
    ]
    stranger = new_owner()
    context = chromium.new_context(base_url=house.addresses["business"])
    cookie = {
        "name": "ansim_business",
        "value": session_of(house, stranger),
        "url": house.addresses["business"],
    }
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto("/apply/")
    # The sign tells the name and the address, a receipt the number; neither tells when the business opened.
    for name, typed in (
        ("number", GENUINE),
        ("representative", "한소망"),
        ("opened", "20200101"),
        ("name", "소망 분식"),
        ("phone", "0640000009"),
    ):
        page.locator(f"#id_{name}").fill(typed)
    page.locator("[name=kind]").select_option("cafe")
    page.locator("[name=address_words]").fill("돌담길 9")
    page.keyboard.press("Enter")
    page.locator(".choice").first.click()
    page.get_by_role("button", name="신청하기").click()
    page.locator("button[value=to-clerk]").click()
    expect(page.locator("h1")).to_be_visible()
    application = VenueApplication.objects.get(owner=stranger)
    assert (application.state, application.venue) == ("submitted", None)

    original = form_of(3)
    first = waiting(original)
    second = waiting(
        {**form_of(4), "name": original["name"] + "점", **near(original)}, owner=new_owner()
    )
    clerk.goto("/review/")
    odd = clerk.locator("[data-row]", has_text="소망 분식")
    expect(odd.locator(".findings")).to_contain_text(
        "Number, opening date and representative do not fit together"
    )
    alike = clerk.locator("[data-row]", has_text=second.ref)
    expect(alike.locator(".findings")).to_contain_text("Within 30 m, with a similar name")
    expect(alike.locator(".findings")).to_contain_text("The same phone")
    expect(alike.locator(".findings")).to_contain_text(original["name"])
    odd.locator("summary").click()
    with clerk.expect_response("**/decision"):
        odd.locator("button[value=not-shown]").click()
    application.refresh_from_db()
    assert application.venue is None
    assert application.state in {"returned", "refused"}
    page.goto(f"/applications/{application.pk}/")
    expect(page.locator("main")).to_contain_text("소망 분식")
    assert page.goto(f"/applications/{application.pk}/").ok  # type: ignore[union-attr]
    expect(page.locator(".qr")).to_have_count(0)
    first.delete()
    context.close()


def test_a_number_that_a_clerk_enters_checks_in_whoever_calls_it(house: House, clerk: Page) -> None:
    business = new_business("전화 국수")
    venue = business.venues.get()
    clerk.goto(f"/venues/{venue.pk}/devices")
    clerk.locator("form[action$=call-number] input[name=number]").fill("080-000-0455")
    clerk.get_by_role("button", name="Save the number").click()
    expect(clerk.locator("input[name=number]")).to_have_value("080-000-0455")
    end = time.monotonic() + PATIENCE
    while True:
        answer = deliver(house, next_phone())
        if answer["stored"] == 1:
            break
        assert time.monotonic() < end, answer
        time.sleep(0.2)
    with house.system.owner("visits") as visits:
        rows = visits.execute(
            "SELECT count(*) FROM visits.visit WHERE venue_id = %s", [venue.pk]
        ).fetchone()
    assert rows == (1,)


def near(form: dict[str, Any]) -> dict[str, Any]:
    """A place some ten metres on, with the same telephone."""
    return {
        "phone": form["phone"],
        "latitude": form["latitude"] + 0.0001,
        "longitude": form["longitude"],
    }


def await_known(house: House, code: str) -> None:
    end = time.monotonic() + PATIENCE
    while house.system.http.get(f"/v1/venues/{code}").status_code != 200:
        assert time.monotonic() < end, "the gateway did not learn of the code"
        time.sleep(0.2)


def deliver(house: House, caller: str) -> dict[str, Any]:
    """One call record, as the telephone company sends it."""
    import json

    called = {"caller": caller, "dialled": "080-000-0455", "at": now_text(minutes=1)}
    body = json.dumps({"calls": [called]}).encode()
    signed = sign(house.system.keys.secret("call-records"), int(time.time()), body)
    headers = {"Content-Type": "application/json", "Ansim-Signature": signed}
    answer: dict[str, Any] = house.system.http.post(
        "/v1/calls", content=body, headers=headers
    ).json()
    return answer
