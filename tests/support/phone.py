"""A phone in the test's hand: Chromium with a fake camera, and what a visitor does with it."""

import itertools
import re
import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    BrowserContext,
    CDPSession,
    Locator,
    Page,
    Playwright,
    Request,
    expect,
)

from support.patience import PATIENCE

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
)
WORDS = {
    "ko": {
        "phone": "휴대전화 번호",
        "send": "인증번호 받기",
        "code": "인증번호 6자리",
        "finish": "확인하고 시작하기",
    },
    "en": {
        "phone": "Mobile number",
        "send": "Send me a code",
        "code": "Six-digit code",
        "finish": "Verify and start",
    },
}
_numbers = itertools.count(2000)


def new_number() -> str:
    """A number of the invented range that no other test of this run uses."""
    return f"010-0000-{next(_numbers):04d}"


def executable() -> str | None:
    """Chromium on this machine, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@dataclass
class Phone(AbstractContextManager["Phone"]):
    """One installed browser. `home` keeps its storage over `kill` and a new Phone of the same home."""

    playwright: Playwright
    home: Path
    origin: str
    camera: Path | None = None
    has_camera: bool = True
    allow_camera: bool = True
    language: str = "ko"
    look: dict[str, Any] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    _devtools: CDPSession | None = None

    def __post_init__(self) -> None:
        arguments = list(ARGUMENTS)
        if not self.has_camera:
            arguments.append("--use-fake-device-for-media-stream=device-count=0")
        if self.camera:
            arguments.append(f"--use-file-for-fake-video-capture={self.camera}")
        # Neither flag nor permission: the browser asks, nobody answers; denied is what Deny gives.
        arguments.append(f"--use-fake-ui-for-media-stream{'' if self.allow_camera else '=deny'}")
        look = {
            "viewport": {"width": 390, "height": 844},
            "device_scale_factor": 2,
            "has_touch": True,
            **self.look,
        }
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            self.home,
            executable_path=executable(),
            args=arguments,
            locale=self.language,
            timezone_id="Asia/Seoul",
            **look,
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.context.on("request", self._note)
        self.page: Page = self.context.pages[0]

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def _note(self, request: Request) -> None:
        self.requests.append(request)
        if not request.url.startswith((self.origin, "blob:", "data:")):
            self.foreign.append(request.url)

    def open(self, path: str = "/") -> Page:
        self.page.goto(self.origin + path)
        return self.page

    def pose_as(self, agent: str) -> None:
        """Calls itself another browser from the next page on; with "" by its own name again."""
        self._devtools = self._devtools or self.context.new_cdp_session(self.page)
        self._devtools.send("Network.setUserAgentOverride", {"userAgent": agent})

    def posts(self, path: str) -> list[Any]:
        """The bodies of what was posted to a path, in order."""
        return [
            r.post_data_json
            for r in self.requests
            if r.method == "POST" and r.url == self.origin + path
        ]

    def ready_for_offline(self) -> None:
        """Waits until the service worker holds the app."""
        self.page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        expect_js(
            self.page,
            "async () => (await caches.keys()).length > 0 && navigator.serviceWorker.controller !== null",
        )

    def visits(self) -> list[dict[str, Any]]:
        """What the phone's own store holds."""
        found: list[dict[str, Any]] = self.page.evaluate(READ_ALL, "visits")
        return found


READ_ALL = """(store) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("ansim");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
    asked.onerror = () => reject(asked.error);
  };
})"""

READ_KEPT = """(name) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("ansim");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("kept").objectStore("kept").get(name);
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result ?? null); };
    asked.onerror = () => reject(asked.error);
  };
})"""


def expect_js(page: Page, question: str, timeout: float = PATIENCE * 1000) -> None:
    """Asks the page until the answer is true. (Playwright's own wait needs eval, which the CSP forbids.)"""
    asked = f"""async (timeout) => {{
      const ask = {question};
      const end = performance.now() + timeout;
      while (performance.now() < end) {{
        if (await ask()) return true;
        await new Promise((next) => requestAnimationFrame(next));
      }}
      return false;
    }}"""
    assert page.evaluate(asked, timeout), f"never true: {question}"


def offers(phone: Phone, path: str) -> bool:
    """Whether this gateway has a route."""
    return path in phone.context.request.get(phone.origin + "/openapi.json").json()["paths"]


def need(phone: Phone, path: str) -> None:
    """Skips the test where the gateway has no such route."""
    if not offers(phone, path):
        pytest.skip(f"this gateway has no {path}")


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def sign_up(page: Page, system: Any, number: str | None = None, language: str = "ko") -> str:
    """Verifies a number on the sign-up screen that is open; gives the number."""
    number, words = number or new_number(), WORDS[language]
    page.get_by_label(words["phone"]).fill(number)
    agree(page)
    page.get_by_role("button", name=words["send"]).click()
    # Six digits are taken as they stand.
    page.get_by_label(words["code"]).fill(code_sent_to(page, system, number, words["code"]))
    expect(page.get_by_label(words["code"])).to_have_count(0)
    return number


def agree(page: Page) -> None:
    """Ticks what must be agreed to on the sign-up screen."""
    for box in page.get_by_role("checkbox").all():
        box.check()


def code_sent_to(page: Page, system: Any, number: str, label: str) -> str:
    """The six digits of the newest message, once the app says that it was sent."""
    expect(page.get_by_label(label)).to_be_visible()
    digits = re.sub(r"\D", "", number).lstrip("0")
    newest = next(
        message
        for message in system.messages()
        if re.sub(r"\D", "", message["to"]).endswith(digits)
    )
    return str(re.findall(r"(?<!\d)\d{6}(?!\d)", newest["text"])[0])


def type_code(page: Page, text: str) -> None:
    page.get_by_role("button", name="번호로 입력").click()
    page.get_by_label("QR 아래 16자리 번호 또는 주소").fill(text)
    page.get_by_role("button", name="확인", exact=True).click()
