"""Boxes of every screen in both sizes of type, on the smallest phone in every language: nothing is broken or cut off."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.phone import Phone
from support.screens import AFTER_SIGN_UP, BEFORE_SIGN_UP, go, prepare, screens, set_language

pytestmark = pytest.mark.browser

SIZES = ("large", "larger")
SMALLEST, IPHONE = (320, 568), (375, 667)
SCREENS = {
    "ko": (SMALLEST, IPHONE),
    "en": (SMALLEST, IPHONE),
    "zh": (SMALLEST,),
    "ja": (SMALLEST,),
}
BOXES = (Path(__file__).parents[1] / "support" / "boxes.js").read_text()
DRESS = """(size) => {
  document.documentElement.dataset.type = size;
  for (const folded of document.querySelectorAll("details")) folded.open = true;
}"""

Make = Callable[..., Phone]


def show(phone: Phone, screen: tuple[int, int]) -> None:
    phone.page.set_viewport_size({"width": screen[0], "height": screen[1]})


def measure(
    phone: Phone, system: Any, names: tuple[str, ...], language: str
) -> dict[str, list[str]]:
    """What is broken on these screens in the language that is chosen, by screen, phone and size of type."""
    found = {}
    for name in screens(phone, names):
        go(phone, system, name)
        for screen in SCREENS[language]:
            show(phone, screen)
            for size in SIZES:
                phone.page.evaluate(DRESS, size)
                if broken := phone.page.evaluate(BOXES):
                    found[f"{name}, {screen}, {size}"] = broken
        show(phone, SMALLEST)
        phone.context.set_offline(False)
    return found


@pytest.mark.parametrize("language", SCREENS)
def test_no_word_clock_or_card_breaks(new_phone: Make, system: Any, language: str) -> None:
    phone = new_phone(look={"viewport": {"width": 320, "height": 568}, "device_scale_factor": 2})
    begun = time.monotonic()
    set_language(phone, language)
    found = measure(phone, system, BEFORE_SIGN_UP, language)
    set_language(phone, "ko")
    prepare(phone, system, language)
    found |= measure(phone, system, AFTER_SIGN_UP, language)
    print(f"\nboxes of every screen, {language}: {time.monotonic() - begun:.0f} s")
    assert found == {}
