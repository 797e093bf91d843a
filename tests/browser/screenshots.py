"""Writes the pictures of the docs: every screen, Korean and English, as a phone shows it.

    python -m tests.browser.screenshots          (from the project's folder; needs Chromium and Pillow)

`docs/screenshots/app-<screen>-<language>.png` in few colours, so that they stay small.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser"), str(ROOT / "src")]

from support.camera import poster, shaky, write_video  # noqa: E402
from support.phone import Phone  # noqa: E402
from support.screens import AFTER_SIGN_UP, BEFORE_SIGN_UP, go, prepare, screens, set_language  # noqa: E402
from support.system import System, running_system  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
LOOK = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1.5}
COLOURS = 96


def unreadable(picture: Image.Image) -> Image.Image:
    """A poster with one corner of the QR covered: it looks right on the scan screen, and nothing is checked in."""
    cover = Image.new("RGB", (picture.width // 5, picture.height // 6), "white")
    picture.paste(cover, (picture.width // 8, picture.height // 5))
    return picture


def shoot(phone: Phone, name: str, language: str) -> None:
    """One screen as a compact PNG."""
    picture = Image.open(io.BytesIO(phone.page.screenshot(animations="allow")))
    compact = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    compact.save(FOLDER / f"app-{name}-{language}.png", optimize=True)


def shoot_all(system: System, home: Path) -> None:
    """Both languages, before and after the sign-up."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    video = write_video(
        home / "camera.y4m", shaky(unreadable(poster(system.gateway_url)), frames=2, share=0.7)
    )
    with sync_playwright() as playwright:
        for language in ("ko", "en"):
            with Phone(
                playwright, home / language, system.gateway_url, camera=video, look=LOOK
            ) as phone:
                set_language(phone, language)
                for name in BEFORE_SIGN_UP:
                    go(phone, system, name)
                    shoot(phone, name, language)
                set_language(phone, "ko")
                prepare(phone, system, language)
                for name in screens(phone, AFTER_SIGN_UP):
                    go(phone, system, name)
                    shoot(phone, name, language)
                    phone.context.set_offline(False)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running_system(Path(folder) / "system") as system:
        shoot_all(system, Path(folder))


if __name__ == "__main__":
    main()
