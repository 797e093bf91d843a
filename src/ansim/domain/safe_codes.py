"""Personal safe codes (개인안심번호): what one writes on paper in place of a number. ADR 23 has the reasons.

`12가34나다`: two digits and a letter twice, then a check letter. The letters are 53 syllables that are said and typed
easily and sound like no digit (이 오 구 사 are digits when spoken). 53 is a prime, so the check letter catches every
single wrong sign and every swap of two neighbours of a kind; 28,090,000 codes are left for a province of a million.
A code says nothing by itself: the number behind it is known to nobody who has no key.
"""

import hashlib
import hmac
import re
import unicodedata
from typing import Final

# Consonants of Korean number plates and their plain neighbours, with four vowels that no ear confuses; without the
# syllables that name digits, and with 허, which every driver knows from a plate.
_CONSONANTS: Final = {
    "ㄱ": ("가고구기", "g"),
    "ㄴ": ("나노누니", "n"),
    "ㄷ": ("다도두디", "d"),
    "ㄹ": ("라로루리", "r"),
    "ㅁ": ("마모무미", "m"),
    "ㅂ": ("바보부비", "b"),
    "ㅅ": ("사소수시", "s"),
    "ㅇ": ("아오우이", ""),
    "ㅈ": ("자조주지", "j"),
    "ㅊ": ("차초추치", "ch"),
    "ㅋ": ("카코쿠키", "k"),
    "ㅌ": ("타토투티", "t"),
    "ㅍ": ("파포푸피", "p"),
    "ㅎ": ("하호후히", "h"),
}
_SOUND_LIKE_DIGITS: Final = "구사오이"
_VOWELS: Final = "aoui"
_LATIN: Final = {
    syllable: initial + vowel
    for syllables, initial in _CONSONANTS.values()
    for syllable, vowel in zip(syllables, _VOWELS, strict=True)
    if syllable not in _SOUND_LIKE_DIGITS
} | {"허": "heo"}
LETTERS: Final = "".join(_LATIN)
"""The 53 letters in their order, which is that of the check's arithmetic; never change it."""

_PRIME: Final = len(LETTERS)
SPACE: Final = 10_000 * _PRIME**2
"""How many codes there are."""

_WEIGHTS: Final = (
    2,
    3,
    5,
    7,
    11,
    13,
)  # of the six signs before the check: distinct, none 0 modulo 53
_FROM_LATIN: Final = {latin: syllable for syllable, latin in _LATIN.items()}
_LETTER: Final = f"[{LETTERS}]"
_SHAPE: Final = re.compile(rf"([0-9]{{2}})({_LETTER})([0-9]{{2}})({_LETTER})({_LETTER})")
_BETWEEN: Final = re.compile(r"[\s.,·/\-]")
_LATIN_WITHIN: Final = re.compile(r"[a-z]+(?=\d)")
_LATIN_END: Final = re.compile(r"(.*\d)([a-z]+)")
_LONGEST_TEXT: Final = 40
# Neighbours that nobody would like to say at a counter.
_UNWANTED: Final = frozenset(
    {"보지", "자지", "조지", "시바", "시파", "치부", "조까", "미치", "바보"}
)


def code_of(number: int) -> str:
    """The code of a number below `SPACE`, with its check letter."""
    digits, letters = divmod(number % SPACE, _PRIME**2)
    first, second = divmod(letters, _PRIME)
    body = f"{digits // 100:02d}{LETTERS[first]}{digits % 100:02d}{LETTERS[second]}"
    return body + _check_letter(body)


def is_wanted(code: str) -> bool:
    """Whether a code may be given out: not where its letters make a rude word."""
    letters = "".join(sign for sign in code if not sign.isdigit())
    return not any(pair in letters for pair in _UNWANTED)


def read_safe_code(text: str) -> str | None:
    """The code that a person typed, in its one written form, or None where it is none or its check letter is wrong.

    Blanks, hyphens, full-width digits, syllables in parts and the Latin readings (`12ga34nada`) are understood.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).lower()
    plain = _LATIN_WITHIN.sub(lambda found: _FROM_LATIN.get(found[0], found[0]), plain)
    found = _SHAPE.fullmatch(_with_last_letters(plain))
    if found is None:
        return None
    code = "".join(found.groups())
    return code if _check_letter(code[:-1]) == code[-1] else None


def show_safe_code(code: str) -> str:
    """The code in its groups, as it is learnt: `12가 34나 다`."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def latin_reading(code: str) -> str:
    """The same for who reads no Hangul: `12 GA 34 NA DA`."""
    signs = (code[:2], _LATIN[code[2]], code[3:5], _LATIN[code[5]], _LATIN[code[6]])
    return " ".join(signs).upper()


def candidate(key: bytes, person: bytes, serial: int) -> str:
    """The code that belongs to a person and a serial number under a key: nobody keeps it, who has the key finds it again."""
    text = b"ansim safe code v1 " + person + serial.to_bytes(4, "big")
    return code_of(int.from_bytes(hmac.digest(key, text, hashlib.sha256)[:8], "big"))


def code_hash(key: bytes, code: str) -> bytes:
    """What the database keeps of a code: 32 bytes, useless without the key."""
    return hmac.digest(key, b"ansim safe code hash v1 " + code.encode(), hashlib.sha256)


def nobody(key: bytes, code: str) -> bytes:
    """Who a well-formed code stands for that was given to nobody: 16 bytes that are no person's id.

    A line with it is stored as any other, so that no answer tells which codes exist.
    """
    return hmac.digest(key, b"ansim safe code of nobody v1 " + code.encode(), hashlib.sha256)[:16]


def _check_letter(body: str) -> str:
    signs = (int(sign) if sign.isdigit() else LETTERS.index(sign) for sign in body)
    return LETTERS[sum(w * sign for w, sign in zip(_WEIGHTS, signs, strict=True)) % _PRIME]


def _with_last_letters(plain: str) -> str:
    """The two letters at the end from their Latin readings, where they are such a pair."""
    found = _LATIN_END.fullmatch(plain)
    if found is None:
        return plain
    head, tail = found.groups()
    for cut in range(1, len(tail)):
        first, second = _FROM_LATIN.get(tail[:cut]), _FROM_LATIN.get(tail[cut:])
        if first and second:  # a test holds that no two pairs read alike
            return f"{head}{first}{second}"
    return plain
