"""The owner's walk on a small phone: sign in, let somebody in by a link, print; no page shuts anybody out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from support.house import House
from support.owner import e164, fresh_phone, new_business
from support.owner_pages import look, open_portal, sign_in
from support.phone import ARGUMENTS, executable

pytestmark = pytest.mark.browser


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


def test_an_owner_lets_somebody_in_and_nothing_of_the_link_stays_in_an_address(
    chromium: Browser, house: House
) -> None:
    from ansim.business.models import Membership, Owner
    from ansim.business.owners.owner_desk import owner_desk

    wrong: list[str] = []
    found: dict[str, list[str]] = {}
    owner, guest = open_portal(chromium, house, wrong), open_portal(chromium, house, wrong)
    phone = fresh_phone()
    owner.goto("/my/")
    look(owner, "sign-in", found)
    sign_in(owner, phone)
    expect(owner.get_by_role("heading", level=1)).to_have_text("내 사업장")
    look(owner, "home, empty", found)
    account = Owner.objects.get(phone_index=owner_desk().index(e164(phone)))
    Membership.objects.create(business=new_business(), owner=account, role="owner")
    owner.reload()
    look(owner, "home", found)
    owner.get_by_role("link", name="바람 상회 본점").click()
    look(owner, "venue", found)
    owner.get_by_role("link", name="영업시간").click()
    owner.get_by_text("휴게시간, 요일별").click()
    owner.get_by_label("월요일", exact=True).last.fill("언젠가")
    look(owner, "hours", found)
    owner.get_by_role("button", name="영업시간 저장").click()
    expect(owner.get_by_label("월요일", exact=True).last).to_be_focused()
    look(owner, "hours, refused", found)
    owner.get_by_label("월요일", exact=True).last.fill("9-14, 17-02")
    owner.get_by_role("button", name="영업시간 저장").click()
    expect(owner.get_by_text("월요일: 09:00-14:00, 17:00-02:00")).to_be_visible()
    owner.get_by_role("link", name="바람 상회 본점").click()
    owner.get_by_role("link", name="포스터").click()
    look(owner, "poster", found)
    for path in ("/my/data", "/my/data/recovery", "/my/data/erase"):
        owner.goto(path)
        look(owner, path, found)
    owner.goto("/my/")
    owner.get_by_role("link", name="구성원").click()
    look(owner, "people", found)
    owner.get_by_role("button", name="링크 만들기").click()
    look(owner, "link", found)
    link = owner.locator("p.code").inner_text()
    asked: list[str] = []
    guest.on("request", lambda one: asked.append(one.url))
    guest.goto(f"/my/join#{link.partition('#')[2]}")
    expect(guest.get_by_label("초대 키")).not_to_have_value("")
    assert "#" not in guest.url
    look(guest, "join", found)
    guest.get_by_role("button", name="계속").click()
    sign_in(guest, fresh_phone())
    look(guest, "join-confirm", found)
    guest.get_by_role("button", name="참여하기").click()
    expect(guest.get_by_text("바람 상회 본점")).to_be_visible()
    assert not any(link.partition("#")[2] in url for url in asked)
    assert wrong == []
    assert found == {}
