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
    RANGE = auto()  # ~, or 부터 with an end behind it
    SINCE = auto()  # 부터, 이후: and no end
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
WHEN = {*_SURE, Kind.RANGE, Kind.SINCE, Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece: for DATE (month, day), for TIME (hour, minute), for DAY and NUMBER (value, 0).

    `half` is the half of the day as written (오전, 저녁, …); `year` is 0 where none was;
    `until` says that a day or time has 까지 behind it, `padded` that its hour is one of 24 beyond doubt.
    """

    kind: Kind
    text: str = ""
    values: tuple[int, int] = (0, 0)
    half: str = ""
    year: int = 0
    until: bool = False
    padded: bool = False


# What may stand straight behind a date without a blank; any other letter makes the number a name's.
_BEHIND_DATE = (
    r"부터|까지|에|과|와|은|는|및|사이|오전|오후|새벽|아침|점심|저녁|밤|낮|정오|자정|이후|익일|다음"
    r"|방문|이용|매일|영업|각각|경|당일|기간"
)
# Days after which places and roads are named: 4.3평화공원, 5.16도로, 5.18 민주광장.
_MEMORIAL = (
    r"\s?(?:평화|기념|공원|민주|도로|로|유적|운동|광장|사거리|추모|희생|길|묘지|문화|센터|만세|거리"
    r"|탑|혁명|참전|시장|체육|국립|유공|광복절|절(?![가-힣]))"
)
# Days that names begin with; any other day glued to a word is a day: "9.8솔식당".
_MEMORIAL_DAYS = (
    r"(?:2[.·]28|3[.·]1|3[.·]15|4[.·]3|4[.·]16|4[.·]19|5[.·]16|5[.·]18|6[.·]10|6[.·]15|6[.·]25|7[.·]4"
    r"|8[.·]15|10[.·]4|10[.·]26|12[.·]12)(?!\d)"
)
_MEASURE = r"(?:단계|(?:배|리터|톤|미터|킬로|평|인치|퍼센트|버전|점|도)(?![가-힣]))"
_HALF = r"오전|오후|아침|점심|저녁|한낮|낮|한밤|밤|새벽|심야|[AaPp][Mm]"

_TOKEN = re.compile(
    rf"""
    (?P<name>"[^"\d]*"|"(?![^"]*(?:\d:\d|\d\s*시|\d\s*[월/]\s*\d))[^"]*"
      |(?<![\d.·~])\d{{1,2}}[.·]\d{{1,2}}{_MEASURE}
      |(?<![\d.·~])(?:{_MEMORIAL_DAYS})\.?{_MEMORIAL}
      |(?<![\d.·~])(?:{_MEMORIAL_DAYS})(?!일|{_BEHIND_DATE})(?=[가-힣])
      |[A-Za-z가-힣]+\d+[.·]\d+(?:{_MEMORIAL}|(?!일|{_BEHIND_DATE})(?=[가-힣]))
      |(?<=[가-힣A-Za-z])(?<![일월화수목금토후전녁밤벽침심낮부터지각매])24시(?![가-힣]*(?:까지|부터|간))(?!\s?[~\d]|분)[가-힣]*
      |(?<![\d가-힣~-])(?<!~\s)(?:24|25)\s*시(?=\s?(?!까지|부터|이후|이내|사이|방문|이용|영업\s*종료|\d)[가-힣]{{2}})(?!간))
  | (?P<open_end>영업\s*(?:종료|마감)\s*시?\s*(?:간)?\s*(?:까지)?|마감\s*(?:시간?)?\s*까지|폐점\s*(?:시)?\s*까지
      |(?<=~)\s*(?:마감|종료|폐점|폐장|퇴실|현재)\s*시?)
  | (?P<business>영업\s*시간\s*(?:내|중)?)
  | (?P<next>다음\s*날|익일|이튿날)
  | (?P<date>(?<![\d.])(?<!\d:)
        (?:(?P<year>20\d\d(?=\s*[./년-])|(?<!~)2\d(?=\s*\.)|2\d(?=\.\s?\d{{1,2}}\.\s?\d{{1,2}}\.))
          \s*[./년-]\s*(?=\d{{1,2}}\s*[./월-]\s*\d))?
        (?!\d{{1,2}}\s+/\s*\d{{1,2}}\s*[./월]\s*\d)(?P<month>\d{{1,2}}(?=\s*[월/](?!\s*\d{{1,2}}\s*[./월]\s*\d))|0?[1-9]|1[0-2])\s*(?(year)(?:월|[./-])|(?:월|[./]))\s*
        (?P<day>\d{{1,2}})(?:(?:일|\s+일(?![가-힣]))(?!\s*(?:간|동안|자))(?![일층호])|(?:\.(?![가-힣]{{2}}관))?(?![\d:층호%m번세명가]|\s*일자))(?P<closing>\s*까지)?)
  | (?P<time>(?:(?P<half>{_HALF})\s*)?
        (?:(?<![\dA-Za-z])(?P<hour>\d{{1,2}})\s*
            (?::\s*(?P<minute>\d{{2}})(?!\d)(?::\d\d)?(?:\s*분(?=[^가-힣]|$|까지|부터|에|경|쯤|사이|방문|이용)|시(?=[^가-힣]|$|까지|부터|에|경))?
              |시(?!간|장|청|민|내|\s*이내|\s*기준)\s*(?:(?P<minute2>\d{{1,2}})\s*분|(?P<thirty>반)(?![가-힣]))?)
          |(?P<noon>정오)|(?P<midnight>자정)(?![가-힣]))
        (?:\s*(?:경|쯤|정각)(?=[^가-힣]|$|까지|부터|에|사이))?(?P<until>\s*까지)?)
  | (?P<dayonly>(?<![\d가-힣.])(?P<number>\d{{1,2}})\s*일
        (?=\d{{1,2}}(?:시|:)|[^가-힣\d]|$|{_BEHIND_DATE})(?!\s*(?:이내|이상|동안|간|째|차))(?:\s*까지)?)
  | (?P<halfday>(?:{_HALF})(?=[\s,()/]|에\s|$)(?!\s*\d))
  | (?P<range>부터\s*~?\s*(?=(?:{_HALF}|익일|다음|당일|이튿날|\d|영업|마감|폐점|정오|자정))|~
      |(?<=[\d일시분.)])\s*-\s*(?=(?:{_HALF}|익일|다음)|\d{{1,2}}\s*(?:[:시월/]|일|\.\s*\d)))
  | (?P<since>부터|이후(?:로|에)?)
  | (?P<bare>(?:(?<![\d가-힣A-Za-z.:-])|(?<=\d일)|(?<=요일))\d{{1,2}}\.?(?=\s*[~·,)(/]|\s|$|까지|에\s|\.?"))
  | (?P<bracket>[()])
  | (?P<sign>[,;/\[\]△▲▵○●■□◇◆▶▷※•:·¦|√✓✔▣◎★☞+]|\.(?=\s|$)|(?<=\s)및(?=\s)|(?<=[\d.일시분)\s])또는(?=[\s\d])|각각|(?<!해)당일)
    """,
    re.VERBOSE,
)
_PLAIN = {
    "open_end": Kind.OPEN_END,
    "business": Kind.BUSINESS_HOURS,
    "next": Kind.NEXT_DAY,
    "range": Kind.RANGE,
    "since": Kind.SINCE,
    "sign": Kind.SIGN,
    "halfday": Kind.HALF_DAY,
    "bracket": Kind.OPEN,
    "name": Kind.WORDS,
}
_FILLER = re.compile(
    r"[\s.]*(?:에서|부터|까지|사이에?|매일|동안|시간대?|일시|기간|각|와|과|은|는|을|를|의|및|또는|에|내|중|경|쯤|약)?[\s.]*"
)


def says_when(text: str) -> bool:
    """Whether a day or a time stands in the text."""
    return any(token.kind in _SURE or token.kind is Kind.NUMBER for token in tokens(text))


def says_clock(text: str) -> bool:
    """Whether a day or a time stands in the text that no house number can be taken for."""
    return any(token.kind in _SURE for token in tokens(text))


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
        before, after = _beside(settled, position, -1), _beside(settled, position, 1)
        lost = piece.kind is Kind.RANGE and not {before, after} & (WHEN - {Kind.RANGE})
        lost |= (
            piece.kind is Kind.TIME
            and {before, after} <= {Kind.WORDS}
            and ":" not in piece.text
            and not piece.half
            and not piece.until
        )
        lost |= piece.kind is Kind.SINCE and before not in {Kind.DATE, Kind.DAY, Kind.TIME}
        lost |= piece.kind is Kind.HALF_DAY and before not in {Kind.DATE, Kind.DAY}
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
    return tied and before[1].kind in {Kind.DATE, Kind.DAY, Kind.NUMBER, Kind.TIME}


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
        if 0 < year < 100:
            year += 2000
        return Token(
            Kind.DATE,
            text,
            (int(group["month"]), int(group["day"])),
            year=year,
            until=bool(group["closing"]),
        )
    if group["dayonly"]:
        return Token(Kind.DAY, text, (int(group["number"]), 0), until=text.endswith("까지"))
    if group["time"]:
        return _time(match)
    if group["bare"]:
        return Token(Kind.NUMBER, text, (int(group["bare"].rstrip(".")), 0))
    kind = next(kind for name, kind in _PLAIN.items() if group[name])
    if kind is Kind.OPEN and text == ")":
        kind = Kind.CLOSE
    return Token(kind, text, half=(group["halfday"] or "").strip())


def _time(match: re.Match[str]) -> Token:
    group = match.groupdict()
    half, until = group["half"] or "", bool(group["until"])
    if group["noon"]:
        return Token(Kind.TIME, match.group(), (12, 0), until=until, padded=True)
    if group["midnight"]:
        return Token(Kind.TIME, match.group(), (12, 0), "밤", until=until)
    minute = 30 if group["thirty"] else int(group["minute"] or group["minute2"] or 0)
    padded = group["hour"].startswith("0")
    return Token(
        Kind.TIME, match.group(), (int(group["hour"]), minute), half, until=until, padded=padded
    )
