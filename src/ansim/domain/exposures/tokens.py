"""Cut an alert into words, days, times and the signs between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto


class Kind(Enum):
    """What a piece of the text is."""

    WORDS = auto()
    OPEN = auto()  # (
    CLOSE = auto()  # )
    SIGN = auto()  # a comma, slash, bullet or full stop
    DATE = auto()  # month and day
    DAY = auto()  # a day's number alone
    HALF_DAY = auto()  # the morning or the afternoon of a day
    TIME = auto()
    RANGE = auto()  # ~
    OPEN_END = auto()  # until closing
    BUSINESS_HOURS = auto()
    NEXT_DAY = auto()
    NUMBER = auto()  # a day or an hour; its neighbours tell


_SURE = {
    Kind.DATE,
    Kind.DAY,
    Kind.HALF_DAY,
    Kind.TIME,
    Kind.OPEN_END,
    Kind.BUSINESS_HOURS,
    Kind.NEXT_DAY,
}
WHEN = {*_SURE, Kind.RANGE, Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece: for DATE (month, day), for TIME (hour, minute), for DAY and NUMBER (value, 0).

    `half` is 오전 or 오후 where it was written; `year` is 0 where none was.
    """

    kind: Kind
    text: str = ""
    values: tuple[int, int] = (0, 0)
    half: str = ""
    year: int = 0


_TOKEN = re.compile(
    r"""
    (?P<open_end>영업\s*종료\s*시?\s*(?:까지)?|마감\s*(?:시)?\s*까지|폐점\s*까지)
  | (?P<business>영업\s*시간\s*(?:내|중)?)
  | (?P<next>다음\s*날|익일)
  | (?P<date>(?<![\d.:])(?:(?P<year>20\d\d)\s*[./년-]\s*)?
        (?P<month>\d{1,2}(?=\s*[월/])|0?[1-9]|1[0-2])\s*(?(year)(?:월|[./-])|(?:월|[./]))\s*
        (?P<day>\d{1,2})(?:\s*일(?!\s*(?:간|동안|자))|\.)?(?![\d:층호%m가]|\s*도로|\s*일자))
  | (?P<time>(?P<half>오전|오후|낮|밤|새벽)?\s*
        (?:(?<!\d)(?P<hour>\d{1,2})\s*(?::\s*(?P<minute>\d{2})\s*분?|시(?!간|\s*이후)\s*(?:(?P<minute2>\d{1,2})\s*분)?)
          |정오|자정(?![가-힣]))
        (?:\s*(?:부터|까지|경))?)
  | (?P<dayonly>(?<![\d가-힣.])(?P<number>\d{1,2})\s*일
        (?=\d{1,2}(?:시|:)|[^가-힣\d]|$|부터|까지|과\s|와\s|에\s|은\s|는\s|및)(?!\s*(?:이내|이상|동안|간|째|차))(?:\s*(?:부터|까지))?)
  | (?P<halfday>오전|오후)(?!\s*\d)
  | (?P<range>[~∼～〜]|\s-\s|(?<=\d)-(?=\d{1,2}(?:[/월:시]|\.\d))|(?<=[일시분])-(?=\d))
  | (?P<bare>(?<![\d가-힣A-Za-z.:])\d{1,2}\.?(?=\s*[~∼～〜·,)(]|\s|$))
  | (?P<bracket>[()])
  | (?P<sign>[,;/\[\]△▲▵○●■□◇◆▶▷※•:·]|\.(?=\s|$)|(?<=\s)및(?=\s)|각각)
    """,
    re.VERBOSE,
)
_PLAIN = {
    "open_end": Kind.OPEN_END,
    "business": Kind.BUSINESS_HOURS,
    "next": Kind.NEXT_DAY,
    "range": Kind.RANGE,
    "sign": Kind.SIGN,
    "halfday": Kind.HALF_DAY,
    "bracket": Kind.OPEN,
}
_HALVES = {"낮": "오후", "밤": "오후", "새벽": "오전"}
_FILLER = re.compile(r"[\s.]*(?:에서|부터|까지|사이|매일|동안|각|와|과|은|는|의|및|에|내)?[\s.]*")


def says_when(text: str) -> bool:
    """Whether a day or a time stands in the text."""
    return any(token.kind in _SURE or token.kind is Kind.NUMBER for token in tokens(text))


def first_when(text: str) -> int:
    """Where the first day or time stands; the text's length where there is none."""
    position = 0
    for piece in _settle(list(_cut(text))):
        if piece.kind in _SURE:
            return position
        position += len(piece.text)
    return position


def tokens(text: str) -> list[Token]:
    """The pieces of an alert in order. A bare number or a ~ among words is part of the words."""
    return list(_joined(_settle(list(_cut(text)))))


def _cut(text: str) -> Iterator[Token]:
    position = 0
    for match in _TOKEN.finditer(text):
        if between := text[position : match.start()]:
            yield Token(Kind.WORDS, between)
        position = match.end()
        yield _token(match)
    if rest := text[position:]:
        yield Token(Kind.WORDS, rest)


def _settle(pieces: list[Token]) -> list[Token]:
    """Turn numbers, ranges and lone times that belong to no day into words."""
    settled = list(pieces)
    for position in reversed(range(len(pieces))):
        if pieces[position].kind is Kind.NUMBER and not _counts(settled, pieces, position):
            settled[position] = replace(pieces[position], kind=Kind.WORDS)
    for position, piece in enumerate(settled):
        around = {_beside(settled, position, -1), _beside(settled, position, 1)}
        lost = piece.kind is Kind.RANGE and not around & (WHEN - {Kind.RANGE})
        lost |= piece.kind is Kind.TIME and around <= {Kind.WORDS} and ":" not in piece.text
        lost |= piece.kind is Kind.HALF_DAY and _beside(settled, position, -1) not in {
            Kind.DATE,
            Kind.DAY,
        }
        if lost:
            settled[position] = replace(piece, kind=Kind.WORDS)
    return settled


def _counts(settled: list[Token], pieces: list[Token], position: int) -> bool:
    """Whether a bare number is a day or an hour: a sign ties it to a day or time behind it, or to one before it."""
    after = [piece for piece in settled[position + 1 : position + 7] if not _empty(piece)]
    before = [
        piece for piece in reversed(pieces[max(0, position - 6) : position]) if not _empty(piece)
    ]
    if (
        len(after) > 1
        and after[0].kind is Kind.RANGE
        and after[1].kind in {Kind.DAY, Kind.TIME, Kind.NUMBER}
    ):
        return True
    if len(after) > 1 and after[0].text in {",", "·"} and after[1].kind in {Kind.DAY, Kind.NUMBER}:
        return True
    tied = len(before) > 1 and (before[0].kind is Kind.RANGE or before[0].text in {",", "·"})
    return tied and before[1].kind in {Kind.DATE, Kind.DAY, Kind.NUMBER}


def _empty(piece: Token) -> bool:
    return piece.kind is Kind.WORDS and not piece.text.strip()


def _beside(pieces: list[Token], position: int, step: int) -> Kind:
    position += step
    while 0 <= position < len(pieces) and _empty(pieces[position]):
        position += step
    return pieces[position].kind if 0 <= position < len(pieces) else Kind.WORDS


def _joined(pieces: list[Token]) -> Iterator[Token]:
    words = ""
    for piece in pieces:
        if piece.kind is Kind.WORDS:
            words += piece.text
            continue
        if not _FILLER.fullmatch(words):
            yield Token(Kind.WORDS, words.strip())
        words = ""
        yield piece
    if not _FILLER.fullmatch(words):
        yield Token(Kind.WORDS, words.strip())


def _token(match: re.Match[str]) -> Token:
    group, text = match.groupdict(), match.group()
    if group["date"]:
        year = int(group["year"] or 0)
        return Token(Kind.DATE, text, (int(group["month"]), int(group["day"])), year=year)
    if group["dayonly"]:
        return Token(Kind.DAY, text, (int(group["number"]), 0))
    if group["time"]:
        return _time(match)
    if group["bare"]:
        return Token(Kind.NUMBER, text, (int(group["bare"].rstrip(".")), 0))
    kind = next(kind for name, kind in _PLAIN.items() if group[name])
    if kind is Kind.OPEN and text == ")":
        kind = Kind.CLOSE
    return Token(kind, text, half=group["halfday"] or "")


def _time(match: re.Match[str]) -> Token:
    group = match.groupdict()
    half = _HALVES.get(group["half"] or "", group["half"] or "")
    if group["hour"] is None:
        return Token(Kind.TIME, match.group(), (12 if "정오" in match.group() else 24, 0))
    minute = int(group["minute"] or group["minute2"] or 0)
    return Token(Kind.TIME, match.group(), (int(group["hour"]), minute), half)
