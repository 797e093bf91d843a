"""Get what the tests need from the system and PyPI cannot give: Chromium, a font with Hangul, and WebKit.

Tries the ways a machine offers, in order, and says plainly what is missing where none works; in CI that is
an error.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PATIENCE = 600  # s for another package installation
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def works(path: str | None) -> bool:
    # Ubuntu's "chromium" may be a stub that only points at a snap.
    return (
        path is not None
        and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0
    )


def missing_webkit() -> list[str]:
    """What this machine lacks to run WebKit: its driver, its browser, a display for it."""
    lacks = [name for name in ("WebKitWebDriver", "Xvfb") if shutil.which(name) is None]
    return lacks if mini_browser() else [*lacks, "MiniBrowser"]


def mini_browser() -> Path | None:
    """WebKitGTK's MiniBrowser, which stands in its library's folder."""
    found = Path("/usr").glob("lib*/*/webkit2gtk-4*/MiniBrowser")
    return next(iter(sorted(found, reverse=True)), None)


class Need(NamedTuple):
    """Something the tests need: whether it is there, Debian's packages of it, what is skipped without it."""

    name: str
    there: Callable[[], bool]
    packages: tuple[str, ...]
    skipped: str
    elsewhere: str


NEEDS = (
    Need(
        "Chromium",
        lambda: works(browser()),
        ("chromium", "fonts-noto-cjk"),
        "the browser tests are skipped",
        "elsewhere Chromium or Chrome on the PATH",
    ),
    Need(
        "WebKit",
        lambda: not missing_webkit(),
        ("webkit2gtk-driver", "xvfb"),
        "the visitor app is not tried in the engine of iPhones",
        "elsewhere WebKitGTK's WebKitWebDriver and MiniBrowser, and Xvfb",
    ),
)


def install(packages: tuple[str, ...]) -> None:
    if shutil.which("apt-get"):
        rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if rights and not may_use_sudo():
            print("This user may not install packages (no sudo without a password).", flush=True)
            return
        apt = [*rights, "apt-get", "-o", f"DPkg::Lock::Timeout={PATIENCE}"]
        patiently([*apt, "update", "-qq"])
        patiently([*apt, "install", "-y", "-qq", "--no-install-recommends", *packages])


def patiently(command: list[str]) -> None:
    """A fresh machine updates itself for minutes after booting: wait for its locks (apt's lists have no timeout)."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    end = time.monotonic() + PATIENCE
    while True:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if done.returncode == 0 or "lock" not in done.stderr or time.monotonic() > end:
            sys.stderr.write(done.stderr if done.returncode else "")
            return
        print("Waiting for another package installation to end ...", flush=True)
        time.sleep(10)


def may_use_sudo() -> bool:
    return (
        shutil.which("sudo") is not None
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    )


def main() -> int:
    for need in NEEDS:
        if not need.there():
            print(f"Installing {need.name} for the browser tests ...", flush=True)
            install(need.packages)
    lacking = [need for need in NEEDS if not need.there()]
    for need in lacking:
        print(
            f"No {need.name}: {need.skipped}. Install it (Debian: apt-get install "
            f"{' '.join(need.packages)}; {need.elsewhere}) and run again.",
            file=sys.stderr,
        )
    return 1 if lacking and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
