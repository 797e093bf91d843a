"""Bring an alert into one written form: one rule after another, each of them a function."""

import itertools
import re
import unicodedata
from collections.abc import Callable

from ansim.domain.exposures.brackets import settle_brackets
from ansim.domain.exposures.guests import plain_guests
from ansim.domain.exposures.header import sells
from ansim.domain.exposures.regions import is_address
from ansim.domain.exposures.rides import journeys, rides
from ansim.domain.exposures.slips import (
    headings,
    hours_as_meant,
    joined_times,
    put_right,
    without_day_of_new_cases,
    without_seats,
)

_CIRCLED = re.compile(r"[\u2460-\u24ff\u2776-\u2793]")
_DASHES = re.compile(r"[‐‑‒–—―−─ー]")
_TILDES = re.compile(r"[∼〜～˜∽]")
_DOTS = re.compile(r"[ㆍ・∙‧᛫⋅]")
_QUOTES = re.compile(r"[\"'“”‘’´`「」『』《》〈〉＜＞<>＂＇]+")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=[a-z])")  # McDonald's
_QUOTED_HEADER = re.compile(
    r'"(?:[^"\d]*(?:안내|알림|동선|확진|명령|긴급|공지|정정)[^"]{0,6}|코로나\s?-?19[^"]{0,10})"\s*'
)
_YEAR_SHORT = re.compile(r"['’‘](?=2\d\s*\.)")
_ADDRESS_OF_PAGE = re.compile(
    r"(?:https?://)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|kr|ly|net|org|me|jsp)\b(?:/[\x21-\x7e]*)?"
)
_TELEPHONE = re.compile(
    r"(?:☎|☏|T\.|TEL)?\s*(?<![\d-])0\d{1,2}[-)]\s?\d{3,4}-\d{4}(?:~\d+)?|[☎☏][\d,\s~-]*"
)
_SENDER = re.compile(r"^\s*\[(?![^\[\]]*\d\s?[.:/월])(?![^\[\]]*(?:정정|수정|변경))[^\[\]]{1,20}\]")
_LETTERED_LINE = re.compile(r"(?:^|(?<=\s))[가나다라마]\.\s?(?=[가-힣\d])")
_HALF_BEFORE_RANGE = re.compile(
    r"(오전|오후|저녁|밤|새벽|아침|낮)\s?(\d{1,2})\s?([~-]\s?(?:오전|오후|저녁|밤|새벽|낮)?\s?\d{1,2}\s?시)"
)
_LATIN_HALF = re.compile(r"(?<![A-Za-z])([AaPp])\.?[Mm]\.?\s?(?=\d{1,2}\s?[:시])")
_LATIN_HALF_BEHIND = re.compile(r"(\d{1,2}:\d\d)\s?([AaPp])\.?[Mm]\.?(?![A-Za-z])")
_SAME_TIME = re.compile(r"(?<=[가-힣)])(?=동시간대?(?:에|의)?(?:\s|방문|이용))")
_SITUATED_GLUED = re.compile(
    r"(?<=[가-힣][읍면동리]소재)(?=[가-힣]{2})|(?<=[읍면동리])(?=소재[가-힣]{2})"
)
_SEATS = re.compile(r"\d{1,3}(?:\s?[,~·-]\s?\d{1,3})*\s?번\s?(?:자리|좌석|테이블)")
_DAYS_THEN_NAME = re.compile(
    r"(?<![\d.])(\d{1,2}[./]\s?\d{1,2}\.?)\s?[~-]\s?((?:\d{1,2}[./]\s?)?\d{1,2})\.?(?=[가-힣]{2})(?![시분일월층호번명차주회년]|부터|까지|에|기간|오[전후]|저녁|아침|새벽|매일|이후|사이|중\s)"
)
_BOTH = re.compile(
    r"([가-힣A-Za-z0-9]+)(?:과|와)\s(?!관련|같은|동일|함께|접촉|동|유사)(?=[가-힣A-Za-z])"
)
_STOREY_OF_ROAD = re.compile(
    r"((?:로|길)\s?\d+(?:번?길)?(?:\s?\d+(?:-\d+)?)?)\s?,\s?(?=(?:지하\s?)?\d+층\s)"
)
_MEAL = re.compile(
    r"(?:점심|중식)\s?(?:식사)?\s?(?:시간)?\s?(?=\(?\s?1[0-4]:\d\d)|(?:저녁|석식)\s?(?:식사)?\s?(?:시간)?\s?(?=\(?\s?(?:1[5-9]|2\d):\d\d)"
)
_GLUED_AND = re.compile(r"(?<=[장탕실관점층방])및(?=\s?[가-힣]{2})")
_CASE_NUMBERS = re.compile(
    r"(?<=[가-힣])(?<![시분일월지터경쯤에])(?<!버스)\s?#?\d{1,6}번?(?:\s?[~,·-]\s?#?\d{1,6}번?)+(?:(?<=번)|(?=\s?번|\s?(?:관련|확진)))(?!번?\s?(?:\S{0,3}버스|판매대|방|룸|홀|게이트|출구|코스))"
)
_PRICE = re.compile(
    r"(?:현금\s*)?(?:\d{1,3}(?:,\d{3})+|\d+천\s?\d*|\d{3,6})\s*원(?:을|짜리)?"
    r"(?:\s*상당)?(?:\s*(?:현금|카드)?\s*(?:결[제재]|지불|지급|계산)(?:하신|한|하고|하셨던)?)?"
)
_WEEKDAYS = re.compile(
    r"\(\s*[월화수목금토일](?:요일)?(?:\s*[·,~-]\s*[월화수목금토일](?:요일)?)*\s*\)|[월화수목금토일]요일"
)
_CASE_FOUND = re.compile(
    r"(?<![~\d./월:-])(?<!~\s)(?:\d{1,2}\s*[./월]\s*)?\d{1,2}\s*일?\.?(?:\s*자)?\s*(?:추가\s*)?(?:발생\s*)?(?=확진|양성)"
)
_DAY_OF_CASES = re.compile(
    r"(?<=발생|확진|판정)\s?\(\s*(?:20)?\d{0,2}\.?\s?\d{1,2}\s?[./월]\s?\d{1,2}\s?일?\.?\s*\)"
)
_FOUR_DIGITS = r"(?:[01]?\d|2[0-4])[0-5]\d"
_COUNTING_DAY = re.compile(
    r"(?:\d{1,2}\s*[./월]\s*\d{1,2}\s*일?\.?\s*)?(?<!\d)(?:\d{1,2}\s*일\s*)?(?:\d{1,2}\s*시|\d{1,2}:\d\d)?\s*(?:현재\s*)?기준"
)
_LONE_WEEKDAY = re.compile(r"(?<=[.)일])\s?[월화수목금토일](?=\s*\d{1,2}\s*[:시])")
_WEEKDAY_AND_COMMA = re.compile(r"\(\s*[월화수목금토일](?:요일)?\s*[,·]\s*\)")  # "(목,)"
_DAY_THEN_HOURS = re.compile(r"\(\s*[월화수목금토일](?:요일)?\s*,\s*(?=\d)")
_WEEKDAY_IN_BRACKET = re.compile(r"(?<=\d\.)\s?[월화수목금토일](?=\s*\))")  # "(5.3.목)"
_WEEKDAY_IN_DOTS = re.compile(r"(?<=\d\.)\s?[월화수목금토일]\.(?=\s?\d{1,2}\s?[:시])")
_LINE_IN_BRACKET = re.compile(
    r"(?:^|(?<=\s))(?:\(\d{1,2}\)|\d{1,2}\))\s?(?=[가-힣])"  # "1)", "(2)"
    r"|^\s*(?:\(\d\)|\d\)|\d\.\s)\s*(?=\d{1,2}[./]\d{1,2}\s?[.(])"  # "1. 5.18(화)"
)
_CHECKED_IN = re.compile(r"(?<=[\d시분])\s?(?:체크\s?인|체크\s?아웃|입실)(?![가-힣])")
_DAY_BEFORE_HOURS = re.compile(
    r"\(\s*(\d{1,2}\s?[./월]\s?\d{1,2}\s?[.일]?)\s*\)(?=\s*\d{1,2}\s?[:시])"
)
_DAYS_GLUED_TO_NAME = re.compile(
    r"(?:^|(?<=[,/▲]))\s*\((\d{1,2}\s?[./월]\s?\d{1,2}\s?[.일]?(?:\s?[~,]\s?[\d./월일\s]+)?)\)\s?(?=[가-힣A-Za-z]{2})"
)
_DAY_OF_WEEK = re.compile(
    r"(?<![\d:.·/월])(?<![./월]\s)(\d{1,2})\s?\([월화수목금토일]\)"
)  # "25(금) 26(토)"
_ADDRESS_IN_ANGLES = re.compile(r"[<〈《＜\[]([^<>〈〉《》＜＞\[\]]*)[>〉》＞\]]")
_CORNERS = str.maketrans("【】〔〕［］{}火水木金", "[][][]()화수목금")
_FROM_HOUR_TO = re.compile(
    r"(?:(?<=\d시)|(?<=:\d\d)|(?<=\d분))\s?에서\s?(?=(?:익일\s?|오전\s?|오후\s?)?\d{1,2}\s?(?:시|:))"
)
_TILL_NOW = re.compile(r"부터\s?현재(?:까지)?")
_BEHIND_NEXT_DAY = re.compile(
    r"~\s?(\d{1,2}(?::\d\d|\s?시(?:\s?\d{1,2}분)?))\s?\((?:익일|다음\s?날)\)"
)
_YESTERDAY = re.compile(r"(?:어제|그제|그저께|전날)\s?\(\s*(\d{1,2})일?\s*\)")
_COMMA_IN_DAY = re.compile(
    r"^((?:(?!\d{1,2}\s?[./월]\s?\d).)*?)(?<![\d,])([1-9]|1[0-2]),(\d{1,2})(?=\s?\([월화수목금토일]\))"
)
_NEXT_DAY = re.compile(
    r"(익일|다음\s*날|이튿날)\s*\(\s*(?:\d{1,2}\s*[./월]\s*)?\d{1,2}\s*일?\.?\s*\)"
)
_NO_COLON = re.compile(rf"(?<![\d-])({_FOUR_DIGITS})\s*([~-])\s*({_FOUR_DIGITS})(?![\d년-])")
_BEHIND_DAY = re.compile(r"(?:\d\s*[일.]|[./월]\s*\d{1,2}|오전|오후|[,~])\s*$")
_SLASHED_DAYS = re.compile(
    r"(?<![\d./])(\d{1,2}\s?[.월]\s?)(\d{1,2}일?(?:\s?/\s?\d{1,2}일?(?![\d:.월시]))+)(?!\s?[:시])"
)
_CHANGED = re.compile(r"정정|변경|수정|당초|기존")
_STRETCH = re.compile(r"(?:\d:\d\d|\d\s?시(?:\s?\d+\s?분)?)\s*[~-]\s*\d{1,2}\s?[:시]")
_MINUTES_ALONE = re.compile(r"(?<!\d)(\d{1,2})\s?시\s?(\d{1,2})\s?분?\s?~\s?(\d{1,2})\s?분")
_NAME_BEFORE = re.compile(r"[가-힣]$")  # 한빛2325~2329: numbers of cases
_COUNTED_ROOMS = re.compile(
    r"(?<=[가-힣A-Za-z\s(])(\d{1,4})(?:번|호|층)?\s?[,·]\s?(\d{1,4})(층|호실|호차|번\s?(?:방|룸|홀|판매대|(?:시내|마을)?버스))"
)
_GLUED_ROOM = re.compile(
    r"(?<=[가-힣])(?=\d{1,4}호\s?(?:법정|병실|강의실|회의실|진료실))|(?<=장례식장)(?=VIP|특?\d?호?실)"
)
_STOP_WORD = re.compile(r"\s?\((출발|도착|경유|승차|하차|탑승)\)")
_CASES_BEHIND = re.compile(r"\s?(?:\([^()]*\))?\s?(?:번|확진|관련|환자)")
_ARROWS = re.compile(r"[-=]+>|[⇒➡➜]")


def written(text: str) -> str:
    """One written form: compatibility letters folded, one dash and one quotation mark, brackets told apart."""
    for rule in RULES:
        text = rule(text)
    return text


def _letters(text: str) -> str:
    # Numbers in circles count the lines of a list; folding would make them digits of a date.
    text = re.sub(r"[\r\n\t]+", " ", text)
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
    text = _QUOTES.sub('"', _APOSTROPHE.sub("", _YEAR_SHORT.sub("", text)))
    return _QUOTED_HEADER.sub(" ", text, count=1)


def _pages_and_telephones(text: str) -> str:
    return _TELEPHONE.sub(" ", _ADDRESS_OF_PAGE.sub(" ", text))


def _signs(text: str) -> str:
    """Pictures and letters that count the lines of a list become bullets: "♣솔식당", "가. 솔식당"."""
    text = "".join(" ▲ " if unicodedata.category(one) == "So" else one for one in text)
    return _LETTERED_LINE.sub(" ▲ ", text)


def _prices(text: str) -> str:
    """What somebody paid and where they sat is no day, no time and no name: "16,000원 현금결제하신", "57,58번자리"."""
    return _SEATS.sub(" ", _PRICE.sub(" ", text))


def _cases(text: str) -> str:
    """The numbers of cases are neither days nor hours: "솔군110~115,117번 확진자"."""
    return _CASE_NUMBERS.sub(" ", text)


def _joined_houses(text: str) -> str:
    """Houses joined by a particle become a list: "솔식당과 별카페", "헬스장및남탕"."""
    return _BOTH.sub(
        lambda one: f"{one.group(1)}, " if sells(one.group(1)) else one.group(),
        _GLUED_AND.sub(" 및 ", text),
    )


def _halves(text: str) -> str:
    """Halves of the day before the hour, in Korean: "10:00AM" is 오전 10:00, 오후 1~3시 begins at 오후 1시."""
    text = _LATIN_HALF_BEHIND.sub(r"\2m\1", text)
    text = _LATIN_HALF.sub(lambda one: "오전 " if one.group(1) in "Aa" else "오후 ", text)
    return _HALF_BEFORE_RANGE.sub(r"\1 \2시\3", text)


def _glued(text: str) -> str:
    """Blanks where a name is written straight behind days, or "the same time" behind a name."""
    text = _SITUATED_GLUED.sub(" ", text)
    return _DAYS_THEN_NAME.sub(r"\1~\2 ", _SAME_TIME.sub(" ", text))


def _meals(text: str) -> str:
    """What they ate adds nothing to hours of 24: "점심시간 12:00~13:00"."""
    return _MEAL.sub("", _STOREY_OF_ROAD.sub(r"\1 ", text))


def _lines_of_a_list(text: str) -> str:
    return _CHECKED_IN.sub(" ", _LINE_IN_BRACKET.sub(_line, text))


def _line(match: re.Match[str]) -> str:
    """A bullet for the number of a line; a bracket that was opened before stays closed."""
    before = match.string[: match.start()]
    opened = not match.group().startswith("(") and before.count("(") > before.count(")")
    return match.group() if opened else " ▲ "


def _sender(text: str) -> str:
    found = _SENDER.match(text)
    return text if found and sells(found.group().strip(" []")) else _SENDER.sub("", text)


def _days_of_cases(text: str) -> str:
    """The day on which a case was found or counted is none of an exposure: "3.24일 확진자", "0시 기준"."""
    return _DAY_OF_CASES.sub(" ", _COUNTING_DAY.sub(" ", _CASE_FOUND.sub(" ", text)))


def _weekdays(text: str) -> str:
    text = _WEEKDAY_AND_COMMA.sub(", ", _WEEKDAY_IN_DOTS.sub(" ", text))
    text = _WEEKDAY_IN_BRACKET.sub("", text)
    text = _DAYS_GLUED_TO_NAME.sub(_days_apart, _DAY_BEFORE_HOURS.sub(r" \1 ", text))
    text = _DAY_OF_WEEK.sub(r"\1일 ", _DAY_THEN_HOURS.sub("(", text))
    return _LONE_WEEKDAY.sub(" ", _WEEKDAYS.sub(" ", text))


def _days_apart(match: re.Match[str]) -> str:
    """Days without brackets, and with their word where a name may begin with such numbers: "(8.15)솔집회"."""
    days = match.group(1).strip()
    return f" {days}{'일' if days[-1].isdigit() else ''} "


def _hours_without_colon(text: str) -> str:
    return _NO_COLON.sub(_with_colon, text)


def _with_colon(match: re.Match[str]) -> str:
    first, sign, last = match.groups()
    before = match.string[: match.start()]
    years = all(digits[:2] in ("19", "20") for digits in (first, last))
    doubtful = years or len(first) < 4 or _NAME_BEFORE.search(before)
    if _CASES_BEHIND.match(match.string[match.end() :]):
        return match.group()
    if doubtful and not _BEHIND_DAY.search(before):
        return match.group()
    return f"{first[:-2]}:{first[-2:]}{sign}{last[:-2]}:{last[-2:]}"


def _said_otherwise(text: str) -> str:
    """Hours and days in other words: "11시에서 12시 사이", "02:00(익일)", "어제(18일)", "부터 현재까지", "5,18(화)"."""
    text = _FROM_HOUR_TO.sub("~", _TILL_NOW.sub("부터 ", text))
    text = _BEHIND_NEXT_DAY.sub(r"~익일 \1", _YESTERDAY.sub(r"\1일 ", text))
    return _COMMA_IN_DAY.sub(r"\1\2.\3", text)


def _days_in_line(text: str) -> str:
    """Days parted by slashes are parted by commas: "6.11/18/19일"."""
    return _SLASHED_DAYS.sub(_with_commas, text)


def _with_commas(match: re.Match[str]) -> str:
    days = [int(day) for day in re.findall(r"\d+", match.group(2))]
    rising = all(before < day <= 31 for before, day in itertools.pairwise(days))
    return match.group(1) + (match.group(2).replace("/", ",") if rising else match.group(2))


def _rooms(text: str) -> str:
    """Each floor and room with its word and apart from the name: "솔상가2,3층" is on 2층 and 3층."""
    return _COUNTED_ROOMS.sub(r" \1\3, \2\3", _GLUED_ROOM.sub(" ", text))


def _stop_words(text: str) -> str:
    """What happens at a stop stands without brackets: "솔시(출발)→별시(도착)"."""
    return _STOP_WORD.sub(r" \1", text)


def _steps(text: str) -> str:
    """Arrows between houses that each have a time are signs of a list: "12:10~12:50 솔식당→13:00~13:40 별카페"."""
    parts = text.split("→")
    if (
        len(parts) < 2
        or rides(text)
        or _CHANGED.search(text)
        or not all(_STRETCH.search(part) for part in parts)
    ):
        return text
    return " ▲ ".join(parts)


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
    _signs,
    headings,
    hours_as_meant,
    put_right,
    without_day_of_new_cases,
    joined_times,
    without_seats,
    _prices,
    _cases,
    plain_guests,
    _joined_houses,
    _glued,
    _meals,
    _halves,
    _lines_of_a_list,
    _said_otherwise,
    _weekdays,
    _days_of_cases,
    _days_in_line,
    _hours_without_colon,
    _minutes_alone,
    _day_after_next_day,
    _rooms,
    _stop_words,
    journeys,
    _steps,
    settle_brackets,
)
