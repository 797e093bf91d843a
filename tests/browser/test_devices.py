"""A venue's own devices: the screen with a changing code, the phone that reads passes."""

import io
import re
import time
from base64 import b32encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from ansim.domain.evidence import Sign
from ansim.visitor.checkin.display import code_at, matches
from support.camera import poster, shaky, write_video
from support.phone import Phone, heading, need, sign_up

pytestmark = pytest.mark.browser

Make = Callable[..., Phone]
SECRET = b"s" * 20  # of the venue `screen` of support/system.py


def text_on(page: Page, selector: str) -> str:
    """What a camera reads from a QR of the page."""
    picture = Image.open(io.BytesIO(page.locator(selector).screenshot()))
    [found] = zxingcpp.read_barcodes(picture)
    return str(found.text)


def test_a_venues_screen_shows_the_code_of_the_moment_and_it_counts(
    new_phone: Make, system: Any
) -> None:
    venue = system.venues["screen"]
    screen = new_phone(home="screen")
    page = screen.open(f"/display#{venue.code}.{b32encode(SECRET).decode()}")
    expect(page.get_by_role("heading", level=1)).to_have_text(venue.name)
    address = text_on(page, ".display .qr")
    found = re.fullmatch(rf"{re.escape(screen.origin)}/v/{venue.code}\?d=(\d{{6}})", address)
    assert found
    assert matches(SECRET, found[1], time.time())
    assert SECRET.decode() not in str([request.url for request in screen.requests])
    phone = new_phone(home="visitor")
    sign_up(phone.open(address.removeprefix(phone.origin)), system)
    phone.page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(phone.page)).to_have_text("체크인 완료")
    [visit] = phone.visits()
    assert Sign(system.visit(visit["id"]).evidence) & Sign.DISPLAY_CODE


def test_a_photograph_of_the_screen_is_no_proof_a_day_later(phone: Phone, system: Any) -> None:
    old = code_at(SECRET, time.time() - 86_400)
    sign_up(phone.open(f"/v/{system.venues['screen'].code}?d={old}"), system)
    phone.page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(phone.page)).to_have_text("체크인 완료")
    [visit] = phone.visits()
    assert not Sign(system.visit(visit["id"]).evidence) & Sign.DISPLAY_CODE


def test_a_wrong_screen_address_is_explained(phone: Phone) -> None:
    page = phone.open("/display#0000.1")
    expect(page.get_by_role("alert")).to_contain_text(
        "사업장 포털의 기기 화면에서 다시 연결해 주세요"
    )


def test_a_venues_phone_reads_a_visitors_pass(new_phone: Make, system: Any, tmp_path: Path) -> None:
    visitor = new_phone(home="visitor")
    need(visitor, "/v1/pass-check-ins")
    sign_up(visitor.open(), system)
    expect(heading(visitor.page)).to_have_text("체크인")
    page = visitor.open("/#/pass")
    expect(page.locator(".pass-phone .qr")).to_be_visible()
    shown = text_on(page, ".pass-phone .qr")
    video = write_video(tmp_path / "pass.y4m", shaky(poster(shown)))
    from ansim.visitor.devices.readers import Readers

    token, _ = Readers(system.keys.secret("session")).issue(
        system.venues["market"].code, time.time()
    )
    reader = new_phone(home="reader", camera=video)
    page = reader.open(f"/reader#{token}")
    expect(page.get_by_text("기록되었습니다")).to_be_visible()
    [entry] = reader.posts("/v1/pass-check-ins")
    assert entry["pass"] == shown
    assert reader.visits() == [], "nothing about the visitor stays on the venue's phone"
