"""Bring an alert into one written form: one rule after another, each of them a function."""

import re
import unicodedata
from collections.abc import Callable

from ansim.domain.exposures.brackets import settle_brackets
from ansim.domain.exposures.regions import is_address
from ansim.domain.exposures.rides import journeys

_CIRCLED = re.compile(r"[\u2460-\u24ff\u2776-\u2793]")
_DASHES = re.compile(r"[‐‑‒–—―−─ー]")
_TILDES = re.compile(r"[∼〜～˜∽]")
_DOTS = re.compile(r"[ㆍ・∙‧᛫⋅]")
_QUOTES = re.compile(r"[\"'“”‘’´`「」『』《》〈〉＜＞<>＂＇]+")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=[a-z])")  # McDonald's
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
    r"(?<![~\d./월:-])(?<!~\s)(?:\d{1,2}\s*[./월]\s*)?\d{1,2}\s*일?\.?(?:\s*자)?\s*(?:추가\s*)?(?=확진|양성)"
)
_FOUR_DIGITS = r"(?:[01]?\d|2[0-4])[0-5]\d"
_COUNTING_DAY = re.compile(
    r"(?:\d{1,2}\s*[./월]\s*\d{1,2}\s*일?\.?\s*)?(?<!\d)(?:\d{1,2}\s*일\s*)?(?:\d{1,2}\s*시|\d{1,2}:\d\d)?\s*(?:현재\s*)?기준"
)
_LONE_WEEKDAY = re.compile(r"(?<=[.)일])\s?[월화수목금토일](?=\s*\d{1,2}\s*[:시])")
_DAY_THEN_HOURS = re.compile(r"\(\s*[월화수목금토일](?:요일)?\s*,\s*(?=\d)")
_WEEKDAY_IN_BRACKET = re.compile(r"(?<=\d\.)\s?[월화수목금토일](?=\s*\))")  # "(5.3.목)"
_WEEKDAY_IN_DOTS = re.compile(r"(?<=\d\.)\s?[월화수목금토일]\.(?=\s?\d{1,2}\s?[:시])")
_LINE_IN_BRACKET = re.compile(
    r"(?:^|(?<=\s))(?:\(\d{1,2}\)|\d{1,2}\))\s?(?=[가-힣])"
)  # "1)", "(2)"
_CHECKED_IN = re.compile(r"(?<=[\d시분])\s?(?:체크\s?인|체크\s?아웃|입실)")
_DAY_BEFORE_HOURS = re.compile(
    r"\(\s*(\d{1,2}\s?[./월]\s?\d{1,2}\s?[.일]?)\s*\)(?=\s*\d{1,2}\s?[:시])"
)
_DAY_OF_WEEK = re.compile(
    r"(?<![\d:.·/월-])(?<![./월]\s)(\d{1,2})\s?\([월화수목금토일]\)"
)  # "25(금) 26(토)"
_ADDRESS_IN_ANGLES = re.compile(r"[<〈《＜]([^<>〈〉《》＜＞]*)[>〉》＞]")
_CORNERS = str.maketrans("【】〔〕［］{}", "[][][]()")
_NEXT_DAY = re.compile(
    r"(익일|다음\s*날|이튿날)\s*\(\s*(?:\d{1,2}\s*[./월]\s*)?\d{1,2}\s*일?\.?\s*\)"
)
_NO_COLON = re.compile(rf"(?<![\d-])({_FOUR_DIGITS})\s*([~-])\s*({_FOUR_DIGITS})(?![\d년-])")
_BEHIND_DAY = re.compile(r"(?:\d\s*[일.]|[./월]\s*\d{1,2}|오전|오후|[,~])\s*$")
_MINUTES_ALONE = re.compile(r"(?<!\d)(\d{1,2})\s?시\s?(\d{1,2})\s?분?\s?~\s?(\d{1,2})\s?분")
_NAME_BEFORE = re.compile(r"[가-힣]$")  # 한빛2325~2329: numbers of cases
_ARROWS = re.compile(r"[-=]+>|[⇒➡➜]")


def written(text: str) -> str:
    """One written form: compatibility letters folded, one dash and one quotation mark, brackets told apart."""
    for rule in RULES:
        text = rule(text)
    return text


def _letters(text: str) -> str:
    # Numbers in circles count the lines of a list; folding would make them digits of a date.
    return unicodedata.normalize(
        "NFKC", _DOTS.sub("·", _CIRCLED.sub(" ▲ ", text)).translate(_CORNERS)
    )


def _dashes(text: str) -> str:
    return _ARROWS.sub("→", _TILDES.sub("~", _DASHES.sub("-", text)))


def _addresses_in_angles(text: str) -> str:
    """Angles around an address are brackets; around anything else they are quotation marks."""
    return _ADDRESS_IN_ANGLES.sub(
        lambda one: f"({one.group(1)})" if is_address(one.group(1)) else one.group(), text
    )


def _quotation_marks(text: str) -> str:
    return _QUOTES.sub('"', _APOSTROPHE.sub("", _YEAR_SHORT.sub("", text)))


def _pages_and_telephones(text: str) -> str:
    return _TELEPHONE.sub(" ", _ADDRESS_OF_PAGE.sub(" ", text))


def _lines_of_a_list(text: str) -> str:
    return _CHECKED_IN.sub(" ", _LINE_IN_BRACKET.sub(_line, text))


def _line(match: re.Match[str]) -> str:
    """A bullet for the number of a line; a bracket that was opened before stays closed."""
    before = match.string[: match.start()]
    opened = not match.group().startswith("(") and before.count("(") > before.count(")")
    return match.group() if opened else " ▲ "


def _sender(text: str) -> str:
    return _SENDER.sub("", text)


def _days_of_cases(text: str) -> str:
    """The day on which a case was found or counted is none of an exposure: "3.24일 확진자", "0시 기준"."""
    return _COUNTING_DAY.sub(" ", _CASE_FOUND.sub(" ", text))


def _weekdays(text: str) -> str:
    text = _WEEKDAY_IN_DOTS.sub(" ", text)
    text = _WEEKDAY_IN_BRACKET.sub("", text)
    text = _DAY_BEFORE_HOURS.sub(r" \1 ", text)
    text = _DAY_OF_WEEK.sub(r"\1일 ", _DAY_THEN_HOURS.sub("(", text))
    return _LONE_WEEKDAY.sub(" ", _WEEKDAYS.sub(" ", text))


def _hours_without_colon(text: str) -> str:
    return _NO_COLON.sub(_with_colon, text)


def _with_colon(match: re.Match[str]) -> str:
    first, sign, last = match.groups()
    before = match.string[: match.start()]
    years = all(digits[:2] in ("19", "20") for digits in (first, last))
    doubtful = years or len(first) < 4 or _NAME_BEFORE.search(before)
    if doubtful and not _BEHIND_DAY.search(before):
        return match.group()
    return f"{first[:-2]}:{first[-2:]}{sign}{last[:-2]}:{last[-2:]}"


def _minutes_alone(text: str) -> str:
    """An end given by its minutes alone lies in the same hour: "12시10분~40분"."""
    return _MINUTES_ALONE.sub(r"\1시\2분~\1시\3분", text)


def _day_after_next_day(text: str) -> str:
    """The day in brackets behind "the next day" says the same again: "익일(18일) 02시"."""
    return _NEXT_DAY.sub(r"\1 ", text)


RULES: tuple[Callable[[str], str], ...] = (
    _letters,
    _dashes,
    _addresses_in_angles,
    _quotation_marks,
    _pages_and_telephones,
    _sender,
    _lines_of_a_list,
    _weekdays,
    _days_of_cases,
    _hours_without_colon,
    _minutes_alone,
    _day_after_next_day,
    journeys,
    settle_brackets,
)
