"""/apply/ and /applications/: from the form to the poster, to a clerk, or back."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from support.applications import clear, meet_nobody, new_owner, open_as
from support.house import Browser, House, Open
from support.registers import Business, Registers, house

GENUINE = {"number": "616-00-12349", "representative": "고은별", "opened": "20190302"}
PLACE = {
    "name": "돌담 커피",
    "kind": "cafe",
    "address_words": "안심로 12",
    "phone": "064-000-0012",
}


@pytest.fixture
def registers(house_of_tests: House) -> Registers:
    opened = house_of_tests.registers
    opened.down = False
    opened.businesses = {
        "6160012349": Business("고은별", "20190302"),
        "6160056783": Business("양바다", "20211120", "02"),
        "6160067897": Business("현가람", "20120505", "03"),
    }
    road = "제주특별자치도 제주시 안심로"
    opened.houses = [
        house(road, "노형동", number, (33.4846, 126.4770 + place / 1000))
        for place, number in enumerate(("12", "14", "140"))
    ]
    return opened


@pytest.fixture
def house_of_tests(house: House) -> House:
    return house


@pytest.fixture
def owner(house_of_tests: House) -> Iterator[Any]:
    """An owner; what came of their applications is gone after the test."""
    from ansim.business.models import Business, Membership, NumberTry, Venue, VenueApplication

    clear()
    meet_nobody()
    made = new_owner()
    yield made
    venues = list(VenueApplication.objects.filter(owner=made).values_list("venue", flat=True))
    VenueApplication.objects.filter(owner=made).delete()
    Venue.objects.filter(pk__in=[pk for pk in venues if pk]).delete()
    firms = list(Membership.objects.filter(owner=made).values_list("business", flat=True))
    Membership.objects.filter(owner=made).delete()
    Venue.objects.filter(business__in=firms).update(business=None)
    Business.objects.filter(pk__in=firms).delete()
    NumberTry.objects.all().delete()
    made.delete()


@pytest.fixture
def browser(house_of_tests: House, registers: Registers, owner: Any) -> Iterator[Browser]:
    opened = open_as(house_of_tests, owner)
    yield opened
    opened.http.close()


def apply(browser: Browser, way: str = "number", **fields: str) -> Any:
    """Hand in an application; the answer after all redirects."""
    given = {**(GENUINE if way == "number" else {}), **PLACE, "do": "hand-in", **fields}
    return browser.post(f"/apply/?way={way}", **given)


def only(owner: Any) -> Any:
    from ansim.business.models import VenueApplication

    return VenueApplication.objects.select_related("venue", "business").get(owner=owner)


def test_a_genuine_business_is_approved_at_once_and_can_print(browser: Browser, owner: Any) -> None:
    answer = apply(browser)
    made = only(owner)
    assert made.state == "approved", (made.checks, answer.text[:3000])
    assert made.decided_by is None
    assert (made.business.number, made.business.kind) == ("6160012349", "registered")
    assert made.venue.business == made.business
    assert made.venue.live_code() is not None
    assert answer.url.path == f"/my/venues/{made.venue.pk}/poster"
    assert answer.status_code == 200
    assert made.venue.name in browser.get(f"/applications/{made.pk}/").text


def test_the_venue_has_what_was_entered(browser: Browser, owner: Any) -> None:
    more = {
        "opens": "9",
        "closes": "2200",
        "closed_days": "mon",
        "holidays": "closed",
        "capacity": "40",
        "floor_area": "99",
        "indoor": "yes",
        "ventilation": "2",
        "name_en": "Doldam Coffee",
    }
    apply(browser, **more)
    venue = only(owner).venue
    assert venue.address.endswith("안심로 12 (노형동)")
    assert (venue.latitude, venue.longitude) == pytest.approx((33.4846, 126.4770), abs=1e-5)
    assert venue.district == "노형동"
    assert (venue.phone, venue.name_en) == ("064-000-0012", "Doldam Coffee")
    assert venue.opening_hours["tue"] == [["09:00", "22:00"]]
    assert "mon" not in venue.opening_hours
    assert (venue.capacity, venue.floor_area, venue.indoor, venue.ventilation) == (40, 99, True, 2)


def test_representative_and_opening_date_are_stored_nowhere(
    browser: Browser, owner: Any, house_of_tests: House
) -> None:
    apply(browser, representative="고은빛", do="save")
    apply(browser)
    with house_of_tests.system.owner("main") as connection:
        rows = connection.execute(
            "SELECT a::text FROM business_venueapplication a WHERE owner_id = %s", [owner.pk]
        ).fetchall()
    text = str(rows)
    assert "고은" not in text
    assert "20190302" not in text
    assert "2019-03-02" not in text


@pytest.mark.parametrize(
    "fields",
    [
        {"opened": "20190303"},
        {"representative": "고은빛"},
    ],
)
def test_an_impostor_who_knows_sign_and_receipt_gets_no_code(
    browser: Browser, owner: Any, fields: dict[str, str]
) -> None:
    answer = apply(browser, **fields)
    assert answer.status_code == 400
    assert only(owner).state == "draft"
    browser.post(
        f"/applications/{only(owner).pk}/form", **{**GENUINE, **PLACE, **fields, "do": "to-clerk"}
    )
    made = only(owner)
    assert (made.state, made.venue) == ("submitted", None)
    assert "control-not-shown" in made.checks["findings"]


def test_guessing_opening_dates_ends_after_three_tries(
    browser: Browser, owner: Any, registers: Registers
) -> None:
    for day in ("20180101", "20180102", "20180103"):
        assert apply(browser, opened=day).status_code == 400
    registers.asked.clear()
    apply(browser)  # even the right date shows nothing any more today
    assert not [path for path, _body in registers.asked if path.endswith("/validate")]
    from ansim.business.models import VenueApplication

    last = VenueApplication.objects.filter(owner=owner).latest("id")
    assert last.state == "submitted"
    assert "too-many-tries" in last.checks["findings"]


def test_a_business_that_closed_gets_none_even_through_a_clerk(
    browser: Browser, owner: Any
) -> None:
    closed = {"number": "6160067897", "representative": "현가람", "opened": "20120505"}
    for act in ("hand-in", "to-clerk"):
        answer = apply(browser, **closed, do=act)
        assert answer.status_code == 400
        assert "폐업" in answer.text
    from ansim.business.models import VenueApplication

    assert set(VenueApplication.objects.filter(owner=owner).values_list("state", flat=True)) == {
        "draft"
    }


def test_a_tax_office_that_is_down_sends_nobody_away(
    browser: Browser, owner: Any, registers: Registers
) -> None:
    apply(browser, do="search")
    made = only(owner)
    registers.down = True
    fields = {**GENUINE, **PLACE, "address_words": made.form["address_words"], "do": "hand-in"}
    answer = browser.post(f"/applications/{made.pk}/form", **fields)
    made = only(owner)
    assert made.state == "submitted"
    assert made.checks["findings"] == ["tax-unreachable"]
    assert made.ref in answer.text
    assert "담당자" in answer.text


def test_an_address_service_that_is_down_lets_the_address_be_written_by_hand(
    browser: Browser, owner: Any, registers: Registers
) -> None:
    registers.down = True
    answer = apply(browser, do="search")
    assert "do" in answer.text
    made = only(owner)
    page = browser.post(f"/applications/{made.pk}/form", **GENUINE, **PLACE, do="by-hand")
    assert page.url.path == f"/applications/{made.pk}/pin"
    browser.post(
        f"/applications/{made.pk}/pin", latitude="33.4846", longitude="126.477", zoom="1", do="set"
    )
    registers.down = False
    browser.post(f"/applications/{made.pk}/form", **GENUINE, **PLACE, do="hand-in")
    made = only(owner)
    assert (made.state, made.checks["findings"]) == ("submitted", ["address-by-hand"])
    assert made.form["district"] == "노형동"


def test_several_addresses_are_offered_and_one_is_picked(browser: Browser, owner: Any) -> None:
    answer = apply(browser, address_words="안심로", do="search")
    choices = re.findall(r'value="(pick:[^"]+)"', answer.text)
    assert len(choices) == 3
    made = only(owner)
    browser.post(f"/applications/{made.pk}/form", **GENUINE, **PLACE, do=choices[1])
    assert only(owner).form["address"].endswith("안심로 14 (노형동)")


def test_an_address_that_nobody_offered_is_not_picked(browser: Browser, owner: Any) -> None:
    apply(browser, do="save")
    made = only(owner)
    browser.post(
        f"/applications/{made.pk}/form", **GENUINE, **PLACE, do="pick:eyJyb2FkIjoieCJ9:x:y"
    )
    assert not only(owner).form.get("address")


def test_a_draft_is_there_again_later(browser: Browser, owner: Any) -> None:
    page = apply(browser, name="아직 이름뿐", phone="", kind="", do="save").text
    assert 0 < page.find("저장했습니다") < page.find("사업자등록번호"), "said where the page begins"
    made = only(owner)
    assert "아직 이름뿐" in browser.get(f"/applications/{made.pk}/form").text
    assert "아직 이름뿐" in browser.get("/applications/").text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("number", "000-00-00000", "사업자등록번호가 아닙니다"),
        ("number", "123-45-67890", "숫자 하나가"),
        ("number", "12-34", "10자리"),
        ("phone", "011-000-0000", "전화번호"),
        ("opened", "2019", "8자리"),
        ("closes", "26:00", "09:00"),
        ("address_words", "", "주소를"),
        ("name", "", "필수"),
    ],
)
def test_a_refused_field_says_why_beside_it(
    browser: Browser, owner: Any, field: str, value: str, says: str
) -> None:
    answer = apply(browser, **{field: value})
    assert answer.status_code == 400
    error = re.search(rf'id="id_{field}_error">(.*?)</div>', answer.text, re.DOTALL)
    assert error, answer.text[-2000:]
    assert says in error[1]
    assert "autofocus" in answer.text


def test_saving_while_typing_makes_one_draft(browser: Browser, owner: Any) -> None:
    from ansim.business.models import VenueApplication

    apply(browser, do="save", draft="0123456789abcdef", name="돌")
    apply(browser, do="save", draft="0123456789abcdef", name="돌담")
    (made,) = VenueApplication.objects.filter(owner=owner)
    assert made.form["name"] == "돌담"


def test_numbers_of_applications_are_not_tried_through(browser: Browser, owner: Any) -> None:
    from ansim.accounts.models import Attempt

    apply(browser, "without", about="오일장 37번 자리")
    ref = only(owner).ref
    for _ in range(20):
        browser.post("/apply/state", ref="R0000000")
    assert browser.post("/apply/state", ref=ref).status_code == 404
    Attempt.objects.all().delete()
    assert browser.post("/apply/state", ref=ref).status_code == 200


def test_without_a_number_a_clerk_decides(browser: Browser, owner: Any) -> None:
    answer = apply(browser, "without", about="오일장 37번 자리")
    made = only(owner)
    assert (made.state, made.checks["findings"]) == ("submitted", ["no-number"])
    assert made.ref in answer.text


def test_an_event_has_its_days(browser: Browser, owner: Any, house_of_tests: House) -> None:
    from ansim.business.admission.deciding import approve

    days = {"valid_from": "2026-12-05", "valid_until": "2026-12-06"}
    apply(browser, "event", about="마을 축제", kind="festival", **days)
    venue = approve(only(owner), house_of_tests.staff["registrar"])
    venue.refresh_from_db()
    assert venue.valid_from.isoformat() == "2026-12-04T15:00:00+00:00"
    assert venue.valid_until.isoformat() == "2026-12-06T15:00:00+00:00"
    assert only(owner).business.kind == "without_number"


def test_a_second_place_of_the_same_business_needs_no_clerk(browser: Browser, owner: Any) -> None:
    from ansim.business.models import VenueApplication

    apply(browser)
    apply(browser, name="바람 분식", address_words="안심로 140", phone="064-000-0140")
    made = list(VenueApplication.objects.filter(owner=owner).order_by("id"))
    assert [one.state for one in made] == ["approved", "approved"], made[1].checks
    assert made[0].business_id == made[1].business_id


def test_a_place_that_is_there_already_is_found(
    browser: Browser, owner: Any, house_of_tests: House
) -> None:
    from ansim.business.models import Venue

    there = Venue.objects.create(
        name="돌담커피", category=2, latitude=33.48465, longitude=126.47705, address="안심로 12"
    )
    try:
        apply(browser)
        assert only(owner).state == "submitted"
    finally:
        there.delete()


@pytest.mark.parametrize(
    ("registered", "state"), [("010-0000-7001", "approved"), ("010-0000-7002", "submitted")]
)
def test_a_place_of_the_register_is_handed_over_to_whoever_has_its_phone(
    registers: Registers, owner: Any, house_of_tests: House, registered: str, state: str
) -> None:
    from ansim.business.models import Venue
    from ansim.identity.phones import phone_index

    key = house_of_tests.system.keys.secret("owner-index")
    owner.phone_index = phone_index(key, "+821000007001")
    owner.save()
    browser = open_as(house_of_tests, owner)
    where = {"latitude": 33.48465, "longitude": 126.47705}
    there = Venue.objects.create(name="돌담커피", category=2, phone=registered, **where)
    try:
        apply(browser, opened="20190303", do="to-clerk")  # not even the right opening date
        made = only(owner)
        assert made.state == state
        assert made.venue == (there if state == "approved" else None)
    finally:
        browser.http.close()
        there.delete()


def test_the_state_is_told_by_number_and_nothing_else(
    browser: Browser, owner: Any, browse: Open
) -> None:
    apply(browser, "without", about="오일장 37번 자리")
    stranger = browse("business")
    made = only(owner)
    answer = stranger.post("/apply/state", ref=f"{made.ref[:4]}-{made.ref[4:].lower()}")
    assert answer.status_code == 200
    assert "담당자가 확인" in answer.text
    assert PLACE["name"] not in answer.text
    assert stranger.post("/apply/state", ref="R0000000").status_code == 404


def test_somebody_elses_application_is_not_there(
    browser: Browser, owner: Any, house_of_tests: House
) -> None:
    apply(browser, do="save")
    made, other = only(owner), new_owner()
    stranger = open_as(house_of_tests, other)
    for path in ("", "form", "pin"):
        assert stranger.get(f"/applications/{made.pk}/{path}").status_code == 404
    stranger.http.close()
    other.delete()


def test_an_application_can_be_withdrawn(browser: Browser, owner: Any) -> None:
    apply(browser, "without", about="오일장 37번 자리")
    made = only(owner)
    page = browser.post(f"/applications/{made.pk}/withdrawn", f"/applications/{made.pk}/")
    assert "취소했습니다" in page.text
    assert only(owner).state == "withdrawn"
