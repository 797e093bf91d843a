"""Every screen in every language, walked to once: nobody is shut out by day or by night, and nothing is broken or cut off."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.phone import Phone
from support.screens import AFTER_SIGN_UP, BEFORE_SIGN_UP, go, prepare, screens, set_language

pytestmark = [pytest.mark.browser, pytest.mark.long]

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
"""The rules of axe that look at colours: by night nothing else differs."""
DAY, NIGHT = {"type": "tag", "values": RULES}, {"type": "rule", "values": COLOURS}
ASK = "(which) => axe.run(document, { runOnly: which })"

SIZES = ("larger", "large")  # of type; the second is what the app begins with
SMALLEST, IPHONE, USUAL = (320, 568), (375, 667), (390, 844)
SCREENS = {
    "ko": (SMALLEST, IPHONE),
    "en": (SMALLEST, IPHONE),
    "zh": (SMALLEST,),
    "ja": (SMALLEST,),
}
BOXES = (Path(__file__).parents[1] / "support" / "boxes.js").read_text()
UNFOLD = "() => { for (const one of document.querySelectorAll('details')) one.open = true; }"
DRESS = "(size) => { document.documentElement.dataset.type = size; }"
COLOURED = """() => Promise.all(document.getAnimations()
  .filter((moving) => moving instanceof CSSTransition).map((moving) => moving.finished))"""

Make = Callable[..., Phone]


@pytest.mark.parametrize("language", SCREENS)
def test_no_screen_shuts_anybody_out_or_breaks(new_phone: Make, system: Any, language: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `python hatch_build.py check`")
    phone = new_phone(look={"viewport": {"width": 320, "height": 568}})
    set_language(phone, language)
    found = walk(phone, system, BEFORE_SIGN_UP, language)
    set_language(phone, "ko")
    prepare(phone, system, language)
    found |= walk(phone, system, AFTER_SIGN_UP, language)
    assert {screen: bad for screen, bad in found.items() if bad} == {}


def walk(phone: Phone, system: Any, names: tuple[str, ...], language: str) -> dict[str, list[str]]:
    """What is wrong on these screens in the language that is chosen, by screen and how it was looked at."""
    found: dict[str, list[str]] = {}
    for name in screens(phone, names):
        go(phone, system, name)
        show(phone, USUAL)
        found[f"{name}, by day"] = violations(phone, DAY)
        phone.page.emulate_media(color_scheme="dark")
        phone.page.evaluate(COLOURED)
        found[f"{name}, by night"] = violations(phone, NIGHT)
        phone.page.emulate_media(color_scheme="light")
        phone.page.evaluate(UNFOLD)
        for screen in SCREENS[language]:
            show(phone, screen)
            for size in SIZES:
                phone.page.evaluate(DRESS, size)
                found[f"{name}, {screen}, {size}"] = phone.page.evaluate(BOXES)
        show(phone, SMALLEST)
        phone.context.set_offline(False)
    return found


def show(phone: Phone, screen: tuple[int, int]) -> None:
    phone.page.set_viewport_size({"width": screen[0], "height": screen[1]})


def violations(phone: Phone, which: dict[str, Any]) -> list[str]:
    """What axe finds on the screen that stands (evaluated in an isolated way: the CSP forbids injected scripts)."""
    if not phone.page.evaluate("() => 'axe' in window"):
        phone.page.evaluate(AXE.read_text())
    found: Any = phone.page.evaluate(ASK, which)
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def test_the_smallest_type_is_still_large(phone: Phone, system: Any) -> None:
    prepare(phone, system, "ko")
    small: dict[str, list[str]] = {}
    for name in ("scan", "history", "visit", "rights", "settings"):
        go(phone, system, name)
        small[name] = phone.page.evaluate(
            """() => [...document.querySelectorAll("main *, nav *")]
              .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
              .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16)
              .map((e) => e.outerHTML.slice(0, 80))"""
        )
    assert {name: found for name, found in small.items() if found} == {}
    assert phone.page.evaluate("() => getComputedStyle(document.body).fontSize") == "20px"
