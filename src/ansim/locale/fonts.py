"""The fonts of printed sheets; they come from packages, never from the machine."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTFont

from ansim.domain.errors import AnsimError

FONTS: Final = ("cvttf_NotoSansCJK_Regular", "cvttf_NotoSansCJK_Bold")


class UnprintableError(AnsimError):
    """A text holds signs that the fonts of the sheets lack."""

    code = "unprintable"

    def __init__(self, text: str, signs: Sequence[str]) -> None:
        shown = ", ".join(f"{sign!r} (U+{ord(sign):04X})" for sign in signs)
        super().__init__(f"{text!r} holds signs that the printed sheet cannot show: {shown}")
        self.signs = signs


@cache
def font_folders() -> tuple[Path, ...]:
    """Where the two fonts lie, which have every sign of the four languages."""
    specs = [find_spec(name) for name in FONTS]
    return tuple(Path(spec.origin).parent for spec in specs if spec and spec.origin)


def require_printable(text: str) -> None:
    """Raise UnprintableError for a sign without a glyph: typst would draw an empty box and say nothing."""
    missing = sorted({sign for sign in text if ord(sign) not in glyphs()})
    if missing:
        raise UnprintableError(text, missing)


def require_printable_within(given: Any) -> None:
    """Raise UnprintableError for such a sign in any text within the values of a sheet; its lines may end."""
    match given:
        case str():
            require_printable(given.replace("\n", ""))
        case dict():
            require_printable_within(list(given.values()))
        case list() | tuple():
            for one in given:
                require_printable_within(one)


@cache
def glyphs() -> frozenset[int]:
    """The code points that both fonts can draw."""
    found = [
        frozenset(TTFont(file, lazy=True).getBestCmap())
        for folder in font_folders()
        for file in folder.glob("*.otf")
    ]
    return frozenset.intersection(*found)
