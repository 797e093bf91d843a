"""One cell as text: what looks the same to the eye becomes the same, and what names nothing is known as such."""

import re
import unicodedata
from collections.abc import Iterable

# What programs and people write for a missing value, in small letters: R, pandas, SQL, SAS,
# spreadsheets and their pivots, Korean line lists.
_NOTHING = frozenset(
    (
        "",
        "na",
        "n/a",
        "n.a.",
        "nan",
        "nat",
        "<na>",
        "#n/a",
        "#n/a n/a",
        "null",
        "(null)",
        "none",
        "nil",
        "unknown",
        "(blank)",
        "-",
        "--",
        ".",
        "?",
        "#null!",
        "#value!",
        "#ref!",
        "#name?",
        "#div/0!",
        "미상",
        "불명",
        "모름",
        "없음",
        "해당없음",
        "해당 없음",
        "알 수 없음",
        "(비어 있음)",
    )
)
_SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+\d+")
_WHOLE = re.compile(r"(-?\d+)\.0+")
_NUMBER = re.compile(r"-?\d+(\.0+)?")


def tidy(text: str) -> str:
    """The text in Unicode's form C, every blank a plain one, without invisible signs and blanks at its ends."""
    if text.isascii() and text.isprintable():
        return text.strip()
    composed = unicodedata.normalize("NFC", text)
    seen = (_plain(sign) for sign in composed)
    return "".join(seen).strip()


def lookalikes(names: Iterable[str]) -> tuple[int, str, str] | None:
    """How many names differ from another in the width or the size of letters alone, and two that do; None for none."""
    found: dict[str, str] = {}
    count, first = 0, ("", "")
    for name in names:
        other = found.setdefault(unicodedata.normalize("NFKC", name).casefold(), name)
        if other != name:
            first = first if count else (other, name)
            count += 1
    return (count, *first) if count else None


def _plain(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Cf":  # zero-width blanks, marks of order and of direction
        return ""
    return " " if kind == "Zs" else sign


def names_nothing(text: str) -> bool:
    """Whether a tidy text stands for a missing value: empty, NA, N/A, null, 미상 and their like, in full width too."""
    return unicodedata.normalize("NFKC", text).casefold() in _NOTHING


def is_shortened(text: str) -> bool:
    """Whether a spreadsheet shortened a long number (8.21012E+12), so that its digits are lost."""
    return _SHORTENED.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Whether the text is a whole number, perhaps as a float writes it (12, 12.0)."""
    return _NUMBER.fullmatch(text) is not None


def as_whole(text: str) -> str:
    """A whole number as it was before a program made a float of it: 12.0 is 12, 0012 stays 0012."""
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text
