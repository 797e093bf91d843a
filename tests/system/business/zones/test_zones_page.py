"""Zones and entrances by their owner: made, renamed, moved, closed; one code at every entrance."""

import re
from typing import Any

import pytest

from support.house import Open
from support.owner import SignedIn, post, with_business


@pytest.fixture
def owner(browse: Open) -> SignedIn:
    return with_business(browse)


def place(owner: SignedIn) -> Any:
    return owner.account.venues().get(parent=None)


def add(owner: SignedIn, venue: Any, name: str, **more: Any) -> Any:
    return owner.browser.post(
        f"/my/venues/{venue.pk}/zones/add", name=name, **{"category": 3, "name_en": ""} | more
    )


def test_a_zone_has_a_code_of_its_own_and_a_poster(owner: SignedIn) -> None:
    venue = place(owner)
    page = add(owner, venue, "여탕", category=8)
    assert page.status_code == 200, page.text[:2000]
    zone = venue.zones.get()
    assert (zone.name, zone.category, zone.business_id) == ("여탕", 8, venue.business_id)
    assert zone.live_code().code != venue.live_code().code
    sheet = owner.browser.get(f"/my/venues/{zone.pk}/poster/a4.pdf")
    assert sheet.content.startswith(b"%PDF")
    assert "여탕" in owner.browser.get(f"/my/venues/{venue.pk}/zones").text


@pytest.mark.parametrize("name", ["", "  ", "예식홀", "가" * 61])
def test_a_zone_needs_a_name_of_its_own(owner: SignedIn, name: str) -> None:
    venue = place(owner)
    add(owner, venue, "예식홀")
    assert add(owner, venue, name).status_code == 400
    assert venue.zones.count() == 1


def test_a_zone_has_no_zones(owner: SignedIn) -> None:
    venue = place(owner)
    add(owner, venue, "1층")
    page = add(owner, venue.zones.get(), "구석")
    assert page.status_code == 200
    assert not venue.zones.get().zones.exists()


def test_renaming_keeps_the_code(owner: SignedIn) -> None:
    venue = place(owner)
    add(owner, venue, "1층")
    zone = venue.zones.get()
    code = zone.live_code().code
    owner.browser.post(f"/my/venues/{zone.pk}/rename", name="지하", name_en="Basement")
    zone.refresh_from_db()
    assert (zone.name, zone.name_en, zone.live_code().code) == ("지하", "Basement", code)
    owner.browser.post(f"/my/venues/{zone.pk}/rename", page=f"/my/venues/{zone.pk}/rename", name="")
    zone.refresh_from_db()
    assert zone.name == "지하"


def test_a_place_is_not_renamed_by_its_owner(owner: SignedIn) -> None:
    venue = place(owner)
    post(owner.browser, f"/my/venues/{venue.pk}/rename", name="질병관리청", name_en="")
    venue.refresh_from_db()
    assert venue.name != "질병관리청"


def test_a_moved_zone_goes_on_with_a_fresh_code_and_its_visits_stay(owner: SignedIn) -> None:
    from ansim.business.models import Venue

    venue = place(owner)
    add(owner, venue, "전시실")
    zone = venue.zones.get()
    other = Venue.objects.create(name="별관", category=3, business=venue.business)
    page = owner.browser.post(f"/my/venues/{zone.pk}/move", to=other.pk, when="wait")
    assert page.status_code == 200, page.text[:2000]
    zone.refresh_from_db()
    fresh = other.zones.get()
    assert fresh.name == "전시실"
    assert zone.parent_id == venue.pk
    assert zone.closed_at is not None
    assert not zone.is_over  # the old poster is good for 48 hours more
    assert fresh.live_code().code != zone.live_code().code
    assert [step.why for step in zone.steps.filter(what="closed")] == ["moved"]


def test_a_zone_moves_to_no_place_of_anybody_else(owner: SignedIn, browse: Open) -> None:
    venue, strange = place(owner), place(with_business(browse))
    add(owner, venue, "전시실")
    zone = venue.zones.get()
    page = owner.browser.post(f"/my/venues/{zone.pk}/move", to=strange.pk, when="wait")
    assert page.status_code == 400
    assert not strange.zones.exists()


def test_entrances_share_the_code_and_their_posters_carry_their_names(owner: SignedIn) -> None:
    venue = place(owner)
    here = f"/my/venues/{venue.pk}"
    for name in ("정문", "주차장"):
        page = owner.browser.post(f"{here}/entrances/add", page=f"{here}/zones", name=name)
        assert page.status_code == 200, page.text[:2000]
    twice = owner.browser.post(f"{here}/entrances/add", page=f"{here}/zones", name="정문")
    assert twice.status_code == 400
    assert venue.codes.count() == 1
    front, park = venue.entrances.order_by("id")
    sheets = {
        name: owner.browser.get(f"{here}/poster/a4.pdf", entrance=pk).content
        for name, pk in (("정문", front.pk), ("주차장", park.pk))
    }
    assert sheets["정문"].startswith(b"%PDF")
    assert sheets["정문"] != sheets["주차장"]
    owner.browser.post(f"/my/entrances/{front.pk}/seen", page=f"{here}/zones")
    front.refresh_from_db()
    assert front.hung_at is not None
    owner.browser.post(f"/my/entrances/{front.pk}/gone", page=f"{here}/zones")
    assert owner.browser.get(f"{here}/poster/a4.pdf", entrance=front.pk).status_code == 404


@pytest.mark.parametrize("entrance", ["x", "999999999999", "0", "-1"])
def test_a_poster_of_no_entrance_is_not_found(owner: SignedIn, entrance: str) -> None:
    here = f"/my/venues/{place(owner).pk}"
    assert owner.browser.get(f"{here}/poster/a4.pdf", entrance=entrance).status_code == 404


def test_staff_reads_the_page_and_finds_nothing_to_change(browse: Open, owner: SignedIn) -> None:
    venue = place(owner)
    helper = with_business(browse, "staff", venue.business)
    page = helper.browser.get(f"/my/venues/{venue.pk}/zones")
    assert page.status_code == 200
    assert not re.search(r'<form action="/my/venues', page.text)
