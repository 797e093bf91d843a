"""Pages for keys and webhooks on a small phone, in both languages: nobody is shut out, nothing is wider than the screen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from support.house import House
from support.owner import e164, fresh_phone, new_business
from support.owner_pages import look, picture, sign_in
from support.phone import ARGUMENTS, executable
from support.signed_in import let_in

pytestmark = pytest.mark.browser


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


def speak(page: Page, language: str) -> None:
    address = page.url.split("/", 3)[:3]
    page.context.add_cookies(
        [{"name": "ansim_business_language", "value": language, "url": "/".join(address)}]
    )


def given_up(hook: Any) -> None:
    """A decision that the webhook was not told in the end."""
    from django.db import connection

    from ansim.business.partners.api_key_desk import Doer
    from ansim.business.partners.webhook_desk import try_webhook

    try_webhook(hook, Doer(owner=hook.business.memberships.latest("pk").owner))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices.message SET state = 'given-up', tries = 7, error = 'not-reached' WHERE webhook_id = %s",
            [hook.pk],
        )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_owner_makes_a_key_and_registers_an_address(
    chromium: Browser, house: House, language: str
) -> None:
    from ansim.business.models import Membership, Owner
    from ansim.business.owners.owner_desk import owner_desk

    found: dict[str, list[str]] = {}
    page = chromium.new_page(
        viewport={"width": 320, "height": 640}, base_url=house.addresses["business"]
    )
    phone, business = fresh_phone(), new_business("아주 긴 이름을 가진 바람과 돌담과 귤 상회 본사")
    page.goto("/my/")
    sign_in(page, phone)
    account = Owner.objects.get(phone_index=owner_desk().index(e164(phone)))
    Membership.objects.create(business=business, owner=account, role="owner")
    speak(page, language)
    address = f"/my/businesses/{business.pk}/api-keys"
    page.goto("/my/")
    page.locator(f"main a[href='{address}']").click()
    look(page, "keys, empty", found)
    page.locator("main form button").first.click()
    look(page, "keys, refused", found)
    page.locator("[name=label]").fill("프랜차이즈 통합 발주 및 재고 관리 시스템")
    for box in page.locator("[name=scopes]").all():
        box.check()
    page.locator("[name=label]").press("Enter")
    expect(page.locator(".secret")).to_contain_text("ansim_")
    look(page, "key", found)
    picture(page, f"key-{language}")
    page.locator("main .buttons a").click()
    page.locator("[name=url]").fill("https://hooks.a-rather-long-name-of-a-host.example/ansim")
    page.locator("[name=url]").press("Enter")
    expect(page.locator(".secret")).to_contain_text("whsec_")
    look(page, "secret", found)
    page.locator("main .buttons a").click()
    given_up(business.webhooks.get())
    page.reload()
    look(page, "keys", found)
    picture(page, f"keys-{language}")
    page.goto("/api/")
    for folded in page.locator("details").all():
        folded.locator("summary").click()
    look(page, "reference", found)
    picture(page, f"reference-{language}")
    assert found == {}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_clerk_enters_a_municipality(chromium: Browser, house: House, language: str) -> None:
    from support.partner import new_key

    found: dict[str, list[str]] = {}
    assert house.staff
    new_key(new_business("바람 상회"))
    page = chromium.new_page(
        viewport={"width": 320, "height": 640}, base_url=house.addresses["business"]
    )
    let_in(page, house.addresses["business"], "registrar")
    speak(page, language)
    page.goto("/partners/")
    look(page, "list", found)
    picture(page, f"list-{language}")
    page.locator("#id_new-number").press("Enter")
    look(page, "list, refused", found)
    assert found == {}
