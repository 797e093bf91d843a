"""A page as somebody sees it who needs everything, or only the letters, at twice their size (WCAG 2.2, 1.4.4)."""

from dataclasses import dataclass

from playwright.sync_api import Page, ViewportSize

from support.folders import ROOT

BOXES, REACH = (
    (ROOT / "tests" / "support" / name).read_text() for name in ("boxes.js", "reach.js")
)
LETTERS = "(share) => { document.documentElement.style.fontSize = share; }"
_BROKEN_WORD, _ONE_LETTER, _COLLAPSED = "a broken word: ", "a line of one letter: ", "collapsed: "
_IN_A_FIELD = "cut off in its field: "


@dataclass(frozen=True)
class View:
    """A screen and the size of letters on it. `words`: whether words must stay whole on it too."""

    name: str
    screen: ViewportSize
    letters: str = ""
    words: bool = False


# Of a window of 1,280 pixels whose page is zoomed to 200 % half as many are left. Where letters alone grow a long word
# may end on the next line, but nothing may be cut off or pushed aside.
VIEWS = (
    View("zoomed", {"width": 640, "height": 450}, words=True),
    View("larger letters", {"width": 1280, "height": 900}, "200%"),
    View("larger letters, phone", {"width": 360, "height": 740}, "200%"),
)


def broken_at_twice_the_size(page: Page) -> list[str]:
    """What scrolls aside, is cut off or cannot be pressed at 200 %; the page stands as before afterwards."""
    before = page.viewport_size
    assert before
    found = []
    for view in VIEWS:
        page.set_viewport_size(view.screen)
        page.evaluate(LETTERS, view.letters)
        told = [one for script in (BOXES, REACH) for one in page.evaluate(script)]
        found += [f"{view.name}: {one}" for one in told if not _is_borne(one, view)]
    page.evaluate(LETTERS, "")
    page.set_viewport_size(before)
    return found


def _is_borne(told: str, view: View) -> bool:
    """Whether a finding takes nothing from a reader: a long word in two lines, at its hyphen, or short words in many.

    So does a key that is longer than its field: the cursor brings all of it into sight.
    """
    if told.startswith(_BROKEN_WORD):
        return not view.words or "-" in told.split('"')[1]
    if told.startswith(_COLLAPSED):
        return not view.words and max(len(line) for line in told.split('"')[1].split(" / ")) > 2
    return told.startswith((_ONE_LETTER, _IN_A_FIELD)) and not view.words
