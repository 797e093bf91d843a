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
PHONES = [
    *((SMALLEST, language) for language in ("ko", "en", "zh", "ja")),
    *((IPHONE, language) for language in ("ko", "en")),
]
BOXES = (Path(__file__).parents[1] / "support" / "boxes.js").read_text()
DRESS = """(size) => {
  document.documentElement.dataset.type = size;
  for (const folded of document.querySelectorAll("details")) folded.open = true;
}"""

Make = Callable[..., Phone]


def measure(phone: Phone, system: Any, names: tuple[str, ...]) -> dict[str, list[str]]:
    """What is broken on these screens in the language that is chosen, by screen and size."""
    found = {}
    for name in screens(phone, names):
        go(phone, system, name)
        for size in SIZES:
            phone.page.evaluate(DRESS, size)
            if broken := phone.page.evaluate(BOXES):
                found[f"{name}, {size}"] = broken
        phone.context.set_offline(False)
    return found


@pytest.mark.parametrize(("screen", "language"), PHONES, ids=str)
def test_no_word_clock_or_card_breaks(
    new_phone: Make, system: Any, screen: tuple[int, int], language: str
) -> None:
    width, height = screen
    phone = new_phone(
        look={"viewport": {"width": width, "height": height}, "device_scale_factor": 2}
    )
    begun = time.monotonic()
    set_language(phone, language)
    found = measure(phone, system, BEFORE_SIGN_UP)
    set_language(phone, "ko")
    prepare(phone, system, language)
    found |= measure(phone, system, AFTER_SIGN_UP)
    print(f"\nboxes of {width} x {height}, {language}: {time.monotonic() - begun:.0f} s")
    assert found == {}
