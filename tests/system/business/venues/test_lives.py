"""A place closes and opens again, an event's days move, a mobile place stands elsewhere each day, a shop has no staff."""

import time
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest

from ansim.domain.days import local_day
from support.house import Browser, Open
from support.owner import SignedIn, post, with_business

TODAY = local_day(time.time())


@pytest.fixture
def owner(browse: Open) -> SignedIn:
    return with_business(browse)


@pytest.fixture
def venue(owner: SignedIn) -> Any:
    return owner.account.venues().get()


def act(browser: Browser, venue: Any, what: str, **fields: Any) -> Any:
    answer = browser.post(f"/my/venues/{venue.pk}/{what}", **fields)
    venue.refresh_from_db()
    return answer


def text_of(pdf: bytes) -> str:
    front = pypdfium2.PdfDocument(pdf)[0]  # what the owner reads is on the back
    return str(front.get_textpage().get_text_bounded())


@pytest.mark.parametrize(("when", "hours"), [("at-once", 0), ("wait", 48)])
def test_closing_asks_first_and_says_what_happens_next(
    owner: SignedIn, venue: Any, when: str, hours: int
) -> None:
    from django.utils import timezone

    asked = owner.browser.get(f"/my/venues/{venue.pk}/close").text
    assert "포스터" in asked
    page = act(owner.browser, venue, "close", when=when)
    assert page.status_code == 200, page.text[:2000]
    ends = timezone.now() + timedelta(hours=hours)
    assert abs(venue.closed_at - ends) < timedelta(minutes=2)
    assert venue.is_over is (when == "at-once")
    shown = owner.browser.get(f"/my/venues/{venue.pk}").text
    assert ('class="qr"' in shown) is (when == "wait")
    printed = owner.browser.get(f"/my/venues/{venue.pk}/poster/a4.pdf").status_code
    assert printed == (404 if when == "at-once" else 200)
    (step,) = venue.steps.all()
    assert (step.what, step.why, step.owner_id) == ("closed", "owner", owner.account.pk)


@pytest.mark.parametrize("fields", [{}, {"when": ""}, {"when": "never"}])
def test_nothing_closes_without_an_answer(
    owner: SignedIn, venue: Any, fields: dict[str, str]
) -> None:
    assert act(owner.browser, venue, "close", **fields).status_code == 400
    assert venue.closed_at is None


def test_it_opens_again_under_its_code(owner: SignedIn, venue: Any) -> None:
    code = venue.live_code().code
    act(owner.browser, venue, "close", when="at-once")
    act(owner.browser, venue, "reopen")
    assert venue.closed_at is None
    assert venue.live_code().code == code
    assert owner.browser.get(f"/my/venues/{venue.pk}/poster/a4.pdf").status_code == 200


def test_a_clerk_closes_and_opens_and_the_owner_reads_of_it(
    browse: Open, owner: SignedIn, venue: Any
) -> None:
    clerk = browse("business", "registrar")
    clerk.post(f"/venues/{venue.pk}/close", when="at-once")
    venue.refresh_from_db()
    assert venue.is_over
    assert "운영이 종료되어" in owner.browser.get(f"/my/venues/{venue.pk}/").text
    clerk.post(f"/venues/{venue.pk}/reopen")
    venue.refresh_from_db()
    assert venue.closed_at is None
    assert [step.why for step in venue.steps.all()] == ["clerk", ""]


def event(venue: Any, first: date, last: date) -> None:
    from ansim.domain.event_dates import EventDays

    venue.valid_from, venue.valid_until = EventDays(first, last).moments()
    venue.save()


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        (20, 21, 200),
        (40, 41, 200),  # 30 days later
        (41, 42, 400),
        (-19, -18, 400),
        (10, 14, 200),  # 3 days longer
        (10, 15, 400),
        (12, 11, 400),
    ],
)
def test_an_owner_moves_days_around_what_was_approved(
    owner: SignedIn, venue: Any, first: int, last: int, status: int
) -> None:
    event(venue, TODAY + timedelta(days=10), TODAY + timedelta(days=11))
    wanted = {"first": TODAY + timedelta(days=first), "last": TODAY + timedelta(days=last)}
    page = act(owner.browser, venue, "days", **{name: str(day) for name, day in wanted.items()})
    assert page.status_code == status
    kept = (venue.first_day, venue.last_day) == tuple(wanted.values())
    assert kept is (status == 200)


def test_moving_again_and_again_does_not_wander_off(owner: SignedIn, venue: Any) -> None:
    event(venue, TODAY + timedelta(days=10), TODAY + timedelta(days=11))
    far = [str(TODAY + timedelta(days=day)) for day in (39, 40)]
    farther = [str(TODAY + timedelta(days=day)) for day in (60, 61)]
    act(owner.browser, venue, "days", first=far[0], last=far[1])
    page = act(owner.browser, venue, "days", first=farther[0], last=farther[1])
    assert page.status_code == 400
    assert str(venue.first_day) == far[0]


def test_what_a_clerk_sets_is_what_was_approved(browse: Open, owner: SignedIn, venue: Any) -> None:
    event(venue, TODAY + timedelta(days=10), TODAY + timedelta(days=11))
    days = [str(TODAY + timedelta(days=day)) for day in (200, 201, 220, 221)]
    browse("business", "registrar").post(f"/venues/{venue.pk}/days", first=days[0], last=days[1])
    venue.refresh_from_db()
    assert str(venue.first_day) == days[0]
    assert act(owner.browser, venue, "days", first=days[2], last=days[3]).status_code == 200


def test_a_place_that_is_no_event_gets_no_days_by_its_owner(owner: SignedIn, venue: Any) -> None:
    post(owner.browser, f"/my/venues/{venue.pk}/days", first=str(TODAY), last=str(TODAY))
    venue.refresh_from_db()
    assert venue.valid_from is None


@pytest.fixture
def truck(venue: Any) -> Any:
    venue.mobile = True
    venue.save()
    return venue


def write(owner: SignedIn, venue: Any, day: date, address: str, **more: Any) -> Any:
    here = f"/my/venues/{venue.pk}/places"
    return owner.browser.post(f"{here}/set", page=here, day=str(day), address=address, **more)


def test_a_mobile_place_is_written_by_day_and_yesterdays_comes_again_in_one_tap(
    owner: SignedIn, truck: Any
) -> None:
    from ansim.business.models import PlaceOnDay

    yesterday = TODAY - timedelta(days=1)
    PlaceOnDay.objects.create(
        venue=truck, day=yesterday, address="동문시장 8번 문", latitude=33.51, longitude=126.53
    )
    here = f"/my/venues/{truck.pk}/places"
    owner.browser.post(f"{here}/again", page=here)
    today = truck.place_on(TODAY)
    assert (today.address, today.latitude) == ("동문시장 8번 문", 33.51)
    assert write(owner, truck, TODAY, "탑동 광장").status_code == 200
    assert (
        write(
            owner, truck, TODAY + timedelta(days=1), "협재", latitude="33.39", longitude="126.24"
        ).status_code
        == 200
    )
    assert truck.place_on(TODAY).address == "탑동 광장"
    assert truck.place_on(TODAY).latitude is None
    assert "탑동 광장" in owner.browser.get(f"/my/venues/{truck.pk}/").text


@pytest.mark.parametrize(
    ("ahead", "more"),
    [
        (-1, {}),
        (61, {}),
        (0, {"latitude": "33.4"}),
        (0, {"latitude": "91", "longitude": "126"}),
        (0, {"latitude": "nan", "longitude": "nan"}),
    ],
)
def test_days_past_stay_and_pins_lie_in_the_country(
    owner: SignedIn, truck: Any, ahead: int, more: dict[str, str]
) -> None:
    assert write(owner, truck, TODAY + timedelta(days=ahead), "어딘가", **more).status_code == 400
    assert not truck.places.exists()


def test_a_fixed_place_does_not_move(owner: SignedIn, venue: Any) -> None:
    post(owner.browser, f"/my/venues/{venue.pk}/places/set", day=str(TODAY), address="딴 곳")
    assert not venue.places.exists()


def test_the_poster_of_a_shop_without_staff_sends_nobody_to_staff(
    owner: SignedIn, venue: Any
) -> None:
    from ansim.business.models import CallNumber

    path = f"/my/venues/{venue.pk}/poster/a4.pdf"
    assert "직원에게" in text_of(owner.browser.get(path).content)
    act(owner.browser, venue, "staffing", unmanned="yes")
    assert venue.unmanned
    bare = text_of(owner.browser.get(path).content)
    assert "직원에게" not in bare
    CallNumber.objects.create(number="+82800000077", venue=venue)
    assert "080" in text_of(owner.browser.get(path).content)
