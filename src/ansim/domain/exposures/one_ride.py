"""A text that speaks of one bus, train or ferry alone: all its times are those of the ride, all other words its way."""

import itertools
import re
from collections.abc import Sequence

from ansim.domain.exposures.alert import Exposure, ExposureKind
from ansim.domain.exposures.tokens import WHEN, Kind, Token
from ansim.domain.exposures.windows import Calendar, read_when, whole_days

_SORTS = r"시내|마을|시외|좌석|급행|광역|농어촌|군내|순환|직행|고속|우등|공항|리무진|통근|셔틀|전세"
_HOUSE = r"(?!\s?(?:터미널|정류|차고|회사|승강장|승차장|매표))"
_NAME = re.compile(
    rf"\d[\d-]*번\s?(?:(?:{_SORTS})\s?)?버스{_HOUSE}|(?:(?:{_SORTS})\s?)?버스\s?\d[\d-]*번"
    rf"|[가-힣]{{0,4}}(?:{_SORTS})\s?버스{_HOUSE}|[가-힣]{{2,5}}(?:고속|여객|운수|교통)(?:\s?버스)?(?=\s|$)"
    r"|(?:KTX|SRT|ITX|무궁화호?|새마을호?|누리로)(?:[-\s]?[가-힣]{2})?(?:\s?제?\s?\d+\s?(?:호|편|번))?(?:\s?\d*\s?열차)?"
    rf"|(?<![가-힣])(?:버스|택시|여객선){_HOUSE}"
)
_CARRIAGE = re.compile(r"\d+호차")
_STOP = r"[가-힣A-Za-z0-9·]+(?:\s[가-힣A-Za-z0-9·]+)?"
_WAY = re.compile(rf"(?:{_STOP})?\s*(?:[-~→↔]+\s*{_STOP}\s*)*[-~→↔]*|{_STOP}에서(?:\s{_STOP})?")
_SIGNS = re.compile(
    r"[→↔]|출발|도착|승차|하차|경유|방면|방향|구간|에서|\s?까지|[가-힣](?:행|발)(?=\s|$)"
)
_DEPARTURE = re.compile(r"출발|승차|탑승")
_ARRIVAL = re.compile(rf"\s*(?:{_STOP})?\s*(?:도착|하차)")
# What is no stop: a house of guests, or what they did there.
_NO_STOP = re.compile(r"식당|카페|마트|교회|병원|의원|사우나|목욕|노래|PC방|방문|이용|카드|현금")


def read_one_ride(pieces: Sequence[Token], calendar: Calendar) -> list[Exposure]:
    """The ride of a text that names one and no house; empty where another place may be meant.

    Raises UnreadableTimeError.
    """
    words = " ; ".join(one.text for one in pieces if one.kind is Kind.WORDS)
    if _names_a_house(pieces):
        return []
    names = {re.sub(r"\s", "", name) for name in _NAME.findall(words)}
    if len(names) != 1 or not _is_way(_NAME.sub(" ", words)):
        return []
    rooms = tuple(dict.fromkeys(_CARRIAGE.findall(words)))
    when = read_when(_departures(pieces), calendar)
    windows = when.windows or whole_days(when.spans)
    name = _NAME.search(words)
    return [Exposure(name.group().strip(), rooms, windows, ExposureKind.RIDE)] if name else []


def _is_way(words: str) -> bool:
    """Whether words name only where a ride went: at least one sign of a way, and no house."""
    parts = [part.strip() for part in words.split(";") if part.strip()]
    if not parts or not _SIGNS.search(words) or _NO_STOP.search(words):
        return False
    return all(_WAY.fullmatch(part) for part in parts)


def _names_a_house(pieces: Sequence[Token]) -> bool:
    """Whether a stop has a stretch of time of its own: "별터미널 13:10~14:30, 14:30 솔시→별시 버스"."""
    plain = [one for one in pieces if one.kind is not Kind.SIGN]
    for at, piece in enumerate(plain):
        if piece.kind is not Kind.WORDS or _SIGNS.search(piece.text) or _NAME.search(piece.text):
            continue
        behind = list(itertools.takewhile(lambda one: one.kind in WHEN, plain[at + 1 :]))
        if any(one.kind is Kind.RANGE for one in behind):
            return True
    return False


def _departures(pieces: Sequence[Token]) -> list[Token]:
    """Days and times alone, with a ~ between departure and arrival, and 부터 behind a departure alone."""
    run: list[Token] = []
    between = ""
    for at, piece in enumerate(pieces):
        if piece.kind not in WHEN:
            between += piece.text if piece.kind in (Kind.WORDS, Kind.SIGN) else " "
            continue
        if piece.kind is Kind.TIME and _open_time(run):
            arrives = _arrives(between) or (
                _DEPARTURE.search(between) and _ARRIVAL.match(_behind(pieces, at))
            )
            run += [Token(Kind.RANGE)] if arrives else [Token(Kind.SINCE)]
        elif piece.kind in (Kind.DATE, Kind.DAY) and _open_time(run) and not _arrives(between):
            run.append(Token(Kind.SINCE))
        elif piece.kind in (Kind.DATE, Kind.DAY) and _open_time(run):
            run.append(Token(Kind.RANGE))
        run.append(piece)
        between = ""
    return [*run, Token(Kind.SINCE)] if _open_time(run) else run


def _behind(pieces: Sequence[Token], at: int) -> str:
    rest = itertools.takewhile(lambda one: one.kind not in WHEN, pieces[at + 1 :])
    return " ".join(one.text for one in rest)


def _open_time(run: Sequence[Token]) -> bool:
    """Whether the run ends with a time that has no end yet."""
    return (
        bool(run)
        and run[-1].kind is Kind.TIME
        and not (len(run) > 1 and run[-2].kind is Kind.RANGE)
    )


def _arrives(between: str) -> bool:
    """Whether the words between two times lead from a departure to its arrival: one arrow with one stop."""
    between = between.strip(" ,/")
    if re.search(r"[,▲;/]", between):
        return False
    return between.startswith(("→", "~")) != between.endswith(("→", "~")) or between in ("→", "~")
