"""Write the departures and arrivals of rides as one stretch of time before the ride's name."""

import re
from collections.abc import Callable

from ansim.domain.exposures.regions import TOWN

_RIDES = re.compile(
    r"버스|지하철|전철|호선|열차|기차|무궁화|새마을호|KTX|SRT|ITX|여객|고속|페리|항공|탑승|승객"
)
_TIME = r"(?:(?:오전|오후|낮|밤|저녁|아침|새벽)\s?)?\d{1,2}(?:\s?:\s?\d\d|시(?:\s?\d{1,2}분)?)\s?(?:경)?"
_STOP = r"[가-힣A-Za-z·\s]{1,25}?"
# Where a ride ends: a town, or a house where rides stop.
_END = (
    rf"(?:\s*(?:{TOWN}(?=\s?\()|{_STOP}(?:도착|하차|터미널|정류장|정류소|역(?=[\s(,]))"
    r"|[가-힣]{2,8}(?=\s?\([^()]*\d\d[바사아자])|[가-힣]{1,6}(?=\s(?:시외|고속|시내|마을)버스)))"
)

_DEPARTS_ARRIVES = re.compile(
    r"(\S+)\s*출발\s*\(([^()]*\d[^()]*)\)\s*[,~→>/-]*\s*(\S+)\s*도착\s*\(([^()]*\d[^()]*)\)"
)
_FROM_TO = re.compile(
    r"[^\s(),]+\(\s*(\d{1,2}:\d\d)\s*\)\s*[→>~]+\s*[^\s(),]+\(\s*(\d{1,2}:\d\d)\s*\)"
)
_TIME_STOP_TIME_STOP = re.compile(rf"({_TIME}){_STOP}→\s*({_TIME}){_END}?")
_STOP_TIME = re.compile(
    rf"[가-힣]+\s?({_TIME})\s?(?:에\s?)?출발[\s,/→~]*(?:{_STOP}{_TIME}\s?경유[\s,/→~]*)*{_STOP}({_TIME})\s?(?:에\s?)?도착"
)
_LEAVES_IN_BRACKET = re.compile(
    rf"\(\s*[가-힣]+\s?({_TIME})\s?출발\s*[,→/~]\s*(?:[가-힣]+\s?{_TIME}\s?경유\s*[,→/~]\s*)*[가-힣]+\s?도착\s*\)"
)
_BUS_NUMBER = re.compile(
    r"(?<![\d가-힣-])(?<!버스\s)(\d{1,4}(?:-\d)?번)(?=\s?\([^()\d]*[-~→][^()]*\))"
)
_NAMED_BEHIND = re.compile(
    rf"(?<![~\d])({_TIME})\s*{_STOP}→\s*{_STOP}(?:\([가-힣]+\)(?:{_STOP})?)?\(([가-힣]{{2,6}}(?:여객|고속|교통|운수|버스))\)"
)
_STOP_BRACKET = re.compile(
    rf"[가-힣]+\s?\(({_TIME})\s?출발\)\s*[→~,]\s*[가-힣]+\s?\(({_TIME})\s?(?:도착)?\)"
)
_LEAVES = re.compile(rf"[가-힣]+\s?\(({_TIME})\s?출발\)\s*→\s*[가-힣]+?(?:행|도착|방면)?(?=\s)")
_ON_THE_WAY = re.compile(
    rf"[가-힣]+\s?출발\s?\(({_TIME})\)\s*→.*?경유\s?\({_TIME}\)\s*→\s*\S+?도착(?!\s?\()"
)
_LEFT_ARRIVED = re.compile(rf"({_TIME})\s?출발[,~/→\s-]*({_TIME})\s?도착")
_LEAVES_FIRST = re.compile(rf"({_TIME})\s?출발(?=\s?\([^()]*→)")
_FROM_HERE_TO_THERE = re.compile(
    rf"({_TIME})\s*{_STOP}→\s*{_STOP}(?:\s?도착|행)?(?=\s*[,▲]|\s(?:시외|고속|시내|마을|직행|우등)버스)"
)
_WAY_IN_BRACKET = re.compile(
    rf"(?<![~\d])({_TIME})\s?\([^()\d]*→[^()\d]*\)(?=\s*[,▲]|\s\S*버스|\s\S*열차)"
)
_STOPS_IN_LINE = re.compile(
    rf"({_TIME}){_STOP}발\s*/\s*(?:{_TIME}{_STOP}/\s*)*({_TIME}){_STOP}도착"
)


# From one terminal to another, and no bus named: "솔시외버스터미널→별시외버스터미널(12바0000)".
_TERMINALS = re.compile(
    r"\S*?(시외|고속)버스\s?(?:종합)?터미널\s?→\s?\S*?(?:시외|고속)버스\s?(?:종합)?터미널"
)
_BUS = re.compile(r"버스(?!\s?(?:종합)?터미널)")


def rides(text: str) -> bool:
    """Whether the text speaks of a bus, train, ferry or flight."""
    return bool(_RIDES.search(text))


def journeys(text: str) -> str:
    """The text with each journey as its stretch of time: "11:20 솔시→14:50 별시" becomes 11:20~14:50."""
    if not rides(text):
        return text
    for rule in RULES:
        text = rule(text)
    return text


def _numbers(text: str) -> str:
    """A bus given by its number and its way alone: "990번(솔역-별역)"."""
    if not _BUS.search(text):
        text = _TERMINALS.sub(r"\1버스", text)
    return _BUS_NUMBER.sub(r"\1 버스", _NAMED_BEHIND.sub(r" \1부터 ; \2 ", text))


def _departs_arrives(text: str) -> str:
    """Both words and both times: "솔역 출발(15:38), 별역 도착(17:10)"."""
    text = _ON_THE_WAY.sub(r" \1 ", text)
    text = _LEFT_ARRIVED.sub(r" \1~\2 ", text)
    return _FROM_TO.sub(r" \1~\2 ", _DEPARTS_ARRIVES.sub(r" \2~\4 ", text))


def _times_before_stops(text: str) -> str:
    """Each stop behind its time: "11:50 솔터미널 출발→12:30 별터미널 도착"."""
    return _TIME_STOP_TIME_STOP.sub(r" \1~\2 ", text)


def _times_behind_stops(text: str) -> str:
    """Each stop before its time: "솔시17:00출발 달읍17:20경유 별시20:35도착"."""
    return _STOP_TIME.sub(r" \1~\2 ", text)


def _times_in_brackets(text: str) -> str:
    """The times in brackets, or the first of them alone: "솔터미널(8:20 출발)→별터미널행"."""
    text = _LEAVES_IN_BRACKET.sub(r" \1부터 ", text)
    return _LEAVES.sub(r" \1 ", _STOP_BRACKET.sub(r" \1~\2 ", text))


def _departure(text: str) -> str:
    """Only when it left is said: "15:40 출발(솔시→별시)", "12:30 솔시→별시 시외버스"."""
    text = _FROM_HERE_TO_THERE.sub(_leaves, _LEAVES_FIRST.sub(r" \1 ", text))
    return _WAY_IN_BRACKET.sub(r" \1부터 ; ", text)


def _leaves(match: re.Match[str]) -> str:
    """The time alone; an end of a stretch keeps its start."""
    stretch = match.string[: match.start()].rstrip().endswith("~")
    return f" {match.group(1)} " if stretch else f" {match.group(1)}부터 ; "


def _stops_in_line(text: str) -> str:
    """All stops with their times: "6:20 솔시발/ 6:50 달읍 / 08:30 별시 도착"."""
    return _STOPS_IN_LINE.sub(r" \1~\2 ", text)


RULES: tuple[Callable[[str], str], ...] = (
    _numbers,
    _departs_arrives,
    _times_before_stops,
    _times_behind_stops,
    _times_in_brackets,
    _stops_in_line,
    _departure,
)
