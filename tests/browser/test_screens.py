"""Every screen in every language: no accessibility violation, no small type."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.phone import Phone
from support.screens import AFTER_SIGN_UP, BEFORE_SIGN_UP, go, prepare, screens, set_language

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
LANGUAGES = ("ko", "en", "zh", "ja")
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Make = Callable[..., Phone]


def violations(phone: Phone) -> list[str]:
    """What axe finds on the screen that stands (evaluated in an isolated way: the CSP forbids injected scripts)."""
    phone.page.evaluate(AXE.read_text())
    found: Any = phone.page.evaluate("(tags) => axe.run(document, { runOnly: tags })", RULES)
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_shuts_anybody_out(
    new_phone: Make, system: Any, language: str, scheme: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `python hatch_build.py check`")
    phone = new_phone(look={"color_scheme": scheme})
    found: dict[str, list[str]] = {}

    def look(names: tuple[str, ...]) -> None:
        for name in screens(phone, names):
            go(phone, system, name)
            if bad := violations(phone):
                found[name] = bad
            phone.context.set_offline(False)

    set_language(phone, language)
    look(BEFORE_SIGN_UP)
    set_language(phone, "ko")
    prepare(phone, system, language)
    look(AFTER_SIGN_UP)
    assert found == {}


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
