"""GET and POST /my/venues/<id>/about, and the same for clerks: what stands of a place, changed."""

from typing import Any

import pytest

from support.house import Browser, House, Open
from support.owner import SignedIn, queued_for, with_business
from support.system import System

SAID = {
    "phone": "064) 000 7001",
    "name_en": "Windy Store",
    "capacity": "40",
    "floor_area": "66",
    "indoor": "no",
    "ventilation": "3",
}


@pytest.fixture
def owner(browse: Open) -> SignedIn:
    return with_business(browse)


@pytest.fixture
def venue(owner: SignedIn) -> Any:
    return owner.account.venues().get()


@pytest.fixture
def clerk(browse: Open) -> Browser:
    return browse("business", "registrar")


def mark(venue: Any) -> str:
    from ansim.business.lifecycle.particulars import mark_of

    venue.refresh_from_db()
    return mark_of(venue)


def say(owner: SignedIn, venue: Any, **fields: Any) -> Any:
    given = {"seen": mark(venue), **SAID, **fields}
    answer = owner.browser.post(f"/my/venues/{venue.pk}/about", **given)
    venue.refresh_from_db()
    return answer


def by_clerk(clerk: Browser, venue: Any, **fields: Any) -> Any:
    given = {
        "seen": mark(venue),
        "name": venue.name,
        "address": venue.address,
        "latitude": "" if venue.latitude is None else venue.latitude,
        "longitude": "" if venue.longitude is None else venue.longitude,
        "kind": "",
        "words": "간판 사진을 확인했습니다",
        **SAID,
        **fields,
    }
    answer = clerk.post(f"/venues/{venue.pk}/about", **given)
    venue.refresh_from_db()
    return answer


def test_an_owner_changes_what_needs_no_clerk(owner: SignedIn, venue: Any) -> None:
    page = say(owner, venue)
    assert page.url.path == f"/my/venues/{venue.pk}/"
    assert "포스터를 다시 출력" in page.text  # the English name stands on it
    stands = (venue.phone, venue.name_en, venue.capacity, venue.floor_area, venue.indoor)
    assert stands == ("064-000-7001", "Windy Store", 40, 66, False)
    assert venue.ventilation == 3
    shown = owner.browser.get(f"/my/venues/{venue.pk}/about").text
    assert all(f'value="{value}"' in shown for value in ("064-000-7001", "Windy Store", "40", "66"))
    (step,) = venue.steps.all()
    assert (step.what, step.owner, step.staff) == ("changed", owner.account, None)
    assert step.changed == {
        "phone": [],
        "name_en": ["", "Windy Store"],
        "capacity": [None, 40],
        "floor_area": [None, 66],
        "indoor": [None, False],
        "ventilation": [None, 3],
    }


def test_nothing_changed_is_no_step_and_what_is_left_empty_goes(
    owner: SignedIn, venue: Any
) -> None:
    say(owner, venue)
    say(owner, venue)
    assert venue.steps.count() == 1
    say(owner, venue, capacity="", floor_area="", indoor="", ventilation="", name_en="")
    assert (venue.capacity, venue.floor_area, venue.indoor, venue.ventilation) == (None,) * 4
    assert venue.name_en == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "112"),
        ("phone", "+1 202 555 0143"),
        ("phone", ""),
        ("capacity", "0"),
        ("capacity", "많음"),
        ("floor_area", "-3"),
        ("floor_area", "99999999"),
        ("indoor", "perhaps"),
        ("ventilation", "9"),
        ("name_en", "x" * 101),
        ("name_en", "a\0b"),
        ("name_en", "Jeju Health Center"),
    ],
)
def test_what_cannot_be_so_is_said_at_its_field(
    owner: SignedIn, venue: Any, field: str, value: str
) -> None:
    say(owner, venue)  # from then on the place has a number, which may not be emptied
    answer = say(owner, venue, **{field: value})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert getattr(venue, field) == {
        "phone": "064-000-7001",
        "capacity": 40,
        "floor_area": 66,
        "indoor": False,
        "ventilation": 3,
        "name_en": "Windy Store",
    }.get(field)


@pytest.mark.parametrize("field", ["name", "category", "address", "latitude", "business", "kind"])
def test_what_was_verified_no_owner_changes(owner: SignedIn, venue: Any, field: str) -> None:
    before = (venue.name, venue.category, venue.address, venue.latitude, venue.business_id)
    assert say(owner, venue, **{field: "7"}).status_code == 200
    assert (
        venue.name,
        venue.category,
        venue.address,
        venue.latitude,
        venue.business_id,
    ) == before
    page = owner.browser.get(f"/my/venues/{venue.pk}/about").text
    assert "확인을 거친 내용" in page
    assert f"/my/venues/{venue.pk}/close" in page


def test_nobody_writes_over_what_somebody_else_changed(owner: SignedIn, venue: Any) -> None:
    seen = mark(venue)
    say(owner, venue, capacity="15")
    late = say(owner, venue, capacity="90", seen=seen)
    assert late.status_code == 409
    assert "그사이 다른 사람이" in late.text
    assert 'value="15"' in late.text
    assert venue.capacity == 15
    assert say(owner, venue, capacity="91", seen="").status_code == 409


def test_what_is_sent_again_as_its_answer_was_lost_changes_nothing_more(
    system: System, owner: SignedIn, clerk: Browser, venue: Any
) -> None:
    """The second answer shows what the first one did; the history has it once, and the owner is told once."""
    from ansim.business.models import VenueStep

    changes = VenueStep.objects.filter(venue=venue, what="changed")
    before = mark(venue)
    first = say(owner, venue, capacity="77", seen=before)
    again = say(owner, venue, capacity="77", seen=before)
    assert (first.status_code, again.status_code) == (200, 409)
    assert 'value="77"' in again.text
    assert changes.count() == 1
    before = mark(venue)
    told = len(queued_for(system, owner.account))
    for status in (200, 409):
        assert by_clerk(clerk, venue, name="두 번 누른 가게", seen=before).status_code == status
    assert venue.name == "두 번 누른 가게"
    assert changes.count() == 2
    assert len(queued_for(system, owner.account)) == told + 1


def test_staff_of_the_business_and_strangers_change_nothing(
    browse: Open, owner: SignedIn, venue: Any
) -> None:
    helper = with_business(browse, "staff", owner.account.businesses().get())
    stranger = with_business(browse)
    for signed in (helper, stranger):
        assert signed.browser.get(f"/my/venues/{venue.pk}/about").status_code == 404
    assert "/sign-in" in str(owner.browser.get(f"/venues/{venue.pk}/about").url)


def test_a_clerk_changes_what_was_verified_with_a_reason_and_the_owner_is_told(
    clerk: Browser, owner: SignedIn, venue: Any, system: System
) -> None:
    answer = by_clerk(
        clerk,
        venue,
        name="바람 상회 새 간판",
        kind="restaurant",
        address="제주시 바람길 9",
        latitude="33.4996",
        longitude="126.5312",
    )
    assert answer.url.path == f"/venues/{venue.pk}/"
    assert (venue.name, venue.kind_of_site) == ("바람 상회 새 간판", "restaurant")
    assert venue.kind.name == "RESTAURANT"
    assert (venue.address, venue.district) == ("제주시 바람길 9", "이도이동")
    (step,) = venue.steps.all()
    assert step.staff.login == "registrar"
    assert step.words == "간판 사진을 확인했습니다"
    assert step.changed["name"] == ["바람 상회 본점", "바람 상회 새 간판"]
    told = [text for text in queued_for(system, owner.account) if "등록 정보를 고쳤습니다" in text]
    assert len(told) == 1
    assert "바람 상회 새 간판" in told[0]


@pytest.mark.parametrize(
    ("field", "value"),
    [("words", ""), ("name", ""), ("latitude", "33.5"), ("kind", "castle"), ("longitude", "12")],
)
def test_a_clerk_gives_a_reason_and_a_whole_pin(
    clerk: Browser, venue: Any, field: str, value: str
) -> None:
    assert by_clerk(clerk, venue, **{field: value}).status_code == 400
    assert venue.steps.count() == 0


def test_of_a_zone_a_clerk_changes_no_name(clerk: Browser, venue: Any) -> None:
    from ansim.business.lifecycle.parts import add_zone

    zone = add_zone(venue, "2층", "", 3)
    assert by_clerk(clerk, zone, name="3층").status_code == 200
    assert (zone.name, zone.capacity) == ("2층", 40)


def test_hours_and_staffing_leave_steps_as_well(owner: SignedIn, venue: Any) -> None:
    owner.browser.post(f"/my/venues/{venue.pk}/hours", opens="9", closes="18")
    owner.browser.post(f"/my/venues/{venue.pk}/staffing", unmanned="yes")
    first, second = venue.steps.all()
    assert set(first.changed) == {"opening_hours"}
    assert second.changed == {"unmanned": [False, True]}


def test_the_gateway_shows_the_new_english_name_to_guests(
    owner: SignedIn, venue: Any, house: House
) -> None:
    import time

    from support.system import PATIENCE

    say(owner, venue, name_en="Pier Seven Store")
    code = venue.live_code().code
    end = time.monotonic() + PATIENCE
    while True:
        seen = house.system.http.get(f"/v1/venues/{code}").json()
        if seen.get("name_en") == "Pier Seven Store" or time.monotonic() > end:
            break
        time.sleep(0.1)
    assert seen["name_en"] == "Pier Seven Store"
