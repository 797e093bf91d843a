"""Pictures of the console and the business portal for the README, from a demo of its own: `make pictures`."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ansim.domain.days import VENUE_ZONE
from ansim.processes import PORTS, is_ready, port
from ansim.simulation.demo import CASE_PHONE
from support.folders import ROOT, own_folder
from support.phone import ARGUMENTS, executable
from support.ports import free_port
from support.signing_page import MAKE, begin_work_here, sign_here

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


NAMES = {"officer": "윤서진", "approver": "한도경", "registrar": "오하린"}


def sign_in(page: Page, address: str, login: str) -> None:
    """Make a device key as a newcomer to the demo does, and sign in with it."""
    page.goto(f"{address}/first-key")
    page.get_by_role("button", name=NAMES[login]).click()
    page.get_by_label("일회용 등록 코드").fill(word_of(login))
    page.get_by_role("button", name=MAKE["device"], exact=True).click()
    page.get_by_role("button", name="내 키로 로그인").click()
    page.get_by_role("button", name="기기 키로 로그인").click()
    page.get_by_role("button", name="로그아웃").wait_for()


def notify(page: Page, take: "Taker") -> None:
    """The approver notifies the case of the demo."""
    page.goto("/notifications/new")
    page.locator("[name=phone]").fill(CASE_PHONE)
    page.locator("[type=date]").fill(
        (datetime.now(VENUE_ZONE) - timedelta(days=6)).date().isoformat()
    )
    take(page, "notify")
    page.get_by_role("button", name="서명하러 가기").click()
    page.get_by_role("heading", name="발생신고에 서명").wait_for()
    take(page, "notify-signing")
    sign_here(page, "device", "발생신고에 서명")
    page.get_by_role("status").first.wait_for()


def walk(page: Page, take: "Taker") -> str:
    """The officer's way to the contacts; gives the address of the warrant."""
    take(page, "first", "/")
    take(page, "notified", "/notifications/")
    page.get_by_role("button", name="맡기").first.click()
    page.get_by_role("button", name="서명하러 가기").wait_for()
    take(page, "work")
    begin_work_here(page, "device")
    page.get_by_role("link", name="다시 조회").wait_for()
    take(page, "itinerary")
    page.get_by_role("link", name="접촉자", exact=True).click()
    page.get_by_text("검색 조건").click()
    page.get_by_role("button", name="검색").click()
    take(page, "contacts")
    contacts = page.url
    page.get_by_role("link", name="신원을 보려면 승인서 요청").click()
    take(page, "warrant")
    page.get_by_role("button", name="서명하러 가기").click()
    page.get_by_role("heading", name="승인서에 서명").wait_for()
    take(page, "signing")
    sign_here(page, "device", "승인서에 서명")
    page.get_by_text("승인자가 서명해야").wait_for()
    take(page, "waiting")
    return contacts


def word_of(login: str) -> str:
    """A one-time word, as the operator of the demo would ask for it."""
    command = [sys.executable, "-m", "ansim.cli", "staff", "word", login]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return told.strip().splitlines()[-1]


class Taker:
    def __init__(self, folder: Path, suffix: str) -> None:
        self.folder, self.suffix = folder, suffix

    def __call__(self, page: Page, name: str, address: str | None = None) -> None:
        if address:
            page.goto(address)
        page.wait_for_load_state()
        picture = self.folder / f"console-{name}-{self.suffix}.png"
        if picture.exists():  # those that the documents show are renewed
            page.screenshot(path=picture)


def main(folder: Path) -> None:
    business, console = (f"http://localhost:{port(name)}" for name in ("business", "investigation"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        for size, (width, height) in SIZES.items():
            suffix = "ko" if size == "desktop" else "ko-phone"
            page = browser.new_page(viewport={"width": width, "height": height}, base_url=console)
            sign_in(page, console, "officer")
            take = Taker(folder, suffix)
            take(page, "keys", "/keys/")
            approver = browser.new_context(
                viewport={"width": width, "height": height}, base_url=console
            ).new_page()
            sign_in(approver, console, "approver")
            notify(approver, take)
            contacts = walk(page, take)
            approver.goto(page.url)
            approver.get_by_role("button", name="승인자로 서명").click()
            sign_here(approver, "device", "승인서에 서명")
            approver.get_by_text("유효", exact=True).wait_for()
            take(approver, "approved")
            page.goto(contacts)
            page.locator("[name=all]").check()
            page.get_by_role("button", name="선택한 사람 신원 보기").click()
            page.get_by_role("button", name="한 명씩 보기").wait_for()
            take(page, "names-ask")
            page.get_by_role("button", name="한꺼번에 보기").click()
            sign_here(page, "device", "신원 열람에 서명")
            page.locator("table.identities").wait_for()
            take(page, "names")
            take(page, "ledger", "/ledger")
            take(page, "cases", "/cases/")
            take(page, "facts", contacts.partition("/contacts")[0] + "/facts")
            take(page, "closing", contacts.partition("/contacts")[0] + "/closing")
            portal = browser.new_context(
                viewport={"width": width, "height": height}, base_url=business
            ).new_page()
            take(portal, "landing", "/")
            sign_in(portal, business, "registrar")
            take(portal, "venues", "/venues/")
        browser.close()


@contextmanager
def own_demo() -> Iterator[None]:
    """A demo in a folder that is thrown away, on free ports."""
    with own_folder() as folder:
        os.environ["ANSIM_DATA"] = str(folder)
        os.environ |= {f"ANSIM_{name.upper()}_PORT": str(free_port()) for name in PORTS}
        command = [sys.executable, "-m", "ansim.cli", "demo"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as demo:
            try:
                while not all(map(is_ready, PORTS)):
                    if demo.poll() is not None:
                        sys.exit("the demo did not come up: its words above say why")
                    time.sleep(0.2)
                yield
            finally:
                demo.terminate()


if __name__ == "__main__":
    with own_demo():
        main(ROOT / "docs" / "screenshots")
