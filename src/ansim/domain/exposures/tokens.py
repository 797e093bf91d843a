"""Cut a notice into words, days, times and the signs between them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a piece of the text is."""

    TEXT = auto()
    DATE = auto()  # month and day
    DAY = auto()  # a day's number alone
    TIME = auto()
    RANGE = auto()  # ~
    OPEN_END = auto()  # until closing
    BUSINESS_HOURS = auto()
    NEXT_DAY = auto()
    NUMBER = auto()  # a day or an hour; its neighbours tell


@dataclass(frozen=True, slots=True)
class Token:
    """A piece: for DATE (month, day), for TIME (hour, minute), for DAY and NUMBER (value, 0).

    `half` is 오전 or 오후 where it was written.
    """

    kind: Kind
    text: str = ""
    values: tuple[int, int] = (0, 0)
    half: str = ""


# After this nothing speaks of the exposure: who is addressed, what they shall do, where to read more.
_ADDRESSED = re.compile(
    r"(동일\s*시간대|해당일|해당\s*시간|영업시간\s*내)?\s*(방문자(?!\s*\()|이용자|\S*보건소|선별\s*진료소|진단\s*검사|검사\s*바)"
)
_WEEKDAYS = re.compile(r"\(\s*[월화수목금토일](?:요일)?(?:\s*[·,~]\s*[월화수목금토일](?:요일)?)*\s*\)")
_TOKEN = re.compile(
    r"""
    (?P<open>영업\s*종료\s*시?\s*(?:까지)?|마감\s*(?:시)?\s*까지|폐점\s*까지)
  | (?P<business>영업\s*시간\s*(?:내|중)?)
  | (?P<next>다음\s*날|익일)
  | (?P<date>(?P<month>\d{1,2})\s*(?:월\s*|[./]\s*)(?P<day>\d{1,2})(?:\s*일|\.)?(?![\d:층호]))
  | (?P<time>(?P<half>오전|오후|낮|밤|새벽)?\s*
        (?:(?P<hour>\d{1,2})\s*(?::\s*(?P<minute>\d{2})\s*분?|시\s*(?:(?P<minute2>\d{1,2})\s*분)?)|정오|자정(?![가-힣]))
        (?:\s*(?:부터|까지|경))?)
  | (?P<dayonly>(?<![\d가-힣])(?P<number>\d{1,2})\s*일(?![가-힣\d]*(?:동|도))(?!\s*(?:이|삼))(?:\s*(?:부터|까지))?)
  | (?P<range>[~∼～〜]|\s-\s)
  | (?P<bare>(?<![\d가-힣A-Za-z])\d{1,2}\.?(?=\s*[~(\s]|$))
    """,
    re.VERBOSE,
)
_HALVES = {"낮": "오후", "밤": "오후", "새벽": "오전"}


def exposure_part(text: str) -> str:
    """The part of a notice that speaks of the exposure, in one written form."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\S+\.(?:com|go\.kr|jsp)\S*", " ", text)
    text = _WEEKDAYS.sub(" ", text)
    # Look for the addressees only behind the first time or date, since a notice may begin with them.
    first = next((match.start() for match in _TOKEN.finditer(text) if match.lastgroup), 0)
    quiet = _ADDRESSED.search(text, first)
    while quiet and '"' in text[quiet.end() :] and quiet.group(2) != "방문자":
        quiet = None
    return text[: quiet.start()] if quiet else text


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a notice in order. A bare number counts only beside a day or a time, not among words."""
    words, position = "", 0
    previous: Token | None = None
    for match in _TOKEN.finditer(text):
        between = text[position : match.start()]
        position = match.end()
        token = _token(match)
        among_words = previous is None or re.search(r"[가-힣A-Za-z]", between)
        if token.kind is Kind.NUMBER and among_words:
            words += between + match.group()
            continue
        if (words + between).strip():
            yield Token(Kind.TEXT, (words + between).strip())
        words = ""
        previous = token
        yield token
    if rest := (words + text[position:]).strip():
        yield Token(Kind.TEXT, rest)


def _token(match: "re.Match[str]") -> Token:
    group = match.groupdict()
    if group["date"]:
        return Token(Kind.DATE, match.group(), (int(group["month"]), int(group["day"])))
    if group["dayonly"]:
        return Token(Kind.DAY, match.group(), (int(group["number"]), 0))
    if group["time"]:
        half = _HALVES.get(group["half"] or "", group["half"] or "")
        if group["hour"] is None:
            return Token(Kind.TIME, match.group(), (12 if "정오" in match.group() else 24, 0))
        return Token(
            Kind.TIME,
            match.group(),
            (int(group["hour"]), int(group["minute"] or group["minute2"] or 0)),
            half,
        )
    if group["bare"]:
        return Token(Kind.NUMBER, match.group(), (int(group["bare"].rstrip(".")), 0))
    kinds = {
        "open": Kind.OPEN_END,
        "business": Kind.BUSINESS_HOURS,
        "next": Kind.NEXT_DAY,
        "range": Kind.RANGE,
    }
    return Token(next(kind for name, kind in kinds.items() if group[name]), match.group())
