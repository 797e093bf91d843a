"""Bring an alert into one written form: one rule after another, each of them a function."""

import re
import unicodedata
from collections.abc import Callable

from ansim.domain.exposures.places import is_address, is_room
from ansim.domain.exposures.tokens import says_clock, says_when

_CIRCLED = re.compile(r"[\u2460-\u24ff\u2776-\u2793]")
_DASHES = re.compile(r"[‐‑‒–—―−─ー]")
_TILDES = re.compile(r"[∼〜～˜∽]")
_DOTS = re.compile(r"[ㆍ・∙‧᛫⋅]")
_QUOTES = re.compile(r"[\"'“”‘’´`「」『』《》〈〉＜＞<>＂＇]+")
_YEAR_SHORT = re.compile(r"['’‘](?=2\d\s*\.)")
_ADDRESS_OF_PAGE = re.compile(
    r"(?:https?://)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|kr|ly|net|org|me|jsp)\b(?:/[\x21-\x7e]*)?"
)
_TELEPHONE = re.compile(
    r"(?:☎|☏|T\.|TEL)?\s*(?<![\d-])0\d{1,2}[-)]\s?\d{3,4}-\d{4}(?:~\d+)?|[☎☏][\d,\s~-]*"
)
_SENDER = re.compile(r"^\s*\[[^\[\]]{1,20}\]")
_WEEKDAYS = re.compile(
    r"\(\s*[월화수목금토일](?:요일)?(?:\s*[·,~-]\s*[월화수목금토일](?:요일)?)*\s*\)|[월화수목금토일]요일"
)
_CASE_FOUND = re.compile(
    r"(?<![~\d])(?:\d{1,2}\s*[./월]\s*)?\d{1,2}\s*일?\.?(?:\s*자)?\s*(?:추가\s*)?(?=확진|양성)"
)
_FOUR_DIGITS = r"(?:[01]\d|2[0-4])[0-5]\d"
_NO_COLON = re.compile(rf"(?<![\d-])({_FOUR_DIGITS})\s*([~-])\s*({_FOUR_DIGITS})(?![\d년-])")
_BEHIND_DAY = re.compile(r"(?:\d\s*[일.]|[./월]\s*\d{1,2}|오전|오후|[,~])\s*$")
_ROAD_IN_DONG = re.compile(r"\S+(?:로|길)\s*\d*(?:길)?\s*\([가-힣\d]+[동읍면리]\)")
_INNER = re.compile(r"\(([^()]*)\(([^()]*)\)")
_BRACKET = re.compile(r"\(([^()]*)\)?")
_DAY_BEFORE = re.compile(r"\d\s*일\s*$|\d\s*시\s*$|:\d\d\s*$|\d[./월]\s*\d+\.?\s*$")
_COUNTED = re.compile(r"\s*(?:총\s*)?\d+\s*(?:개소|곳|개\s*업소)")
_DONE = re.compile(r"\s*(?:방역|소독|시설)\S*\s*(?:소독)?\s*(?:완료|조치)\S*\s*")
_BRANCH = re.compile(r"\s*[가-힣A-Za-z0-9]{2,14}점\s*")
_COMPANY = re.compile(r"\s*[주유사재합]\s*")
_JOURNEY = re.compile(
    r"(\S+)\s*출발\s*\(([^()]*\d[^()]*)\)\s*[,~→>/-]*\s*(\S+)\s*도착\s*\(([^()]*\d[^()]*)\)"
)


def written(text: str) -> str:
    """One written form: compatibility letters folded, one dash and one quotation mark, brackets told apart."""
    for rule in RULES:
        text = rule(text)
    return text


def counts_places(text: str) -> bool:
    """Whether the text counts places ("12개소") where it would have to name them."""
    return any(_COUNTED.match(inside) for inside in _BRACKET.findall(text))


def _letters(text: str) -> str:
    # Numbers in circles count the lines of a list; folding would make them digits of a date.
    return unicodedata.normalize("NFKC", _DOTS.sub("·", _CIRCLED.sub(" ▲ ", text)))


def _dashes(text: str) -> str:
    return _TILDES.sub("~", _DASHES.sub("-", text))


def _quotation_marks(text: str) -> str:
    return _QUOTES.sub('"', _YEAR_SHORT.sub("", text))


def _pages_and_telephones(text: str) -> str:
    return _TELEPHONE.sub(" ", _ADDRESS_OF_PAGE.sub(" ", text))


def _sender(text: str) -> str:
    return _SENDER.sub("", text)


def _days_of_cases(text: str) -> str:
    """The day on which a case was found is no day of an exposure: "3.24일 확진자 동선"."""
    return _CASE_FOUND.sub(" ", text)


def _weekdays(text: str) -> str:
    return _WEEKDAYS.sub(" ", text)


def _hours_without_colon(text: str) -> str:
    return _NO_COLON.sub(_with_colon, text)


def _with_colon(match: re.Match[str]) -> str:
    first, sign, last = match.groups()
    years = all(digits[:2] in ("19", "20") for digits in (first, last))
    if years and not _BEHIND_DAY.search(match.string[: match.start()]):
        return match.group()
    return f"{first[:2]}:{first[2:]}{sign}{last[:2]}:{last[2:]}"


def _journeys(text: str) -> str:
    """A departure and an arrival with their times are one stretch of time."""
    return _JOURNEY.sub(r" \2~\4 ", text)


def _brackets(text: str) -> str:
    text = _ROAD_IN_DONG.sub(" ", text)
    while (flat := _INNER.sub(r"(\1 \2 ", text)) != text:
        text = flat
    return _BRACKET.sub(_bracket, text)


def _bracket(match: re.Match[str]) -> str:
    """What a bracket adds: times, rooms, a branch's name. A road, a trade or an occasion adds nothing.

    An address ends the name before it, which the sign ¦ keeps.
    """
    inside = match.group(1)
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _COUNTED.match(inside):
        return match.group()
    rooms = [part.strip() for part in inside.split(",") if is_room(part.strip())]
    if is_address(inside) and not says_clock(inside):
        within = [room for room in rooms if "층" not in room]
        return f"({','.join(within)})" if within else "¦"
    if says_when(inside) or _DAY_BEFORE.search(before):
        return match.group()
    if rooms:
        return f"({','.join(rooms)})"
    if _BRANCH.fullmatch(inside) and not inside.strip().endswith(("주점", "음식점")):
        return f" {inside.strip()} "
    if _DONE.fullmatch(inside):
        return "¦"
    if re.match(r"\s*(?:을|를|에|에서)(?:\s|$)", after):
        return "¦"
    return "" if _COMPANY.fullmatch(inside) else " "


RULES: tuple[Callable[[str], str], ...] = (
    _letters,
    _dashes,
    _quotation_marks,
    _pages_and_telephones,
    _sender,
    _weekdays,
    _days_of_cases,
    _hours_without_colon,
    _journeys,
    _brackets,
)
