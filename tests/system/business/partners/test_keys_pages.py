"""Pages for keys and webhooks: shown once, ended at once, told to the others, each step kept."""

import html
import re
from typing import Any

import httpx
import pytest

from support.house import House, Open
from support.owner import SignedIn, with_business
from support.partner import Partner

KEY = re.compile(r"ansim_[0-9A-Z]{8}_[\w-]{43}")


def page_of(signed: SignedIn) -> str:
    return f"/my/businesses/{signed.account.businesses().get().pk}/api-keys"


def made(answer: httpx.Response) -> str:
    [key] = set(KEY.findall(html.unescape(answer.text)))
    return str(key)


def queued_for(owner: Any, template: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM notices.message WHERE owner_id = %s AND template = %s",
            [owner.pk, template],
        )
        return int(cursor.fetchone()[0])


def test_an_owner_makes_a_key_that_works_and_ends_it(browse: Open, house: House) -> None:
    owner = with_business(browse)
    colleague = with_business(browse, "head_office", owner.account.businesses().get())
    helper = with_business(browse, "staff", owner.account.businesses().get())
    page = page_of(owner)
    shown = owner.browser.post(page, label="발주 시스템", scopes=["venues:read"], days="90")
    key = made(shown)
    assert "no-store" in shown.headers["cache-control"]
    partner = Partner(house.addresses["business"], key)
    assert partner.get("/venues").is_success
    assert partner.get("/applications").status_code == 403
    listed = owner.browser.get(page).text
    assert key not in listed
    assert key[:14] in listed
    assert queued_for(colleague.account, "api-key-made") == 1
    assert queued_for(helper.account, "api-key-made") == 0
    [end] = re.findall(r'action="(/my/api-keys/\d+/end)"', listed)
    after = colleague.browser.post(end, page=page).text
    assert key[:14] not in after
    assert key[6:14] in after  # in what was done, no more among the good ones
    assert "/end" not in after
    assert partner.get("/venues").status_code == 401
    assert queued_for(owner.account, "api-key-ended") == 1
    partner.http.close()


def test_what_is_not_filled_in_makes_no_key(browse: Open) -> None:
    owner = with_business(browse)
    page = page_of(owner)
    for fields in (
        {"label": "", "scopes": ["venues:read"], "days": "90"},
        {"label": "\u200b", "scopes": ["venues:read"], "days": "90"},
        {"label": "x", "days": "90"},
        {"label": "x", "scopes": ["everything"], "days": "90"},
        {"label": "x", "scopes": ["venues:read"], "days": "36500"},
        {"label": "x" * 61, "scopes": ["venues:read"], "days": "90"},
    ):
        answer = owner.browser.post(page, **fields)
        assert answer.status_code == 400, fields
    assert owner.account.businesses().get().api_keys.count() == 0


def test_a_business_has_twenty_keys_and_no_more(browse: Open) -> None:
    owner = with_business(browse)
    page = page_of(owner)
    for _number in range(20):
        assert owner.browser.post(page, label="x", scopes=["venues:read"], days="30").is_success
    refused = owner.browser.post(page, label="x", scopes=["venues:read"], days="30")
    assert refused.status_code == 400


def test_a_webhook_shows_its_secret_once_and_no_private_address_is_taken(browse: Open) -> None:
    owner = with_business(browse)
    page = page_of(owner)
    business = owner.account.businesses().get()
    hooks = page.replace("api-keys", "webhooks")
    shown = owner.browser.post(hooks, page=page, url="https://pos.example/hook/geheim")
    [secret] = re.findall(r"whsec_[\w+/=]{44}", html.unescape(shown.text))
    listed = owner.browser.get(page).text
    assert "pos.example" in listed
    assert secret not in listed
    assert "geheim" not in listed
    for url in ("http://pos.example/", "https://127.0.0.1/", "https://10.0.0.8/x", "javascript:1"):
        assert owner.browser.post(hooks, page=page, url=url).status_code == 400
    assert business.webhooks.count() == 1


def test_a_clerk_gives_a_municipality_its_key_and_another_login_does_not(
    browse: Open, house: House
) -> None:
    from ansim.business.models import Business, PartnerAct

    clerk = browse("business", "registrar")
    Business.objects.filter(number="6168200010").delete()
    entered = clerk.post("/partners/", **{"new-number": "616-82-00010", "new-name": "이도이동"})
    if entered.status_code == 400:  # the invented number has to pass the check of its last digit
        raise AssertionError(re.sub(r"<[^>]+>", " ", entered.text)[:2000])
    assert entered.url.path.endswith("/api-keys")
    key = made(
        clerk.post(entered.url.path, label="행정 시스템", scopes=["venues:read"], days="365")
    )
    partner = Partner(house.addresses["business"], key)
    assert partner.get("/venues").json()["items"] == []
    partner.http.close()
    business = Business.objects.get(number="6168200010")
    act = PartnerAct.objects.get(business=business)
    assert (act.what, act.staff.login, act.owner) == ("key-made", "registrar", None)
    assert "행정 시스템" in clerk.get("/partners/").text
    found = clerk.get("/partners/", number="616-82-00010").text
    assert f'href="/partners/{business.pk}/api-keys"' in found
    stranger = browse("business")
    for path in ("/partners/", f"/partners/{business.pk}/api-keys"):
        assert stranger.get(path).url.path == "/sign-in"


def test_a_fresh_secret_is_shown_once_and_kept_as_a_step(browse: Open) -> None:
    owner = with_business(browse)
    page, host = page_of(owner), "https://pos.example/hook"
    webhooks = page.replace("api-keys", "webhooks")
    shown = owner.browser.post(webhooks, page=page, url=host).text
    [first] = re.findall(r"whsec_[\w+/=]+", html.unescape(shown))
    [change] = re.findall(r'action="(/my/webhooks/\d+)"', owner.browser.get(page).text)
    answer = owner.browser.post(change, page=page, do="secret")
    [second] = re.findall(r"whsec_[\w+/=]+", html.unescape(answer.text))
    assert first != second
    assert "no-store" in answer.headers["cache-control"]
    assert "24시간" in answer.text
    listed = owner.browser.get(page).text
    assert second not in html.unescape(listed)
    assert "비밀값 변경" in listed


@pytest.mark.parametrize("at_once", [2, 8])
def test_two_at_once_make_one_business_of_a_municipality(house: House, at_once: int) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from django.db import connection

    from ansim.business.models import Business
    from ansim.business.partners.forms import MunicipalForm
    from ansim.business.partners.views import _municipality

    Business.objects.filter(number="6168200010", api_keys=None).delete()
    Business.objects.filter(number="6168200010").update(closed_at="2020-01-01T00:00:00Z")
    ready = Barrier(at_once)

    def enter(_press: int) -> int:
        form = MunicipalForm({"number": "616-82-00010", "name": "이도이동"})
        assert form.is_valid(), form.errors
        ready.wait()
        try:
            return _municipality(form).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        made = set(pool.map(enter, range(at_once)))
    try:
        assert len(made) == 1
        assert Business.objects.filter(number="6168200010", closed_at=None).count() == 1
    finally:
        Business.objects.filter(pk__in=made).delete()
        Business.objects.filter(number="6168200010").update(closed_at=None)
