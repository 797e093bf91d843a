"""One venue goes to another business: offered by its owner, taken by another's, and nobody else sees anything of it."""

import re
from typing import Any

import pytest

from support.house import Open
from support.owner import SignedIn, new_business, new_device, queued_for, sign_in, with_business
from support.partner import Partner, new_key
from support.system import System


@pytest.fixture
def giver(browse: Open) -> SignedIn:
    return with_business(browse)


@pytest.fixture
def taker(browse: Open) -> SignedIn:
    return with_business(browse)


def venue(of: SignedIn) -> Any:
    return of.account.venues().get(parent=None)


def business(of: SignedIn) -> Any:
    return of.account.businesses().get()


def offer(of: SignedIn, place: Any) -> str:
    """The token of a link that the owner makes on the page."""
    page = of.browser.post(f"/my/venues/{place.pk}/hand-over", sure="on")
    found = re.search(r"/my/take#([\w-]+)", page.text)
    assert found, page.text[:3000]
    return found.group(1)


def open_link(of: SignedIn, token: str) -> Any:
    return of.browser.post("/my/take", token=token)


def confirm(of: SignedIn, to: Any) -> Any:
    return of.browser.post("/my/take/confirm", business=str(getattr(to, "pk", to)))


def handed_over(giver: SignedIn, taker: SignedIn) -> Any:
    place = venue(giver)
    assert open_link(taker, offer(giver, place)).status_code == 200
    page = confirm(taker, business(taker))
    assert page.url.path == f"/my/venues/{place.pk}/", page.text[:3000]
    place.refresh_from_db()
    return place


def test_it_goes_with_zones_entrances_counts_and_the_same_code(
    giver: SignedIn, taker: SignedIn, system: System
) -> None:
    from ansim.business.models import DayCount, Entrance, Venue

    place = venue(giver)
    zone = Venue.objects.create(name="2층", category=3, parent=place, business=business(giver))
    Entrance.objects.create(venue=place, name="정문")
    DayCount.objects.create(venue=place, day="2026-11-20", people=41)
    code = place.live_code().code
    new_device(place)
    new_device(zone)
    place = handed_over(giver, taker)
    zone.refresh_from_db()
    assert place.business == zone.business == business(taker)
    assert place.live_code().code == code
    assert "정문" in taker.browser.get(f"/my/venues/{place.pk}/zones").text
    assert "41" in taker.browser.get(f"/my/venues/{place.pk}/counts").text
    for one in (place, zone):
        assert not one.devices.filter(revoked_at=None).exists()
        assert [step.what for step in one.steps.all()] == ["handed-over"]
    told = {name: queued_for(system, of.account) for name, of in (("g", giver), ("t", taker))}
    assert [place.name in text and "다른 사업자" in text for text in told["g"]] == [True]
    assert [place.name in text and "넘겨받았습니다" in text for text in told["t"]] == [True]


def test_nobody_of_the_giving_business_sees_it_afterwards(
    browse: Open, house: Any, giver: SignedIn, taker: SignedIn
) -> None:
    staff = with_business(browse, "staff", business(giver))
    _same, key = new_key(business(giver))
    system = Partner(house.addresses["business"], key)
    assert system.get(f"/venues/{venue(giver).pk}").status_code == 200
    place = handed_over(giver, taker)
    pages = ("", "zones", "counts", "proof", "poster", "devices", "hours", "code", "close")
    for who in (giver, staff):
        answers = {
            page: who.browser.get(f"/my/venues/{place.pk}/{page}").status_code for page in pages
        }
        assert set(answers.values()) == {404}, answers
        assert f"/my/venues/{place.pk}/" not in who.browser.get("/my/").text
    assert system.get(f"/venues/{place.pk}").status_code == 404
    assert system.get(f"/venues/{place.pk}/counts").status_code == 404
    assert taker.browser.get(f"/my/venues/{place.pk}/").status_code == 200


def test_a_list_of_the_giving_business_does_not_reach_it_again(
    giver: SignedIn, taker: SignedIn
) -> None:
    from ansim.business.models import Venue

    place = venue(giver)
    Venue.objects.filter(pk=place.pk).update(external_id=f"b{business(giver).pk}:0017")
    assert handed_over(giver, taker).external_id is None


def test_a_number_of_the_register_stays(giver: SignedIn, taker: SignedIn) -> None:
    from ansim.business.models import Venue

    Venue.objects.filter(pk=venue(giver).pk).update(external_id="handover:3651000")
    assert handed_over(giver, taker).external_id == "handover:3651000"


def test_parts_of_other_businesses_stay_theirs(giver: SignedIn, taker: SignedIn) -> None:
    from ansim.business.models import Venue

    other = new_business("입점 회사")
    tenant = other.venues.get()
    Venue.objects.filter(pk=tenant.pk).update(parent=venue(giver))
    device = new_device(tenant)
    place = handed_over(giver, taker)
    tenant.refresh_from_db()
    device.refresh_from_db()
    assert (tenant.business, tenant.parent, device.revoked_at) == (other, place, None)
    assert taker.browser.get(f"/my/venues/{tenant.pk}/").status_code == 404


def test_a_link_serves_once_and_not_after_it_was_taken_back(
    browse: Open, giver: SignedIn, taker: SignedIn
) -> None:
    place, late = venue(giver), with_business(browse)
    first = offer(giver, place)
    second = offer(giver, place)
    assert open_link(taker, first).status_code == 400, "a new link ends the one before"
    assert open_link(late, second).status_code == 200
    assert open_link(taker, second).status_code == 200
    confirm(taker, business(taker))
    assert confirm(late, business(late)).status_code == 410
    place.refresh_from_db()
    assert place.business == business(taker)
    token = offer(taker, place)
    assert open_link(late, token).status_code == 200
    taker.browser.post(f"/my/venues/{place.pk}/hand-over", do="take-back")
    assert confirm(late, business(late)).status_code == 410
    place.refresh_from_db()
    assert place.business == business(taker)


@pytest.mark.parametrize("change", ["expired", "left", "moved"])
def test_an_offer_of_somebody_who_may_not_give_it_any_more_is_void(
    browse: Open, giver: SignedIn, taker: SignedIn, change: str
) -> None:
    from django.db.models.functions import Now

    from ansim.business.models import Membership, Venue, VenueHandover

    place, token = venue(giver), offer(giver, venue(giver))
    assert open_link(taker, token).status_code == 200
    if change == "expired":
        VenueHandover.objects.filter(venue=place).update(expires_at=Now())
    elif change == "left":
        Membership.objects.filter(owner=giver.account).update(until=Now())
    else:
        Venue.objects.filter(pk=place.pk).update(business=new_business("또 다른 회사"))
    assert confirm(taker, business(taker)).status_code == 410
    assert not taker.account.venues().filter(pk=place.pk).exists()


def test_whoever_guesses_gets_nothing(giver: SignedIn, taker: SignedIn) -> None:
    token = offer(giver, venue(giver))
    for wrong in (token[:-1], token[::-1], "A" * 43, ""):
        assert open_link(taker, wrong).status_code == 400
    assert taker.browser.get("/my/take/confirm").status_code == 410


@pytest.mark.parametrize("role", ["head_office", "staff"])
def test_only_an_owner_gives_and_only_an_owner_takes(
    browse: Open, giver: SignedIn, role: str
) -> None:
    theirs = with_business(browse, role, business(giver))
    assert theirs.browser.get(f"/my/venues/{venue(giver).pk}/hand-over").status_code == 404
    firm = new_business("큰 회사")
    other = with_business(browse, role, firm)
    assert open_link(other, offer(giver, venue(giver))).status_code == 200
    assert confirm(other, firm).status_code == 400
    assert venue(giver).business == business(giver)


def test_another_owners_business_takes_nothing(
    browse: Open, giver: SignedIn, taker: SignedIn
) -> None:
    stranger = with_business(browse)
    assert open_link(taker, offer(giver, venue(giver))).status_code == 200
    assert confirm(taker, business(stranger)).status_code == 400
    assert venue(giver).business == business(giver)


def test_a_zone_goes_with_its_place_alone(giver: SignedIn) -> None:
    from ansim.business.models import Venue

    zone = Venue.objects.create(
        name="홀", category=3, parent=venue(giver), business=business(giver)
    )
    page = giver.browser.post(f"/my/venues/{zone.pk}/hand-over", sure="on")
    assert page.status_code == 400
    assert "구역은 사업장과 함께" in page.text


def test_what_became_a_zone_after_the_link_was_made_goes_to_nobody(
    browse: Open, giver: SignedIn, taker: SignedIn
) -> None:
    from ansim.business.models import Venue

    place, newcomer = venue(giver), sign_in(browse)
    token = offer(giver, place)
    around = Venue.objects.create(name="큰 집", category=3, business=business(giver))
    Venue.objects.filter(pk=place.pk).update(parent=around)
    for who, to in ((newcomer, "new"), (taker, business(taker))):
        assert open_link(who, token).status_code == 200
        assert confirm(who, to).status_code == 400
    place.refresh_from_db()
    assert place.business == business(giver)
    assert not newcomer.account.businesses().exists()


@pytest.mark.parametrize("which", ["tenant to site", "site to tenant"])
def test_no_two_places_become_one_in_the_counting(
    giver: SignedIn, taker: SignedIn, which: str
) -> None:
    from ansim.business.models import Venue

    inside, around = (venue(giver), venue(taker))
    if which == "site to tenant":
        inside, around = around, inside
    Venue.objects.filter(pk=inside.pk).update(parent=around)
    given = inside if which == "tenant to site" else around
    assert open_link(taker, offer(giver, given)).status_code == 200
    assert confirm(taker, business(taker)).status_code == 400
    given.refresh_from_db()
    assert given.business == business(giver)


def test_somebody_without_a_business_gets_one_without_a_number(
    browse: Open, giver: SignedIn
) -> None:
    newcomer, place = sign_in(browse), venue(giver)
    assert open_link(newcomer, offer(giver, place)).status_code == 200
    confirm(newcomer, "new")
    made = business(newcomer)
    assert (made.kind, made.number) == ("without_number", None)
    assert newcomer.account.venues().get() == place


def test_a_link_opened_before_the_sign_in_leads_to_its_question(
    browse: Open, giver: SignedIn
) -> None:
    from support.owner import code_of, fresh_phone

    token, phone = offer(giver, venue(giver)), fresh_phone()
    browser = browse("business")
    assert browser.post("/my/take", token=token).url.path == "/my/sign-in"
    browser.post("/my/sign-in", phone=phone)
    asked = browser.post("/my/sign-in/code", code=code_of(phone))
    assert asked.url.path == "/my/take/confirm"
    assert venue(giver).name in asked.text


def test_a_clerk_and_the_proof_of_duty_read_of_it(
    browse: Open, giver: SignedIn, taker: SignedIn
) -> None:
    names = business(giver).name, business(taker).name
    place = handed_over(giver, taker)
    page = browse("business", "registrar").get(f"/venues/{place.pk}/").text
    assert f"{names[0]} → {names[1]}" in page
    assert "다른 사업자에게서 넘겨받음" in taker.browser.get(f"/my/venues/{place.pk}/proof").text


@pytest.mark.parametrize(("days", "forgotten"), [(91, True), (80, False)])
def test_whoever_gave_their_last_place_away_is_forgotten_in_time(
    giver: SignedIn, taker: SignedIn, system: System, *, days: int, forgotten: bool
) -> None:
    from ansim.jobs.forget_owners import forget_owners

    place = handed_over(giver, taker)
    with system.owner("main") as main:
        main.execute(
            "UPDATE business_owner SET last_seen_at = now() - interval '91 days' WHERE id = ANY (%s)",
            [[giver.account.pk, taker.account.pk]],
        )
        main.execute(
            "UPDATE business_venuehandover SET taken_at = now() - make_interval(days => %s) WHERE venue_id = %s",
            [days, place.pk],
        )
    accounts = [giver.account, taker.account]  # found by their numbers, which erasing empties
    forget_owners()
    for one in accounts:
        one.refresh_from_db()
    assert [one.erased_at is not None for one in accounts] == [forgotten, False]
