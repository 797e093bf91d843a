"""Closing goes one way: with its zones, never back in time, told and noted once."""

from datetime import timedelta
from typing import Any

import pytest

from support.house import Open
from support.owner import new_business, queued_for, with_business
from support.system import System


@pytest.fixture
def shop(system: System) -> Any:
    """A venue of a business of its own, with two zones and a tenant of somebody else's."""
    from ansim.business.models import Venue

    venue = new_business("닫는 가게").venues.get()
    for name in ("1층", "2층"):
        Venue.objects.create(name=name, category=3, parent=venue, business=venue.business)
    Venue.objects.create(
        name="남의 가게", category=3, parent=venue, business=new_business("남의 회사")
    )
    return venue


def test_its_zones_close_with_it_and_other_businesses_stay_open(shop: Any) -> None:
    from ansim.business.lifecycle.closing import close_venue
    from ansim.domain.venue_life import Closing

    assert close_venue(shop, None, Closing.REGISTER)
    assert shop.closed_at is not None
    closed = {zone.name: zone.closed_at == shop.closed_at for zone in shop.zones.all()}
    assert closed == {"1층": True, "2층": True, "남의 가게": False}
    steps = [step for zone in shop.zones.all() for step in zone.steps.all()]
    assert [(step.what, step.why) for step in steps] == [("closed", "site")] * 2
    assert [(step.what, step.why) for step in shop.steps.all()] == [("closed", "register")]


def test_a_closing_that_is_heard_of_late_begins_now(shop: Any) -> None:
    from ansim.business.lifecycle.closing import close_venue
    from ansim.business.lifecycle.steps import database_now
    from ansim.domain.venue_life import Closing

    before = database_now()
    close_venue(shop, before - timedelta(days=900), Closing.REGISTER)
    assert shop.closed_at >= before


def test_what_is_closed_stays_as_it_was_and_what_will_close_is_brought_forward(shop: Any) -> None:
    from ansim.business.lifecycle.closing import close_venue
    from ansim.business.lifecycle.steps import database_now
    from ansim.domain.venue_life import Closing

    later = database_now() + timedelta(hours=48)
    assert close_venue(shop, later, Closing.OWNER)
    assert shop.closed_at == later
    assert not close_venue(shop, later + timedelta(days=9), Closing.REGISTER)
    assert close_venue(shop, None, Closing.OWNER)
    first = shop.closed_at
    assert not close_venue(shop, None, Closing.REGISTER)
    assert shop.closed_at == first < later


def test_the_codes_stay_so_that_a_place_opens_again_under_its_poster(shop: Any) -> None:
    from ansim.business.lifecycle.closing import close_venue, reopen_venue
    from ansim.business.lifecycle.steps import IMPORT
    from ansim.domain.venue_life import Closing

    code = shop.live_code().code
    close_venue(shop, None, Closing.OWNER)
    assert reopen_venue(shop, IMPORT)
    assert shop.closed_at is None
    assert shop.live_code().code == code
    assert not reopen_venue(shop, IMPORT)
    assert [step.what for step in shop.steps.all()] == ["closed", "reopened"]


def test_whoever_answers_for_it_is_told_once(browse: Open, system: System) -> None:
    from ansim.business.lifecycle.closing import close_venue
    from ansim.domain.venue_life import Closing

    owner = with_business(browse).account
    venue = owner.venues().get()
    close_venue(venue, None, Closing.REGISTER)
    close_venue(venue, None, Closing.REGISTER)
    with system.owner("main") as connection:
        told = connection.execute(
            "SELECT params->>'venue' FROM notices.message WHERE owner_id = %s AND template = %s",
            (owner.pk, "venue-closed"),
        ).fetchall()
    assert told == [(venue.name,)]


@pytest.mark.parametrize("many", [1, 40])
def test_many_close_in_as_many_statements_as_one(system: System, many: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from ansim.business.lifecycle.closing import close_venues
    from ansim.business.models import Venue
    from ansim.domain.venue_life import Closing

    rows = [Venue(name=f"명부 {number}", category=1) for number in range(many)]
    ids = [venue.pk for venue in Venue.objects.bulk_create(rows)]
    with CaptureQueriesContext(connection) as asked:
        assert close_venues(ids, None, Closing.REGISTER) == many
    assert len(asked) < 12


@pytest.mark.parametrize("count", [2, 7, 100])
def test_many_venues_of_one_business_close_in_one_message(
    browse: Open, system: System, count: int
) -> None:
    from ansim.business.lifecycle.closing import close_venues
    from ansim.business.models import Venue
    from ansim.domain.venue_life import Closing

    owner, other = with_business(browse), with_business(browse)
    business = owner.account.businesses().get()
    made = [Venue(name=f"{n}호 지점", category=3, business=business) for n in range(1, count + 1)]
    ids = [venue.pk for venue in Venue.objects.bulk_create(made)]
    (alone,) = other.account.venues()
    assert close_venues([*ids, alone.pk], None, Closing.REGISTER) == count + 1
    closed = queued_for(system, owner.account)
    assert len(closed) == 1
    assert f"사업장 {count}곳" in closed[0]
    named = [n for n in range(1, count + 1) if f"{n}호 지점" in closed[0]]
    assert named == list(range(1, min(count, 3) + 1))
    assert [alone.name in text for text in queued_for(system, other.account)] == [True]


@pytest.mark.parametrize("why", ["clerk", "register"])
def test_what_the_authority_closed_an_owner_does_not_open_again(
    shop: Any, browse: Open, why: str
) -> None:
    from ansim.business.lifecycle.closing import close_venue
    from ansim.domain.venue_life import Closing

    owner = with_business(browse)
    venue = owner.account.venues().first()
    close_venue(venue, None, Closing(why))
    answer = owner.browser.post(f"/my/venues/{venue.pk}/reopen")
    assert answer.status_code == 400
    assert "담당 기관이 운영 종료로 처리한" in answer.text
    venue.refresh_from_db()
    assert venue.closed_at is not None
    clerk = browse("business", "registrar")
    clerk.post(f"/venues/{venue.pk}/reopen")
    venue.refresh_from_db()
    assert venue.closed_at is None


def test_a_zone_opens_again_only_within_an_open_place_and_under_a_free_name(shop: Any) -> None:
    from ansim.business.lifecycle.closing import ReopenRefusedError, close_venue, reopen_venue
    from ansim.business.lifecycle.parts import ZoneRefusedError, add_zone, move_zone
    from ansim.business.lifecycle.steps import By
    from ansim.business.models import Venue
    from ansim.domain.venue_life import Closing, ReopenFault

    zone = shop.zones.get(name="1층")
    close_venue(shop, None, Closing.OWNER)
    with pytest.raises(ReopenRefusedError) as refused:
        reopen_venue(zone, By())
    assert refused.value.fault is ReopenFault.AROUND
    with pytest.raises(ZoneRefusedError):
        add_zone(shop, "3층", "", 3)
    assert reopen_venue(shop, By())
    add_zone(shop, "1층", "", 3)
    with pytest.raises(ReopenRefusedError) as refused:
        reopen_venue(zone, By())
    assert refused.value.fault is ReopenFault.TAKEN
    other = Venue.objects.create(name="옆 가게", category=3, business=shop.business)
    second = shop.zones.get(name="2층")
    assert reopen_venue(second, By())
    move_zone(second, other, None, By())
    for _ in range(2):
        with pytest.raises(ZoneRefusedError):
            move_zone(second, other, None, By())
    with pytest.raises(ReopenRefusedError) as refused:
        reopen_venue(second, By())
    assert refused.value.fault is ReopenFault.MOVED
    assert other.zones.filter(closed_at=None).count() == 1


def test_a_closing_that_lies_ahead_is_called_off_with_that_of_its_zones(shop: Any) -> None:
    from ansim.business.lifecycle.closing import close_venue, reopen_venue
    from ansim.business.lifecycle.steps import By, database_now
    from ansim.business.models import Venue
    from ansim.domain.venue_life import Closing

    now = database_now()
    soon, late = now + timedelta(days=2), now + timedelta(days=5)
    for name, at in (("먼저 닫는 곳", now), ("늦게 닫는 곳", late), ("같이 닫는 곳", soon)):
        zone = Venue.objects.create(name=name, category=3, parent=shop, business=shop.business)
        close_venue(zone, at, Closing.OWNER)
    gone = shop.zones.get(name="먼저 닫는 곳").closed_at
    close_venue(shop, soon, Closing.OWNER)
    assert shop.zones.get(name="늦게 닫는 곳").closed_at == soon
    assert reopen_venue(shop, By())
    assert dict(shop.zones.values_list("name", "closed_at")) == {
        "1층": None,
        "2층": None,
        "남의 가게": None,
        "먼저 닫는 곳": gone,
        "늦게 닫는 곳": late,  # as its owner had set it before
        "같이 닫는 곳": soon,  # closed by itself, not with the place
    }
    steps = shop.zones.get(name="1층").steps.order_by("id")
    assert [(step.what, step.why) for step in steps] == [("closed", "site"), ("reopened", "")]


def test_zones_of_a_place_that_did_close_stay_closed(shop: Any) -> None:
    from ansim.business.lifecycle.closing import close_venue, reopen_venue
    from ansim.business.lifecycle.steps import By
    from ansim.domain.venue_life import Closing

    close_venue(shop, None, Closing.OWNER)
    assert reopen_venue(shop, By())
    assert shop.zones.filter(business=shop.business, closed_at=None).count() == 0
