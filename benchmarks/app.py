"""How quick the visitor app is: from the camera's frame to the confirmation, and from a tap to the open app.

    python -m benchmarks.app

Real Chromium with a filmed poster, the real gateway and PostgreSQL on this machine. Throttling is Chromium's own:
its "Fast 3G" (562.5 ms a request, 1.44 Mbit/s down, 0.675 up) and a processor slowed four times (a cheap phone).
"""

import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, expect, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser"), str(ROOT / "src")]

from support.camera import poster, shaky, write_video  # noqa: E402
from support.lighthouse import lighthouse, missing  # noqa: E402
from support.phone import Phone, expect_js, sign_up  # noqa: E402
from support.system import System, running_system  # noqa: E402

ROUNDS = 8  # a person may check in ten times in five minutes
FAST_3G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1.44e6 / 8,
    "uploadThroughput": 0.675e6 / 8,
}
SCAN_MS = """() => performance.getEntriesByName("ansim-confirmed")[0].startTime
  - performance.getEntriesByName("ansim-frame")[0].startTime"""
OPEN_MS = """() => performance.getEntriesByName("first-contentful-paint")[0].startTime"""


@dataclass(frozen=True)
class Figure:
    """One row: milliseconds of each round, and what they may be at most."""

    name: str
    rounds: list[float]
    target: float

    def row(self) -> str:
        middle, worst = statistics.median(self.rounds), max(self.rounds)
        verdict = "ok" if middle <= self.target else "MISSED"
        return f"| {self.name:<44} | {middle:7.0f} | {worst:7.0f} | {self.target:6.0f} | {verdict:<6} |"


def scans(
    playwright: Playwright, system: System, home: Path, camera: Path, network: Any, slower: int
) -> list[float]:
    """Milliseconds from the frame that held the QR to the drawn confirmation."""
    found: list[float] = []
    with Phone(playwright, home, system.gateway_url, camera=camera) as phone:
        page = phone.open()
        devtools = phone.context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        if network:
            devtools.send("Network.enable")
            devtools.send("Network.emulateNetworkConditions", network)
        sign_up(page, system)
        for _ in range(ROUNDS):
            expect(page.locator("[data-state=confirmed]")).to_be_visible()
            expect_js(
                page, "async () => performance.getEntriesByName('ansim-confirmed').length > 0"
            )
            found.append(page.evaluate(SCAN_MS))
            page.evaluate("() => performance.clearMarks('ansim-confirmed')")
            page.locator(".result a.primary").click()
    return found


def openings(playwright: Playwright, system: System, home: Path, slower: int) -> list[float]:
    """Milliseconds from the tap on the home screen to the first drawn screen, the browser freshly started."""
    with Phone(playwright, home, system.gateway_url) as phone:
        sign_up(phone.open(), system)
        expect(phone.page.locator(".tools")).to_be_visible()
        phone.ready_for_offline()
    found: list[float] = []
    for _ in range(3):
        with Phone(playwright, home, system.gateway_url) as phone:
            phone.context.new_cdp_session(phone.page).send(
                "Emulation.setCPUThrottlingRate", {"rate": slower}
            )
            expect(phone.open().locator(".tools")).to_be_visible()
            found.append(phone.page.evaluate(OPEN_MS))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running_system(Path(folder) / "system") as system:
        home = Path(folder)
        address = f"{system.gateway_url}/v/{system.venues['market'].code}"
        camera = write_video(home / "camera.y4m", shaky(poster(address), turn=8.0, blur=0.8))
        with sync_playwright() as playwright:
            figures = [
                Figure(
                    "scan to confirmation, local network",
                    scans(playwright, system, home / "a", camera, None, 1),
                    300,
                ),
                Figure(
                    "the same, processor slowed 4 times",
                    scans(playwright, system, home / "b", camera, None, 4),
                    1000,
                ),
                Figure(
                    "scan to confirmation, Fast 3G",
                    scans(playwright, system, home / "c", camera, FAST_3G, 1),
                    1000,
                ),
                Figure(
                    "home screen to first screen", openings(playwright, system, home / "d", 1), 1000
                ),
                Figure(
                    "the same, processor slowed 4 times",
                    openings(playwright, system, home / "e", 4),
                    1000,
                ),
            ]
        points = [
            lighthouse(system.gateway_url, home / "report.json").points["performance"]
            for _ in range(0 if missing() else 3)
        ]
    print("| visitor app, milliseconds                    |  median |   worst | target |        |")
    print("|----------------------------------------------|--------:|--------:|-------:|--------|")
    for figure in figures:
        print(figure.row())
    print(f"Lighthouse, points for speed (target 95): {points or missing()}")


if __name__ == "__main__":
    main()
