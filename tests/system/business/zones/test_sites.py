"""A tenant within a mall: asked by the one, agreed by the other, ended by either; nobody joins a site alone."""

from datetime import timedelta
from typing import Any

import pytest

from support.house import Open
from support.owner import SignedIn, new_business, post, with_business
from support.system import System


@pytest.fixture
def mall(browse: Open) -> SignedIn:
    return with_business(browse)


@pytest.fixture
def shop(browse: Open) -> SignedIn:
    return with_business(browse)


def venue(of: SignedIn) -> Any:
    return of.account.venues().get()


def ask(shop: SignedIn, code: str) -> Any:
    here = f"/my/venues/{venue(shop).pk}"
    return shop.browser.post(f"{here}/site", page=f"{here}/zones", code=code)


def asked(mall: SignedIn, shop: SignedIn) -> Any:
    page = ask(shop, venue(mall).live_code().code)
    assert page.status_code == 200, page.text[:3000]
    return venue(mall).tenancies.get()


def test_the_site_agrees_and_either_side_ends_it(mall: SignedIn, shop: SignedIn) -> None:
    tenancy = asked(mall, shop)
    assert venue(shop).parent_id is None
    post(mall.browser, f"/my/parts/{tenancy.pk}/agree")
    assert venue(shop).around == venue(mall)
    assert venue(shop).full_name.startswith(venue(mall).name)
    post(shop.browser, f"/my/parts/{tenancy.pk}/end")
    parted = venue(shop)
    assert parted.around is None
    assert parted.parent_id == venue(mall).pk  # searched together while visits of then are kept
    assert [step.what for step in parted.steps.all()] == ["joined", "parted"]


def test_who_asks_does_not_agree_for_the_site(mall: SignedIn, shop: SignedIn) -> None:
    tenancy = asked(mall, shop)
    assert post(shop.browser, f"/my/parts/{tenancy.pk}/agree").status_code == 404
    assert venue(shop).parent_id is None


def test_a_stranger_neither_agrees_nor_ends(browse: Open, mall: SignedIn, shop: SignedIn) -> None:
    tenancy, stranger = asked(mall, shop), with_business(browse)
    for act in ("agree", "end"):
        assert post(stranger.browser, f"/my/parts/{tenancy.pk}/{act}").status_code == 404
    tenancy.refresh_from_db()
    assert tenancy.state == "asked"


def test_a_site_without_an_owner_is_answered_by_a_clerk(browse: Open, shop: SignedIn) -> None:
    from ansim.business.codes.issuing import reissue
    from ansim.business.models import Venue

    market = Venue.objects.create(name="칠성시장", category=1)
    ask(shop, reissue(market).code)
    tenancy = market.tenancies.get()
    clerk = browse("business", "registrar")
    assert "칠성시장" in clerk.get("/parts/").text
    clerk.post(f"/parts/{tenancy.pk}/agree", page="/parts/")
    assert venue(shop).around == market
    clerk.post(f"/parts/{tenancy.pk}/end", page="/parts/")
    assert venue(shop).around is None


def test_both_are_told(system: System, mall: SignedIn, shop: SignedIn) -> None:
    tenancy = asked(mall, shop)
    post(mall.browser, f"/my/parts/{tenancy.pk}/agree")
    post(mall.browser, f"/my/parts/{tenancy.pk}/end")
    with system.owner("main") as connection:
        rows = connection.execute(
            "SELECT owner_id, template FROM notices.message WHERE owner_id = ANY (%s) ORDER BY id",
            ([mall.account.pk, shop.account.pk],),
        ).fetchall()
    told: dict[int, list[str]] = {}
    for owner, template in rows:
        told.setdefault(owner, []).append(template)
    assert told[mall.account.pk] == ["site-asked", "site-parted"]
    assert told[shop.account.pk] == ["site-joined", "site-parted"]


@pytest.mark.parametrize("code", ["0000000000000000", "없는 코드", "", "x" * 300])
def test_an_unknown_code_asks_nobody(shop: SignedIn, code: str) -> None:
    assert ask(shop, code).status_code == 400
    assert not venue(shop).sites_asked.exists()


def test_a_place_is_part_of_one_site_and_no_site_of_itself(
    browse: Open, mall: SignedIn, shop: SignedIn
) -> None:
    assert ask(shop, venue(shop).live_code().code).status_code == 400
    tenancy = asked(mall, shop)
    post(mall.browser, f"/my/parts/{tenancy.pk}/agree")
    other, third = with_business(browse), with_business(browse)
    assert ask(shop, venue(other).live_code().code).status_code == 400
    assert ask(third, venue(shop).live_code().code).status_code == 200  # its site is the mall
    assert venue(mall).tenancies.count() == 2
    post(mall.browser, f"/my/parts/{tenancy.pk}/end")
    assert ask(shop, venue(other).live_code().code).status_code == 400  # within four weeks
    assert ask(shop, venue(mall).live_code().code).status_code == 200


def test_a_place_with_zones_joins_no_site(mall: SignedIn, shop: SignedIn) -> None:
    from ansim.business.models import Venue

    own = venue(shop)
    Venue.objects.create(name="2층", category=3, parent=own)
    code = venue(mall).live_code().code
    here = f"/my/venues/{own.pk}"
    page = shop.browser.post(f"{here}/site", page=f"{here}/zones", code=code)
    assert page.status_code == 400


def test_two_answers_at_once_are_one(mall: SignedIn, shop: SignedIn) -> None:
    from ansim.business.lifecycle import sites
    from ansim.business.lifecycle.steps import By
    from ansim.business.models import Tenancy

    first = asked(mall, shop)
    second = Tenancy.objects.select_related("site", "tenant").get(pk=first.pk)
    sites.agree(Tenancy.objects.select_related("site", "tenant").get(pk=first.pk), By())
    with pytest.raises(sites.SiteRefusedError):
        sites.agree(second, By())
    with pytest.raises(sites.SiteRefusedError):
        sites.refuse(second)
    assert venue(shop).steps.count() == 1


def test_what_ended_is_let_go_once_its_visits_are_gone(
    system: System, mall: SignedIn, shop: SignedIn
) -> None:
    from django.utils import timezone

    from ansim.business.models import Venue
    from ansim.jobs.part_tenants import part_tenants

    tenancy = asked(mall, shop)
    post(mall.browser, f"/my/parts/{tenancy.pk}/agree")
    post(mall.browser, f"/my/parts/{tenancy.pk}/end")
    rows = Venue.objects.filter(pk=venue(shop).pk)
    for days, kept in ((28, True), (30, False)):
        rows.update(parted_at=timezone.now() - timedelta(days=days))
        part_tenants()
        assert (venue(shop).parent_id is not None) is kept


def test_one_owner_of_both_needs_nobodys_assent(browse: Open) -> None:
    from ansim.business.models import Membership

    owner = with_business(browse)
    second = new_business("다른 상호")
    Membership.objects.create(business=second, owner=owner.account, role="owner")
    shop, mall = second.venues.get(), owner.account.venues().exclude(business=second).get()
    here = f"/my/venues/{shop.pk}"
    owner.browser.post(f"{here}/site", page=f"{here}/zones", code=mall.live_code().code)
    shop.refresh_from_db()
    assert shop.around == mall


def test_a_site_is_not_asked_without_end(mall: SignedIn, shop: SignedIn) -> None:
    code = venue(mall).live_code().code
    for _ in range(3):
        assert ask(shop, code).status_code == 200
        tenancy = venue(mall).tenancies.get(state="asked")
        post(mall.browser, f"/my/parts/{tenancy.pk}/end")
    assert ask(shop, code).status_code == 400
    assert venue(mall).tenancies.count() == 3
