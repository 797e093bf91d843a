"""The owners' pages in Chromium: signing in by code, and what axe and a narrow screen find on one."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from support.house import House
from support.owner import code_of
from support.system import ROOT
from support.zoom import broken_at_twice_the_size

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def open_portal(chromium: Browser, house: House, wrong: list[str]) -> Page:
    """A small phone's page of the business portal; `wrong` gets what it asks of foreign hosts, and refused scripts."""
    address = house.addresses["business"]
    page = chromium.new_page(viewport={"width": 320, "height": 640}, base_url=address)
    page.on("request", lambda one: None if one.url.startswith(address) else wrong.append(one.url))
    # axe itself tries styles of its own, which the policy refuses; scripts of ours must not be among what it refuses.
    page.on("console", lambda one: wrong.append(one.text) if "script-src" in one.text else None)
    return page


def sign_in(page: Page, phone: str) -> None:
    page.get_by_label("휴대전화 번호").fill(phone)
    page.get_by_role("button", name="인증번호 받기").click()
    page.get_by_label("인증번호 여섯 자리").fill(code_of(phone))
    page.locator("main").get_by_role("button", name="로그인").click()


def look(page: Page, name: str, found: dict[str, list[str]]) -> None:
    """What axe finds, whether the page is wider than the screen, and what breaks at twice its size."""
    if bad := barriers(page) + broken_at_twice_the_size(page):
        found[name] = bad


def barriers(page: Page) -> list[str]:
    """What axe finds on a page, and whether it is wider than the screen."""
    page.evaluate(AXE.read_text())
    result: Any = page.evaluate("(tags) => axe.run(document, { runOnly: tags })", RULES)
    bad = [
        f"{one['id']}: {node['html'][:160]}"
        for one in result["violations"]
        for node in one["nodes"]
    ]
    if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        bad.append("wider than the screen")
    return bad


def picture(page: Page, name: str) -> None:
    """A picture for whoever wants to see the pages: `ANSIM_PICTURES` names a folder."""
    folder = os.environ.get("ANSIM_PICTURES")
    if folder:
        before = page.viewport_size
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size(before or {"width": 320, "height": 640})
