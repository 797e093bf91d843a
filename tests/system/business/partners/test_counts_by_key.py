"""Counts over the partner API: what the owner's page shows, by the same rule, of the business's own places."""

import time
from datetime import timedelta
from typing import Any

import pytest

from ansim.domain.days import local_day
from support.partner import Partner, new_key

Ours = tuple[Any, Partner]
TODAY = local_day(time.time())


def day(back: int) -> Any:
    return TODAY - timedelta(days=back)


def counted(venue: Any, back: int, people: int | None, **bands: Any) -> None:
    from ansim.business.models import DayCount

    DayCount.objects.create(venue=venue, day=day(back), people=people, **bands)


def test_days_are_told_as_on_the_owners_page(ours: Ours) -> None:
    business, partner = ours
    venue = business.venues.get()
    bands = {
        "hours": [[0, 11, 6], [12, 23, 35]],
        "methods": [[0, 7, 41]],
        "codes": [[[venue.pk], 41]],
    }
    counted(venue, 0, 7)
    counted(venue, 2, 41, **bands)
    counted(venue, 4, None)
    counted(venue, 5, 5)
    told = partner.get(f"/venues/{venue.pk}/counts").json()
    assert (told["venue"], told["exact_from"], told["today"]) == (venue.pk, 5, 7)
    assert [(one["day"], one["people"]) for one in told["days"]] == [
        (str(day(1)), None),  # nobody: not told from fewer than five
        (str(day(2)), 41),
        (str(day(3)), None),
        (str(day(4)), None),
        (str(day(5)), 5),
    ]
    spread = told["days"][1]
    assert spread["hours"] == [
        {"first": 0, "last": 11, "people": 6},
        {"first": 12, "last": 23, "people": 35},
    ]
    assert spread["methods"][0]["people"] == 41
    assert "qr" in spread["methods"][0]["methods"]
    assert spread["codes"] == [{"venues": [venue.pk], "people": 41}]
    assert told["days"][4]["hours"] is None


def test_a_day_with_few_is_told_as_a_day_with_nobody(ours: Ours) -> None:
    business, partner = ours
    venue = business.venues.get()
    counted(venue, 3, 12)
    counted(venue, 1, None)
    few, nobody, _full = partner.get(f"/venues/{venue.pk}/counts").json()["days"]
    assert {**few, "day": ""} == {**nobody, "day": ""}


@pytest.mark.parametrize("people", [None, 23])
def test_a_zone_is_told_with_its_place_and_never_alone(ours: Ours, people: int | None) -> None:
    from ansim.business.models import Venue

    business, partner = ours
    place = business.venues.get()
    zone = Venue.objects.create(name="2층", category=3, parent=place, business=business)
    counted(place, 0, people)
    told = partner.get(f"/venues/{zone.pk}/counts").json()
    assert (told["venue"], told["today"]) == (place.pk, people)


def test_a_tenant_of_another_business_is_not_told(ours: Ours) -> None:
    from ansim.business.models import Venue

    business, partner = ours
    other, _key = new_key()
    tenant = other.venues.get()
    Venue.objects.filter(pk=tenant.pk).update(parent=business.venues.get())
    counted(tenant, 0, 99)
    assert partner.get(f"/venues/{tenant.pk}/counts").status_code == 404


def test_the_scope_is_asked_for_by_itself(ask: Any) -> None:
    business, key = new_key(scopes=["venues:read", "venues:write"])
    refused = ask(key).get(f"/venues/{business.venues.get().pk}/counts")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
