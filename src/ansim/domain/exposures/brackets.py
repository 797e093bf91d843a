"""What brackets add to an alert: times, rooms, a branch's name; most add nothing."""

import re
from collections.abc import Callable

from ansim.domain.exposures.names import is_ride, is_trade
from ansim.domain.exposures.places import is_room
from ansim.domain.exposures.regions import is_address, is_only_region, without_region
from ansim.domain.exposures.tokens import says_clock, says_when

# Left where an address stood: the name before it has ended.
ENDED = "¦"

_ROAD_IN_DONG = re.compile(
    r"[^\s()]+(?:로|길)\s*\d+(?:번?길)?(?:\s*\d+(?:-\d+)?)?\s*\([가-힣\d]+[동읍면리]\)"
    r"|[^\s()]{1,5}(?:로|길)\s?\([가-힣\d]+[동읍면리]\)(?=\s(?!방문|이용|에|을|를)[가-힣])"
)
_INNER = re.compile(r"\(([^()]*)\(([^()]*)\)")
_BRACKET = re.compile(r"\(([^()]*)\)?")
_DAY_BEFORE = re.compile(
    r"\d\s*[일시분]\s*$|:\d\d\s*$|\d\s*[시분일]?\s?(?:까지|경)\s*$|\d[./월]\s*\d+\.?\s*$"
)
_TIME_BEFORE = re.compile(r"(?:\d\s*시|\d\s*분|:\d\d)\s?(?:까지|경)?\s*$")
# Where a bracket ends that is glued to the name behind it, and where none stands before it.
_NAME_BEHIND = re.compile(
    r"\s?(?!방문|이용|탑승|참석|관람|내원|출입|구매|[가-힣]{2,4}객)[가-힣A-Za-z]{2}"
)
_NO_NAME_BEFORE = re.compile(r"(?:^|[\d시분▲,/:~.]|까지|부터|경|소재)\s*$")
_COUNTED = re.compile(r"\s*(?:총\s*)?\d+\s*(?:개소|곳|개\s*업소)")
_BRANCH = re.compile(r"\s*(?:[가-힣]{2,4}\s)?[가-힣A-Za-z0-9]{2,14}점\s*")
# Trades that end like a branch.
_KINDS = ("주점", "식점", "전문점", "편의점", "할인점", "판매점", "제과점", "매점", "백화점")
_PLATE = re.compile(r"(?<!\d)\d{2}[바사아자]\s?\d{4}(?!\d)")
_MEAL = re.compile(
    r"\s*(?:(?:현장|매장|실내)\s?)?(?:식사|취식|포장|점심|저녁|아침|예배|미사|주차)\s*"
)
_STOPS = re.compile(r"정차|경유")
_PARTICLE = re.compile(
    r"\s*(?:을|를|에|에서)(?:\s|$|(?=방문|이용|탑승|참석|다녀|들르|머무|식사|관람|진료))"
)


def settle_brackets(text: str) -> str:
    """The text with each bracket put in the form that its rule gives it."""
    text = _ROAD_IN_DONG.sub(" ", text)
    while (flat := _INNER.sub(r"(\1 \2 ", text)) != text:
        text = flat
    return _BRACKET.sub(_settle, text)


def counts_places(text: str) -> bool:
    """Whether the text counts places ("12개소") where it would have to name them."""
    return any(_COUNTED.match(inside) for inside in _BRACKET.findall(text))


def _settle(match: re.Match[str]) -> str:
    form = next((form for rule in RULES if (form := rule(match)) is not None), " ")
    ends = not form.strip() and form and _PARTICLE.match(match.string[match.end() :])
    return ENDED if ends else form


def _count(match: re.Match[str]) -> str | None:
    return match.group() if _COUNTED.match(match.group(1)) else None


def _name_itself(match: re.Match[str]) -> str | None:
    """The name stands in the bracket: "도양읍 소재(솔잎식당)"; an address there adds nothing."""
    before = match.string[: match.start()]
    if not re.search(r"(?:소재|위치한|있는)\s*$", before):
        return None
    return " " if is_address(without_region(match.group(1))) else f" {match.group(1)} "


def _stops(match: re.Match[str]) -> str | None:
    """The times at which a train stops on the way are no stretch of time."""
    return " " if _STOPS.search(match.group(1)) else None


def _address(match: re.Match[str]) -> str | None:
    """A house number is no time. Floors say where the house is entered; baths say who was there."""
    inside = match.group(1)
    if says_clock(inside) or not (is_address(inside) or ":" in inside):
        return None
    if named := _named_behind_time(match):
        return f"({named})"
    if not is_address(inside):
        return None
    rooms = [room for room in _rooms_in(inside) if "층" not in room]
    return f"({','.join(rooms)})" if rooms else ENDED


def _before_name(match: re.Match[str]) -> str | None:
    """A town or a short word in brackets before the name: "(별읍)솔식당", "(주)솔상사"."""
    inside, text = match.group(1).strip(), match.string
    short = re.fullmatch(r"[가-힣]{1,3}", inside) or is_only_region(inside)
    glued = _NAME_BEHIND.match(text[match.end() :]) and _NO_NAME_BEFORE.search(
        text[: match.start()]
    )
    return " " if short and glued and not is_room(inside) else None


def _named_behind_time(match: re.Match[str]) -> str:
    """The name where a bracket straight behind a time holds it and its quarter: "14:05~14:53(솔사우나, 별동)"."""
    if not _TIME_BEFORE.search(match.string[: match.start()]):
        return ""
    first, *rest = re.split(r"\s*[,:/]\s*", match.group(1).strip())
    named = not is_address(without_region(first)) and not is_room(first)
    return first if rest and named else ""


def _plate(match: re.Match[str]) -> str | None:
    """The number plate of a bus or taxi adds nothing to its name."""
    return " " if _PLATE.search(match.group(1)) else None


def _occasion(match: re.Match[str]) -> str | None:
    """What the guests did there names no venue: "12:52~13:17(식사)"."""
    return " " if _MEAL.fullmatch(match.group(1)) else None


def _times(match: re.Match[str]) -> str | None:
    before = match.string[: match.start()]
    timed = says_when(match.group(1)) or _DAY_BEFORE.search(before)
    return match.group() if timed else None


def _rooms(match: re.Match[str]) -> str | None:
    rooms = _rooms_in(match.group(1))
    return f"({','.join(rooms)})" if rooms else None


def _branch(match: re.Match[str]) -> str | None:
    name = match.group(1).strip()
    if not _BRANCH.fullmatch(name) or name.endswith(_KINDS):
        return None
    return f" {name}" if _PARTICLE.match(match.string[match.end() :]) else f" {name} "


def _trade(match: re.Match[str]) -> str | None:
    """The trade behind a name says that it is one: "숲(유흥주점)"."""
    return ENDED if is_trade(match.group(1).strip()) else None


def _before_particle(match: re.Match[str]) -> str | None:
    return ENDED if _PARTICLE.match(match.string[match.end() :]) else None


def _houses_of_a_trade(match: re.Match[str]) -> str | None:
    """The names behind a kind of houses: "유흥주점(솔빛, 별빛)"."""
    word = re.search(r"\S+\s*$", match.string[: match.start()])
    kind = word.group().strip() if word else ""
    return match.group() if is_trade(kind) and not is_ride(kind) else None


def _rooms_in(words: str) -> list[str]:
    if "제외" in words:
        return []
    return [part.strip() for part in words.split(",") if is_room(part.strip())]


RULES: tuple[Callable[[re.Match[str]], str | None], ...] = (
    _count,
    _name_itself,
    _stops,
    _before_name,
    _address,
    _plate,
    _occasion,
    _times,
    _rooms,
    _branch,
    _trade,
    _before_particle,
    _houses_of_a_trade,
)
