"""Mend slips of the pen in hours and days, and take off the day of new cases: "13;30", "15시30", "5.4 1명 확진 ▲"."""

import re

_SIGN_IN_HOUR = re.compile(r"(?<![\d;:])(\d{1,2})\s?(?:;|::)\s?([0-5]\d)(?!\d)")
_GLUED_DAY = re.compile(r"(?<![\d.:])(\d{1,2}\.\s?\d{1,2})\.(?=\d{1,2}\s?시)")
_HALF_BEFORE_BRACKET = re.compile(
    r"(오전|오후|저녁|새벽|아침|밤|낮)\s?\(\s?(?=\d{1,2}\s?[:시][^()]*\))"
)
_SHOP_SHUTS = re.compile(r"문\s?닫[을는]\s?때\s?까지")
_ABOUT = re.compile(r"(?:(?<=:\d\d)|(?<=\d시)|(?<=\d분))\s?(?:전후|즈음|무렵)(?=[\s,)])")
_STRETCH = r"\d{1,2}(?::\d\d|시(?:\s?\d{1,2}분)?)\s?~\s?\d{1,2}(?::\d\d|시(?:\s?\d{1,2}분)?)"
_AT_THE_SAME_TIME = re.compile(
    rf"({_STRETCH})(\s?[,/·]?\s?\d{{1,2}}\s?[./월]\s?\d{{1,2}}[.일]?\s?(?:\([월화수목금토일]\))?\s?)"
    r"(?:동일|같은|동)\s?시간대?(?=[\s,)])"
)
_DASHED_HOURS = re.compile(
    r"(?<=[\s,()일])((?:[01]?\d|2[0-3]))\s?-\s?((?:[01]?\d|2[0-4])\s?시)(?![가-힣간장])"
)
_HOUR = r"(?:1[3-9]|2[0-3])"
_ANY_HOUR = r"(?:[01]?\d|2[0-4])"
# An hour above twelve is no month: what stands beside it are hours too.
_DOTS_FOR_HOURS = re.compile(
    rf"(?<![\d.])({_HOUR})\.([0-5]\d)\s?([~-])\s?({_ANY_HOUR})\.([0-5]\d)(?![\d.])"
    rf"|(?<![\d.])({_ANY_HOUR})\.([0-5]\d)\s?([~-])\s?({_HOUR})\.([0-5]\d)(?![\d.])"
)
_MINUTES_WITHOUT_WORD = re.compile(
    r"(?<=\d시)\s?([0-5]\d)(?=\s?[~),/▲]|\s[가-힣]|$)(?!\s?[분명번])"
)
_AND = re.compile(r"(?<=[\d시분일)])\s?(?:그리고|&|\+)\s?")
_TIMES_COUNTED = re.compile(
    r"(?<=[\d시분일)\s])\s?(?:총\s?)?(?:[2-9]|두|세|네)\s?(?:회|차례)(?=[\s,)])"
)
_SAME_DAY = re.compile(r"(?<=[\s,/▲])같은\s?날\s?(?=\d{1,2}\s?[:시])")
# The day on which cases were found, before a list: "5.4(화) 1명 확진 ▲".
_DAY_OF_NEW_CASES = re.compile(
    r"(?:^|(?<=[\s(▲]))(?:\d{1,2}\s?[./월]\s?\d{1,2}(?!\d)\s?[일.]?|\d{1,2}일)\s?(?:\([월화수목금토일]\)\s?)?"
    r"(?:(?:신규|추가|총)\s?)*\d{1,3}\s?명\s?(?:(?:추가|신규)\s?)?(?:확진자?|양성|발생)?(?:\s?발생)?"
    r"(?:\s?\([^()\d]*\d+(?:\s?[~,-]\s?\d+)*번?\))?\s?(?=[▲.,/:)]|\s)"
)
_NEW_CASES = re.compile(r"확진|양성|발생")


# Where a stretch of time is put right, and the wrong one is not said again: "방문시간을 11:00~12:00으로 정정하며".
_PUT_RIGHT = re.compile(
    r"(?:(?:방문|이용|노출)\s?)?(?:시간|일시)[을를]?\s((?:[^\s~]+\s?~\s?[^\s~]+?))(?:으로|로)\s?(?:정정|변경|수정)"
    r"(?:하며|하고|하오니|합니다|함|됨|되었으니|되었습니다)?[\s,.]*"
)
_SEATS_NAMED = re.compile(
    r"(?:\s\S{1,5}\s?(?:근처|옆|앞|쪽|인근))?\s\S{0,2}(?:커플석|흡연석|금연석)(?=[\s(,])"
)
_OF_THE_GUESTS = re.compile(
    r"(?<=[가-힣A-Za-z)])\s(?:이용|방문|참석)[자객]\s?중\s?(?=\d{1,2}\s?[./월]\s?\d)"
)


_HEADING = re.compile(
    r"(?:^|(?<=[\s▲,/]))(?:노출|방문|이용|동선|확진자\s?방문)\s?(?:장소|일시|일자|시간|업체|업소|시설)\s?:"
)
_LOT = re.compile(r"(?<=[동리가])(\s?\d{1,4}(?:-\d{1,3})?)번지(?=[\s),])")


def headings(text: str) -> str:
    """The text without headings of a list, and with house numbers without their word: "노출장소: 솔카페", "12-3번지"."""
    return _LOT.sub(r"\1", _HEADING.sub(" ", text))


def hours_as_meant(text: str) -> str:
    """Hours with the sign and the word that were meant: "13;30", "13.30~15.00", "15시30"."""
    text = _GLUED_DAY.sub(r"\1. ", _HALF_BEFORE_BRACKET.sub(r"(\1 ", text))
    text = _ABOUT.sub("", _SHOP_SHUTS.sub("영업종료", text))
    text = _DASHED_HOURS.sub(r"\1~\2", _SIGN_IN_HOUR.sub(r"\1:\2", text))
    text = _DOTS_FOR_HOURS.sub(_with_colons, text)
    return _MINUTES_WITHOUT_WORD.sub(r"\1분", text)


def _with_colons(match: re.Match[str]) -> str:
    first, minute, sign, last, end = (one for one in match.groups() if one is not None)
    return f"{first}:{minute}{sign}{last}:{end}"


def joined_times(text: str) -> str:
    """Times in a row parted by commas, and not counted: "10:00~11:00 그리고 13:00~14:00 2회"."""
    text = _AT_THE_SAME_TIME.sub(r"\1\2\1", text)
    return _TIMES_COUNTED.sub(" ", _AND.sub(", ", _SAME_DAY.sub(" ", text)))


def put_right(text: str) -> str:
    """The text with a corrected time as if it had been the first, where no other is said."""
    return _PUT_RIGHT.sub(r" \1 ", text) if text.count("~") == 1 else text


def without_seats(text: str) -> str:
    """The text without the seats of the guests, and with their days straight behind the house."""
    return _OF_THE_GUESTS.sub(" ", _SEATS_NAMED.sub("", text))


def without_day_of_new_cases(text: str) -> str:
    """The text without the day on which cases were found; it is none of an exposure."""
    return _DAY_OF_NEW_CASES.sub(_if_of_cases, text, count=1)


def _if_of_cases(match: re.Match[str]) -> str:
    said = _NEW_CASES.search(match.group()) or re.search(
        r"(?:발생|확진)\s?\(?\s?$", match.string[: match.start()]
    )
    return " " if said else match.group()
