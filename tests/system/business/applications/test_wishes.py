"""GET and POST /my/venues/<id>/wish, and the clerks' side: another name, kind, address or pin of a place that stands."""

from typing import Any

import pytest

from support.house import Browser, House, Open
from support.owner import SignedIn, queued_for, with_business
from support.system import System

PIN = {"latitude": 33.4996, "longitude": 126.5312}
METRE = 1 / 111_320


@pytest.fixture
def owner(browse: Open) -> SignedIn:
    return with_business(browse)


@pytest.fixture
def venue(owner: SignedIn) -> Any:
    """A place with a pin of its own, away from those of other tests."""
    from ansim.business.models import Venue

    place = owner.account.venues().get()
    place.latitude, place.longitude = PIN["latitude"] + place.pk % 100 * 1e-6, PIN["longitude"]
    place.name, place.address = f"물결 {place.pk} 책방", "제주시 물결길 3"
    place.kind_of_site, place.district = "retail", "이도이동"
    place.save()
    # What other tests left near by is nobody's neighbour.
    Venue.objects.filter(name__contains="물결").exclude(pk=place.pk).update(
        latitude=None, longitude=None
    )
    return place


@pytest.fixture
def clerk(browse: Open) -> Browser:
    return browse("business", "registrar")


def mark(venue: Any) -> str:
    from ansim.business.lifecycle.particulars import mark_of

    venue.refresh_from_db()
    return mark_of(venue)


def ask(owner: SignedIn, venue: Any, **fields: Any) -> Any:
    given = {
        "seen": mark(venue),
        "name": venue.name,
        "kind": "",
        "address": venue.address,
        "about": "",
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "zoom": "1",
        "do": "set",
        **fields,
    }
    answer = owner.browser.post(f"/my/venues/{venue.pk}/wish", **given)
    venue.refresh_from_db()
    return answer


def take_back(owner: SignedIn, venue: Any) -> None:
    page = f"/my/venues/{venue.pk}/wish"
    owner.browser.post(f"{page}/withdrawn", page)


def wish_of(venue: Any) -> Any:
    from ansim.business.models import VenueWish

    return VenueWish.objects.filter(venue=venue).first()


def decide(clerk: Browser, wish: Any, **fields: Any) -> Any:
    seen = fields.pop("seen", mark(wish.venue))
    path = f"/review/changes/{wish.pk}/decision"
    answer = clerk.post(path, "/review/changes", seen=seen, **fields)
    wish.venue.refresh_from_db()
    return answer


def test_the_same_name_spelt_otherwise_holds_at_once(owner: SignedIn, venue: Any) -> None:
    before = venue.name
    page = ask(owner, venue, name=f"㈜{before}")
    assert (venue.name, wish_of(venue)) == (f"㈜{before}", None)
    assert page.url.path == f"/my/venues/{venue.pk}/"
    assert "포스터를 다시 출력" in page.text
    (step,) = venue.steps.all()
    assert (step.what, step.why, step.owner) == ("changed", "wish-at-once", owner.account)
    assert step.changed == {"name": [before, f"㈜{before}"]}


def test_the_pin_goes_to_the_right_door_at_once_and_no_further(owner: SignedIn, venue: Any) -> None:
    start = venue.latitude
    ask(owner, venue, latitude=start + 20 * METRE)
    assert venue.latitude == pytest.approx(start + 20 * METRE, abs=1e-6)
    assert venue.district == "이도이동"
    ask(owner, venue, latitude=start + 40 * METRE, about="문이 북쪽에 있습니다")
    assert venue.latitude == pytest.approx(start + 20 * METRE, abs=1e-6)
    assert wish_of(venue).reasons == ["moved"]


@pytest.mark.parametrize(
    ("change", "column", "becomes"),
    [
        ({"name": "노을빛 분식"}, "name", "노을빛 분식"),
        ({"kind": "bar"}, "kind_of_site", "bar"),
        ({"address": "제주시 물결길 5"}, "address", "제주시 물결길 5"),
        ({"latitude": 33.4950}, "latitude", 33.4950),
    ],
)
def test_what_may_make_another_place_of_it_waits_for_a_clerk(
    system: System,
    owner: SignedIn,
    clerk: Browser,
    venue: Any,
    change: dict[str, Any],
    column: str,
    becomes: Any,
) -> None:
    before = getattr(venue, column)
    empty = ask(owner, venue, **change)
    assert empty.status_code == 400  # a clerk has to see it by something
    page = ask(owner, venue, **change, about="새 간판과 등록증이 있습니다")
    assert page.url.path == f"/my/venues/{venue.pk}/wish"
    assert "담당자가 확인하고 있습니다" in page.text
    assert getattr(venue, column) == before
    wish = wish_of(venue)
    listed = clerk.get("/review/changes").text
    assert "새 간판과 등록증이 있습니다" in listed
    assert f"/review/changes/{wish.pk}/decision" in listed
    decide(clerk, wish)
    venue.refresh_from_db()
    assert getattr(venue, column) == becomes
    assert wish_of(venue) is None
    asked, changed = venue.steps.all()
    assert (asked.what, asked.owner, asked.staff) == ("asked", owner.account, None)
    assert (changed.what, changed.why, changed.owner) == ("changed", "wish-granted", None)
    assert changed.staff.login == "registrar"
    assert [text for text in queued_for(system, owner.account) if "변경 신청이 승인" in text]
    history = owner.browser.get(f"/my/venues/{venue.pk}/history").text
    assert "사업주 신청대로" in history
    assert "registrar" not in history


def test_it_is_turned_down_with_a_reason_that_the_owner_reads(
    system: System, owner: SignedIn, clerk: Browser, venue: Any
) -> None:
    before = venue.address
    ask(owner, venue, address="서귀포시 먼길 1", about="이사했습니다")
    assert decide(clerk, wish_of(venue), reason="other").status_code == 400  # in which words?
    decide(clerk, wish_of(venue), reason="another-place", words="폐점 후 새로 신청해 주세요")
    assert (venue.address, wish_of(venue)) == (before, None)
    (told,) = [text for text in queued_for(system, owner.account) if "반려되었습니다" in text]
    assert "다른 장소입니다" in told
    history = owner.browser.get(f"/my/venues/{venue.pk}/history").text
    assert "폐점 후 새로 신청해 주세요" in history
    assert "이사했습니다" not in history  # what was written beside it is gone with the wish


@pytest.mark.parametrize("reason", ["office-back", "registered", "yes"])
def test_a_reason_of_applications_alone_is_none(
    clerk: Browser, owner: SignedIn, venue: Any, reason: str
) -> None:
    ask(owner, venue, kind="cafe", about="커피를 팝니다")
    assert decide(clerk, wish_of(venue), reason=reason).status_code == 400
    assert wish_of(venue) is not None


def test_one_waits_at_a_time_and_can_be_taken_back(owner: SignedIn, venue: Any) -> None:
    ask(owner, venue, kind="cafe", about="커피를 팝니다")
    ask(owner, venue, kind="bar", about="술을 팝니다")
    assert wish_of(venue).wanted["kind_of_site"] == "cafe"
    shown = owner.browser.get(f"/my/venues/{venue.pk}/about").text
    assert "신청하신 변경을 담당자가 확인하고 있습니다" in shown
    take_back(owner, venue)
    take_back(owner, venue)
    assert wish_of(venue) is None
    assert [step.what for step in venue.steps.all()] == ["asked", "asked-no-more"]


def test_a_name_of_the_place_beside_is_looked_at(
    owner: SignedIn, clerk: Browser, venue: Any
) -> None:
    from ansim.business.models import Venue

    place = {"latitude": venue.latitude + 10 * METRE, "longitude": venue.longitude}
    beside = Venue.objects.create(name=f"㈜{venue.name} 별관", category=3, **place)
    ask(owner, venue, name=f"{venue.name} 별관", about="별관입니다")
    assert wish_of(venue).reasons == ["neighbour"]
    assert beside.name in clerk.get("/review/changes").text
    beside.delete()


def test_nobody_decides_on_what_changed_meanwhile(
    owner: SignedIn, clerk: Browser, venue: Any
) -> None:
    ask(owner, venue, address="제주시 물결길 5", about="도로명이 바뀌었습니다")
    wish, before = wish_of(venue), mark(venue)
    venue.phone = "064-000-7009"
    venue.save()
    late = decide(clerk, wish, seen=before)
    assert late.url.path == "/review/changes"
    venue.refresh_from_db()
    assert venue.address == "제주시 물결길 3"
    assert wish_of(venue) is not None
    decide(clerk, wish)
    venue.refresh_from_db()
    assert venue.address == "제주시 물결길 5"
    # The second of two clerks finds it decided, and nothing of it is done twice.
    path = f"/review/changes/{wish.pk}/decision"
    clerk.http.headers["X-Key"] = "1"
    assert clerk.post(path, "/review/", reason="not-shown").status_code == 409
    assert venue.steps.count() == 2


def test_two_pages_of_the_owner_do_not_write_over_each_other(owner: SignedIn, venue: Any) -> None:
    before = mark(venue)
    ask(owner, venue, name=f"{venue.name} 본점")
    late = ask(owner, venue, name=f"㈜{venue.name}", seen=before)
    assert late.status_code == 409
    assert "그사이 다른 사람이" in late.text


def test_arrows_move_the_map_and_keep_what_was_typed(owner: SignedIn, venue: Any) -> None:
    stood = f'name="latitude" value="{venue.latitude:.6f}"'
    touched = {
        "do": "",
        "map.x": "40",
        "map.y": "40",
    }  # what the script sends where the map is touched
    for pressed in ({"do": "north"}, {"do": "farther"}, touched):
        page = ask(owner, venue, name="아직 쓰는 중", about="반쯤", **pressed)
        assert page.status_code == 200
        assert 'value="아직 쓰는 중"' in page.text
        assert (stood in page.text) == (pressed == {"do": "farther"})
        assert (wish_of(venue), venue.steps.count()) == (None, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("address", ""),
        ("kind", "castle"),
        ("about", "y" * 301),
        ("name", "a\0b"),
    ],
)
def test_what_cannot_be_so_is_said_at_its_field(
    owner: SignedIn, venue: Any, field: str, value: str
) -> None:
    answer = ask(owner, venue, **{"about": "간판", field: value})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert (wish_of(venue), venue.steps.count()) == (None, 0)


def test_nothing_different_is_nothing_asked(owner: SignedIn, venue: Any) -> None:
    for place in ({}, {"latitude": "nan"}, {"longitude": ""}, {"zoom": "9"}):
        answer = ask(owner, venue, **place, about="핀만 보냅니다")
        assert (answer.status_code, wish_of(venue)) == (400, None), place
        assert "등록된 내용과 다른 것이 없습니다" in answer.text


def test_eleven_within_a_day_are_too_many(owner: SignedIn, venue: Any) -> None:
    for _ in range(10):
        ask(owner, venue, kind="cafe", about="커피")
        take_back(owner, venue)
    refused = ask(owner, venue, kind="cafe", about="커피")
    assert refused.status_code == 400
    assert wish_of(venue) is None


def test_a_zone_has_a_page_of_its_own_for_its_name(owner: SignedIn, venue: Any) -> None:
    from ansim.business.lifecycle.parts import add_zone

    zone = add_zone(venue, "2층", "", 3)
    answer = ask(owner, zone, name="3층", address="", about="층이 다릅니다")
    assert answer.url.path == f"/my/venues/{zone.pk}/about"
    assert zone.name == "2층"


def test_who_takes_the_place_over_finds_no_wish_of_the_giver(
    browse: Open, owner: SignedIn, venue: Any
) -> None:
    from ansim.business.lifecycle.handing_over import offer, open_offers, take

    ask(owner, venue, kind="cafe", about="커피")
    taker = with_business(browse)
    offer(venue, owner.account)
    take(open_offers(venue).get().pk, taker.account, taker.account.businesses().get())
    assert wish_of(venue) is None


def test_who_erases_their_account_leaves_nothing_that_they_wrote(
    browse: Open, owner: SignedIn, venue: Any
) -> None:
    from ansim.business.owners.erasure import erase

    with_business(browse, "owner", venue.business)
    ask(owner, venue, kind="cafe", about="커피")
    erase(owner.account)
    assert wish_of(venue) is None
    assert venue.steps.filter(what="asked").exists()


def test_staff_who_may_only_read_and_owners_decide_nothing(
    browse: Open, owner: SignedIn, venue: Any, house: House
) -> None:
    ask(owner, venue, kind="cafe", about="커피")
    wish = wish_of(venue)
    for browser in (owner.browser, with_business(browse, "staff", venue.business).browser):
        assert "/sign-in" in str(browser.get("/review/changes").url)
    assert wish_of(venue).pk == wish.pk
    assert house
