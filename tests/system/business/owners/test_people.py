"""The people of a business: links that work once, roles, ends, and somebody who stays in charge."""

import re

import pytest

from support.house import Open
from support.owner import (
    SignedIn,
    code_of,
    fresh_phone,
    new_business,
    post,
    sign_in,
    with_business,
)
from support.system import System


def link_of(signed: SignedIn, role: str = "staff") -> str:
    """The key of a fresh invitation."""
    business = signed.account.businesses().get().pk
    page = post(signed.browser, f"/my/businesses/{business}/people/invite", role=role)
    found = re.search(r"/my/join#([\w-]+)", page.text)
    assert found, page.text[:2000]
    return found[1]


def join(signed: SignedIn, token: str) -> int:
    page = signed.browser.post("/my/join", token=token)
    if page.status_code != 200:
        return page.status_code
    return post(signed.browser, "/my/join/confirm").status_code


def test_a_link_lets_one_person_in_once(browse: Open) -> None:
    owner = with_business(browse)
    token = link_of(owner)
    first, second = sign_in(browse), sign_in(browse)
    assert join(first, token) == 200
    assert join(second, token) == 400
    assert first.account.businesses().get() == owner.account.businesses().get()
    assert not second.account.businesses().exists()
    assert first.account.memberships().get().role == "staff"


def test_the_key_stands_in_no_address_and_no_row(browse: Open, system: System) -> None:
    owner = with_business(browse)
    token = link_of(owner)
    guest = sign_in(browse)
    page = guest.browser.post("/my/join", token=token)
    assert all(token not in str(one.url) for one in [*page.history, page])
    with system.owner("main") as connection:
        for table in ("business_invitation", "business_session"):
            rows = connection.execute(f"SELECT t::text FROM {table} t").fetchall()
            assert all(token not in text for (text,) in rows)


def test_somebody_new_signs_in_on_the_way_and_is_asked_before_joining(browse: Open) -> None:
    owner, phone = with_business(browse), fresh_phone()
    browser = browse("business")
    browser.post("/my/join", token=link_of(owner))
    browser.post("/my/sign-in", phone=phone)
    page = browser.post("/my/sign-in/code", code=code_of(phone))
    assert page.url.path == "/my/join/confirm"
    assert not SignedIn(browser, phone).account.businesses().exists()
    post(browser, "/my/join/confirm")
    assert SignedIn(browser, phone).account.businesses().exists()


@pytest.mark.parametrize("token", ["x" * 32, "", "A" * 79])
def test_a_guessed_key_is_refused(browse: Open, token: str) -> None:
    assert browse("business").post("/my/join", token=token).status_code == 400


def test_a_link_past_its_time_lets_nobody_in(browse: Open, system: System) -> None:
    owner = with_business(browse)
    token = link_of(owner)
    with system.owner("main") as connection:
        connection.execute("UPDATE business_invitation SET expires_at = now()")
    assert join(sign_in(browse), token) == 400


def test_a_link_of_somebody_who_was_ended_lets_nobody_in(browse: Open) -> None:
    owner = with_business(browse)
    business = owner.account.businesses().get()
    other = with_business(browse, "owner", business)
    guest = sign_in(browse)
    guest.browser.post("/my/join", token=link_of(other, "owner"))  # opened, not accepted yet
    member = other.account.memberships().get().pk
    assert owner.browser.post(f"/my/people/{member}/end", sure="on").status_code == 200
    assert post(guest.browser, "/my/join/confirm").status_code == 410
    assert not guest.account.businesses().exists()


def test_an_end_takes_effect_at_once(browse: Open) -> None:
    owner = with_business(browse)
    helper = with_business(browse, "staff", owner.account.businesses().get())
    venue = helper.account.venues().get().pk
    assert helper.browser.get(f"/my/venues/{venue}/").status_code == 200
    member = helper.account.memberships().get().pk
    owner.browser.post(f"/my/people/{member}/end", sure="on")
    assert helper.browser.get(f"/my/venues/{venue}/").status_code == 404


@pytest.mark.parametrize("way", ["end", "leave"])
def test_the_last_owner_stays(browse: Open, way: str) -> None:
    owner = with_business(browse)
    business, member = owner.account.businesses().get().pk, owner.account.memberships().get().pk
    path = {"end": f"/my/people/{member}/end", "leave": f"/my/businesses/{business}/leave"}[way]
    assert owner.browser.post(path, sure="on").status_code == 400
    assert owner.account.businesses().exists()


def test_a_business_is_handed_over_whole(browse: Open) -> None:
    owner, heir = with_business(browse), sign_in(browse)
    business = owner.account.businesses().get()
    member = owner.account.memberships().get().pk
    page = owner.browser.post(f"/my/people/{member}/replace", sure="on")
    token = re.search(r"/my/join#([\w-]+)", page.text)
    assert token
    assert join(heir, token[1]) == 200
    assert not owner.account.businesses().exists()
    assert heir.account.memberships().get().role == "owner"
    assert heir.account.venues().get().business == business


def test_a_colleague_with_a_new_number_gets_the_old_part_in_this_business_alone(
    browse: Open,
) -> None:
    owner = with_business(browse)
    colleague = with_business(browse, "head_office", owner.account.businesses().get())
    elsewhere = new_business("다른 가게")
    from ansim.business.models import Membership

    Membership.objects.create(business=elsewhere, owner=colleague.account, role="owner")
    member = colleague.account.memberships().get(role="head_office").pk
    page = owner.browser.post(f"/my/people/{member}/replace", sure="on")
    token = re.search(r"/my/join#([\w-]+)", page.text)
    assert token
    back = sign_in(browse)
    join(back, token[1])
    assert back.account.memberships().get().role == "head_office"
    assert colleague.account.businesses().get() == elsewhere


def test_a_link_is_shown_as_one_page_and_counted(browse: Open) -> None:
    owner = with_business(browse)
    for _ in range(20):
        link_of(owner)
    business = owner.account.businesses().get().pk
    page = post(owner.browser, f"/my/businesses/{business}/people/invite", role="staff")
    assert page.status_code == 409
