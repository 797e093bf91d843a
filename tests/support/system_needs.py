"""Get what the tests need from the system and PyPI cannot give: Chromium, and a font with Hangul.

Tries the ways a machine offers, in order, and says plainly what is missing where none works; in CI that is
an error.
"""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def works(path: str | None) -> bool:
    # Ubuntu's "chromium" may be a stub that only points at a snap.
    return (
        path is not None
        and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0
    )


def install() -> None:
    if shutil.which("apt-get"):
        rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if rights and not may_use_sudo():
            print("This user may not install packages (no sudo without a password).", flush=True)
            return
        packages = ["chromium", "fonts-noto-cjk"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["update", "-qq"],
            ["install", "-y", "-qq", "--no-install-recommends", *packages],
        ):
            subprocess.run(
                # A fresh machine updates itself for minutes after booting, and holds the lock meanwhile.
                [*rights, "apt-get", "-o", "DPkg::Lock::Timeout=600", *command],
                check=False,
                stdout=subprocess.DEVNULL,
                env=environment,
            )


def may_use_sudo() -> bool:
    return (
        shutil.which("sudo") is not None
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    )


def main() -> int:
    if works(browser()):
        return 0
    print("Installing Chromium for the browser tests ...", flush=True)
    install()
    if works(browser()):
        return 0
    print(
        "No Chromium: the browser tests are skipped. Install it (Debian: apt-get install chromium "
        "fonts-noto-cjk; elsewhere Chromium or Chrome on the PATH) and run again.",
        file=sys.stderr,
    )
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
