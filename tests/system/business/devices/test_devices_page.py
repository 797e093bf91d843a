"""Pages of a venue's devices: paired by a QR that is shown once, listed with their last use, revoked."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import zxingcpp

from support.house import Browser, Open
from support.owner import SignedIn, with_business
from support.patience import until
from support.system import System


@pytest.fixture
def owner(browse: Open) -> SignedIn:
    return with_business(browse)


def page_of(signed: SignedIn) -> str:
    return f"/my/venues/{signed.account.venues().first().pk}/devices"


def read_qr(text: str) -> str:
    """What a camera reads from the page's QR."""
    from support.svg_qr import picture_of

    [found] = zxingcpp.read_barcodes(picture_of(text))
    return str(found.text)


def pair(system: System, browser: Browser, page: str, kind: str = "1") -> Any:
    """Ask for a QR and scan it; gives the device's answer."""
    shown = browser.post(page, kind=kind, label="입구 전화기")
    assert shown.status_code == 200
    assert "no-store" in shown.headers["cache-control"]
    address = read_qr(shown.text)
    assert address.startswith(f"{system.gateway_url}/pair#D1.")
    token = address.partition("#")[2]
    assert token not in re.sub(r"<svg.*?</svg>", "", shown.text, flags=re.DOTALL)
    return system.http.post("/v1/devices", json={"token": token})


def test_an_owner_pairs_a_device_and_ends_it(system: System, owner: SignedIn) -> None:
    page = page_of(owner)
    paired = pair(system, owner.browser, page).json()
    header = {"Authorization": f"Bearer {paired['token']}"}
    until(
        lambda: system.http.get("/v1/device", headers=header).status_code == 200,
        "a venue reaches the gateway within a second or two",
    )
    listed = owner.browser.get(page).text
    assert "입구 전화기" in listed
    assert paired["token"] not in listed
    end = re.search(r'action="(/my/venues/\d+/devices/\d+/revoke)"', html.unescape(listed))
    assert end
    after = owner.browser.post(end[1], page=page)
    assert "입구 전화기" not in after.text
    refused = system.http.get("/v1/device", headers=header)
    assert refused.json()["code"] == "reader-invalid"


def test_a_revoked_display_changes_the_secret_for_the_others(
    system: System, owner: SignedIn
) -> None:
    page, venue = page_of(owner), owner.account.venues().first()
    first, second = (pair(system, owner.browser, page, kind="2").json() for _ in range(2))
    venue.refresh_from_db()
    before = bytes(venue.display_secret)
    listed = html.unescape(owner.browser.get(page).text)
    ends = re.findall(r'action="(/my/venues/\d+/devices/\d+/revoke)"', listed)
    owner.browser.post(ends[-1], page=page)  # the oldest
    venue.refresh_from_db()
    assert bytes(venue.display_secret) != before
    header = {"Authorization": f"Bearer {second['token']}"}
    until(
        lambda: system.http.get("/v1/device", headers=header).status_code == 200,
        "a venue reaches the gateway within a second or two",
    )
    gone, kept = (
        system.http.get("/v1/device", headers={"Authorization": f"Bearer {one['token']}"})
        for one in (first, second)
    )
    assert (gone.status_code, kept.status_code) == (401, 200)


def test_a_clerk_pairs_for_any_venue_and_sets_its_number(
    system: System, browse: Open, owner: SignedIn
) -> None:
    from ansim.business.models import CallNumber

    venue = owner.account.venues().first()
    clerk, page = browse("business", "registrar"), f"/venues/{venue.pk}/devices"
    assert pair(system, clerk, page).status_code == 201
    wrong = clerk.post(f"/venues/{venue.pk}/call-number", page=page, number="팔공")
    assert wrong.status_code == 400
    clerk.post(f"/venues/{venue.pk}/call-number", page=page, number="080-000-0002")
    assert CallNumber.objects.get(venue=venue).number == "+82800000002"
    other = with_business(browse).account.venues().first()
    taken = clerk.post(f"/venues/{other.pk}/call-number", page=page, number="0800000002")
    assert taken.status_code == 400
    clerk.post(f"/venues/{venue.pk}/call-number", page=page, number="")
    assert not CallNumber.objects.filter(venue=venue).exists()


def test_two_venues_that_are_given_one_number_at_once_do_not_both_get_it(
    system: System, browse: Open, owner: SignedIn
) -> None:
    venue, other = owner.account.venues().first(), with_business(browse).account.venues().first()
    clerk, page = browse("business", "registrar"), f"/venues/{venue.pk}/devices"
    path = f"/venues/{venue.pk}/call-number"
    with system.owner("main") as connection, ThreadPoolExecutor() as beside:
        with connection.transaction():
            given = "INSERT INTO business_callnumber (number, venue_id) VALUES (%s, %s)"
            connection.execute(given, ["+82800000079", other.pk])
            answer = beside.submit(clerk.post, path, page, number="080-000-0079")
            until(lambda: somebody_waits(system), "the portal waits")
        assert answer.result().status_code == 400
        assert "다른 사업장" in answer.result().text
        connection.execute("DELETE FROM business_callnumber WHERE venue_id = %s", [other.pk])


def somebody_waits(system: System) -> bool:
    """Whether a lock is not granted yet."""
    with system.owner("main") as connection:
        row = connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return bool(row and row[0])


def test_a_device_of_another_venue_is_not_found(browse: Open, owner: SignedIn) -> None:
    from support.owner import new_device

    other = with_business(browse)
    device = new_device(other.account.venues().first())
    page = page_of(owner)
    path = page + f"/{device.pk}/revoke"
    assert owner.browser.post(path, page=page).status_code == 404
    device.refresh_from_db(fields=["revoked_at"])
    assert device.revoked_at is None


def test_a_venue_has_so_many_devices(owner: SignedIn) -> None:
    from ansim.business.devices.venue_devices import MOST_DEVICES
    from support.owner import new_device

    for _ in range(MOST_DEVICES):
        new_device(owner.account.venues().first())
    answer = owner.browser.post(page_of(owner), kind="1", label="하나 더")
    assert answer.status_code == 400
    assert "20" in answer.text
