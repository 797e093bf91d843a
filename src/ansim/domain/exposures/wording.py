"""Bring an alert into one written form, and keep the part of it that speaks of the exposure."""

import re
import unicodedata

from ansim.domain.exposures.places import is_room
from ansim.domain.exposures.tokens import first_when, says_when

_ADDRESS_OF_PAGE = re.compile(
    r"(?:https?://)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|kr|ly|net|org|me|jsp)\b\S*"
)
_SENDER = re.compile(r"^\s*\[[^\[\]]{1,20}\]|^[^()~]{0,30}정정\s*(?:안내)?\s*[:)\]]")
_WEEKDAYS = re.compile(
    r"\(\s*[월화수목금토일](?:요일)?(?:\s*[·,~]\s*[월화수목금토일](?:요일)?)*\s*\)|[월화수목금토일]요일"
)
_GUESTS = (
    r"방문자(?!\s*\()|이용자|이용객|탑승자|탑승객|승객|참석자|참가자|출입자(?![제재])|하객|조문객|투숙객|관람객|입장객"
    r"|(?:방문|이용|탑승|참석|출입|다녀가|다녀오)\S{0,2}\s*(?:분|사람|고객|도민|시민)"
)
_ADDRESSED = re.compile(rf"(?:{_GUESTS})")
_OFFICE = re.compile(r"\S*보건소|선별\s*진료소|진단\s*검사|검사\s*바|방문자")
_ASKED = re.compile(r"검사|상담|보건소|선별\s*진료|문의|연락|신고")
_CASE = re.compile(r"확진자?.{0,12}(?:방문|다녀간|동선)|방문자\s*\(")
_LISTED = re.compile(
    r"^\s*[△▲▵○●■□◇◆▶▷※ㆍ·•-]\s*\d"
)  # a line of a list: its heading was a message of its own
_BRACKET = re.compile(r"\(([^()]*)\)?")
_ROAD_IN_DONG = re.compile(r"\S+(?:로|길)\s*\d*(?:길)?\s*\([가-힣\d]+[동읍면리]\)")
_DAY_BEFORE = re.compile(r"\d\s*일\s*$|\d\s*시\s*$|:\d\d\s*$|\d[./월]\s*\d+\.?\s*$")
_COUNTED = re.compile(r"\s*(?:총\s*)?\d+\s*(?:개소|곳|개\s*업소)")


def written(text: str) -> str:
    """One written form: compatibility letters folded, page addresses and weekdays left out, brackets told apart."""
    text = unicodedata.normalize("NFKC", text)
    text = _WEEKDAYS.sub(" ", _ADDRESS_OF_PAGE.sub(" ", _SENDER.sub("", text)))
    text = _ROAD_IN_DONG.sub(" ", text)
    return _BRACKET.sub(_bracket, text)


def asks_guests(text: str) -> bool:
    """Whether the text turns to the guests of a place, or is a line of such a list."""
    addressed = _ADDRESSED.search(text) or _CASE.search(text)
    return bool("방문자" in text or (addressed and _ASKED.search(text)) or _LISTED.search(text))


def counts_places(text: str) -> bool:
    """Whether the text counts places ("12개소") where it would have to name them."""
    return any(_COUNTED.match(inside) for inside in _BRACKET.findall(text))


def exposure_part(text: str) -> str:
    """The part before the guests are addressed and told what to do, looked for behind the first day or time."""
    first = first_when(text)
    quiet = _ADDRESSED.search(text, first) or _OFFICE.search(text, first)
    if not quiet:
        return text
    part = text[: quiet.start()].rstrip()
    # "솔잎식당을 방문하신 분": the particle is no part of the name.
    return (
        re.sub(r"(?<=[가-힣])(?:을|를|에서|에)$", "", part) if quiet.group()[-1] != "자" else part
    )


def _bracket(match: re.Match[str]) -> str:
    """What a bracket adds: times, rooms, a branch's name. A road, a trade or an occasion adds nothing."""
    inside = match.group(1)
    before, after = match.string[: match.start()], match.string[match.end() :]
    if says_when(inside) or _DAY_BEFORE.search(before) or _COUNTED.match(inside):
        return match.group()
    if rooms := [part.strip() for part in inside.split(",") if is_room(part.strip())]:
        return f"({','.join(rooms)})"
    if re.fullmatch(r"\s*[가-힣A-Za-z0-9]{2,14}점\s*", inside) and not inside.strip().endswith(
        ("주점", "음식점")
    ):
        return f" {inside.strip()} "
    joined = re.search(r"[가-힣]$", before) and re.match(r"[가-힣]", after)
    return "" if joined else " "
