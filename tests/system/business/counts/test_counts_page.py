"""What an owner reads of check-ins: totals from five up, nothing of fewer, and whether it is unusually silent."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ansim.domain.days import VENUE_ZONE
from support.house import Open
from support.owner import SignedIn, with_business

DAY = timedelta(days=1)
TODAY = datetime.now(UTC).astimezone(VENUE_ZONE).date()


@pytest.fixture
def owner(browse: Open) -> SignedIn:
    signed = with_business(browse)
    signed.browser.http.cookies.set("ansim_business_language", "en")
    return signed


@pytest.fixture
def others() -> Iterator[None]:
    """Somewhere else somebody came each day: the log was taken."""
    from ansim.business.models import DayCount, Venue

    busy = Venue.objects.create(name="북적이는 곳", category=3)
    rows = [DayCount(venue=busy, day=TODAY - back * DAY) for back in range(60)]
    DayCount.objects.bulk_create(rows)
    yield
    busy.delete()


@pytest.fixture(autouse=True)
def counted_until(owner: SignedIn) -> None:
    from ansim.business.models import CountMark

    CountMark.objects.update_or_create(
        defaults={"until": datetime.now(UTC)},
        create_defaults={"until": datetime.now(UTC), "closed_day": TODAY},
    )


def venue_of(owner: SignedIn) -> Any:
    return owner.account.venues().first()


def counted(venue: Any, back: int, people: int | None, **bands: Any) -> None:
    from ansim.business.models import DayCount, VenueUse

    day = TODAY - back * DAY
    DayCount.objects.create(venue=venue, day=day, people=people, **bands)
    VenueUse.objects.update_or_create(
        venue=venue, defaults={"last_day": day}, create_defaults={"first_day": day, "last_day": day}
    )


def page(owner: SignedIn, venue: Any, **asked: str) -> str:
    text = owner.browser.get(f"/my/venues/{venue.pk}/counts", **asked).text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_a_total_is_exact_from_five_up_and_fewer_are_not_told_apart(owner: SignedIn) -> None:
    venue = venue_of(owner)
    counted(venue, 4, 5)
    counted(venue, 2, None)
    text = page(owner, venue)
    rows = {str(TODAY - back * DAY): back for back in range(1, 5)}
    shown = re.findall(r"(\d{4}-\d\d-\d\d) \(\w+\) (fewer than 5|\d+)", text)
    assert [(rows[day], people) for day, people in shown] == [
        (1, "fewer than 5"),
        (2, "fewer than 5"),
        (3, "fewer than 5"),
        (4, "5"),
    ], "a day with nobody reads as one with four"


@pytest.mark.parametrize(("people", "read"), [(None, "fewer than 5"), (13, "13 people")])
def test_today_is_a_running_total(owner: SignedIn, people: int | None, read: str) -> None:
    venue = venue_of(owner)
    counted(venue, 0, people)
    assert f"Today {read}" in page(owner, venue)


def test_a_day_is_shown_by_hour_way_and_code_in_its_bands(owner: SignedIn) -> None:
    from ansim.business.models import Venue

    venue = venue_of(owner)
    hall = Venue.objects.create(name="홀", category=3, business=venue.business, parent=venue)
    counted(
        venue,
        3,
        17,
        hours=[[0, 12, 7], [13, 23, 10]],
        methods=[[0, 0, 12], [1, 7, 5]],
        codes=[[[venue.pk, hall.pk], 17]],
    )
    text = page(owner, venue, day=str(TODAY - 3 * DAY))
    for said in ("00:00 – 13:00 7", "13:00 – 24:00 10", "QR on the poster 12", "entrance, 홀 17"):
        assert said in text


@pytest.mark.parametrize("asked", ["2026-13-01", "yesterday", "2020-01-01", "' OR 1=1"])
def test_a_day_that_nobody_counted_is_not_found(owner: SignedIn, asked: str) -> None:
    path = f"/my/venues/{venue_of(owner).pk}/counts"
    assert owner.browser.get(path, day=asked).status_code == 404


def test_a_zone_leads_to_the_place_that_counts_for_it(owner: SignedIn) -> None:
    from ansim.business.models import Venue

    venue = venue_of(owner)
    zone = Venue.objects.create(name="홀", category=3, business=venue.business, parent=venue)
    found = owner.browser.get(f"/my/venues/{zone.pk}/counts")
    assert found.url.path == f"/my/venues/{venue.pk}/counts"


@pytest.mark.usefixtures("others")
def test_a_silence_is_said_on_both_pages_of_the_venue(owner: SignedIn) -> None:
    venue = venue_of(owner)
    for back in range(6, 30):
        counted(venue, back, 9)
    from ansim.business.models import VenueUse

    VenueUse.objects.filter(venue=venue).update(last_day=TODAY - 6 * DAY)
    said = f"Nobody has checked in since {TODAY - 6 * DAY}"
    assert said in page(owner, venue)
    assert said in owner.browser.get(f"/my/venues/{venue.pk}/").text


def test_days_on_which_nobody_came_anywhere_are_no_silence_of_this_place(owner: SignedIn) -> None:
    from ansim.business.models import DayCount, VenueUse

    venue = venue_of(owner)
    for back in range(6, 30):
        counted(venue, back, 9)
    VenueUse.objects.filter(venue=venue).update(last_day=TODAY - 6 * DAY)
    kept = list(DayCount.objects.filter(day__gt=TODAY - 6 * DAY))
    DayCount.objects.filter(day__gt=TODAY - 6 * DAY).delete()
    try:
        assert "Nobody has checked in since" not in page(owner, venue)
    finally:
        DayCount.objects.bulk_create(kept)


@pytest.mark.usefixtures("others")
def test_a_download_is_noted_and_a_poster_nobody_scans_is_asked_about(owner: SignedIn) -> None:
    from ansim.business.models import DutyRecord

    venue = venue_of(owner)
    for _ in range(2):
        assert owner.browser.get(f"/my/venues/{venue.pk}/poster/code.svg").status_code == 200
    noted = DutyRecord.objects.get(venue=venue)
    assert (noted.kind, noted.day, noted.detail) == ("poster-issued", TODAY, "svg")
    assert "nobody has checked in yet" not in page(owner, venue)
    DutyRecord.objects.filter(pk=noted.pk).update(day=TODAY - 9 * DAY)
    assert "nobody has checked in yet" in page(owner, venue)
