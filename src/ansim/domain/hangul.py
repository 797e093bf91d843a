"""Hangul as people search with it: initials alone (초성), as in "ㄴㅂㅅㅇㄴ" for 늘봄사우나.

A syllable is 0xAC00 + (initial × 21 + vowel) × 28 + final (Unicode 16, §3.12).
"""

from typing import Final

INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FIRST: Final = 0xAC00
_OF_AN_INITIAL: Final = 21 * 28


def initials_pattern(word: str) -> str | None:
    """The regular expression of a word that holds initials alone among its letters; None where it has none.

    Letters of another kind stand for themselves, and blanks between are passed over: "ㄴㅂ24" finds 늘봄 24.
    Understood by Python and PostgreSQL.
    """
    if not any(sign in INITIALS for sign in word):
        return None
    return r"\s*".join(_of(sign) for sign in word)


def _of(sign: str) -> str:
    place = INITIALS.find(sign)
    if place < 0:
        return sign if sign.isalnum() else f"\\{sign}"
    first = _FIRST + place * _OF_AN_INITIAL
    return f"[{sign}{chr(first)}-{chr(first + _OF_AN_INITIAL - 1)}]"
