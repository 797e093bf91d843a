"""Under the strict Content-Security-Policy, from one host only, installable, accessible and light by Lighthouse's measure."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from support.lighthouse import lighthouse, missing
from support.phone import Phone, expect_js, heading, sign_up

pytestmark = pytest.mark.browser

Make = Callable[..., Phone]
Film = Callable[..., Path]


def test_every_page_forbids_foreign_and_inline_code(phone: Phone, system: Any) -> None:
    for path in ("/", f"/v/{system.venues['market'].code}", "/reader", "/display"):
        answer = phone.context.request.get(phone.origin + path)
        assert answer.status == 200, path
        policy = dict(
            part.strip().split(" ", 1)
            for part in answer.headers["content-security-policy"].split(";")
        )
        assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
        assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
        assert policy.get("style-src", policy["default-src"]) == "'self'"


def test_the_whole_act_breaks_no_policy_and_asks_no_foreign_host(
    new_phone: Make, video: Film, system: Any
) -> None:
    phone = new_phone(
        camera=video(f"{system.gateway_url.rstrip('/')}/v/{system.venues['market'].code}")
    )
    said: list[str] = []
    phone.page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    phone.page.on("pageerror", lambda error: said.append(str(error)))
    sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인 완료")
    for page in ("history", "pass", "more", "rights", "settings", "companions"):
        phone.open(f"/#/{page}")
    assert said == []
    assert phone.foreign == []


def test_the_app_can_be_installed(phone: Phone) -> None:
    phone.open()
    phone.ready_for_offline()
    devtools = phone.context.new_cdp_session(phone.page)
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Playwright's persistent windows count as private ones to Chromium's installer; the app has no part in it.
    assert [error for error in errors if error["errorId"] != "in-incognito"] == []


def test_the_service_worker_holds_every_file_of_the_app(phone: Phone) -> None:
    phone.open()
    phone.ready_for_offline()
    page = phone.context.request.get(phone.origin + "/").text()
    for file in re.findall(r'(?:src|href)="(/app/[^"]+)"', page):
        expect_js(phone.page, f"async () => Boolean(await caches.match('{file}'))")
    wasm = phone.page.evaluate(
        """async () => {
          const cache = await caches.open((await caches.keys())[0]);
          return (await cache.keys()).some(({ url }) => url.endsWith(".wasm"));
        }"""
    )
    assert wasm is True


def test_by_lighthouse_the_app_is_accessible_light_and_stands_still(
    system: Any, tmp_path: Path
) -> None:
    """How quick it is depends on what else the machine does: `python -m benchmarks.app` says that."""
    if lacks := missing():
        pytest.skip(lacks)
    page = lighthouse(f"{system.gateway_url.rstrip('/')}/", tmp_path / "report.json")
    print(f"Lighthouse: {page}")
    assert page.points["accessibility"] >= 95
    assert page.points["best-practices"] >= 95
    assert page.shift <= 0.01
    assert page.bytes <= 200_000
