"""The name of a bus, train or ferry among the words that say where it went."""

import re

_SORTS = r"시내|마을|시외|좌석|급행|광역|농어촌|군내|순환|직행|고속|우등|공항|리무진|통근|셔틀|전세"
_HOUSE = r"(?!\s?(?:터미널|정류|차고|회사|승강장|승차장|매표))"
_NAME = re.compile(
    rf"\d[\d-]*번\s?(?:(?:{_SORTS})\s?)?버스{_HOUSE}|(?:(?:{_SORTS})\s?)?버스\s?\d[\d-]*번"
    rf"|[가-힣]{{0,4}}(?:{_SORTS})\s?버스{_HOUSE}|[가-힣]{{2,5}}(?:고속|여객|운수|교통)(?:\s?버스)?(?=\s|$)"
    r"|(?:KTX|SRT|ITX|무궁화호?|새마을호?|누리로)(?:[-\s]?[가-힣]{2})?(?:\s?제?\s?\d+\s?(?:호|편|번))?(?:\s?\d*\s?열차)?"
    rf"|(?<![가-힣])(?:[가-힣]{{2,4}}버스|버스|택시|여객선){_HOUSE}"
)
_STOP = r"[가-힣A-Za-z0-9·]+(?:\s[가-힣A-Za-z0-9·]+)?"
_WAY = re.compile(rf"(?:{_STOP})?\s*(?:[-~→↔]+\s*{_STOP}\s*)*[-~→↔]*|{_STOP}에서(?:\s{_STOP})?")
_SIGNS = re.compile(
    r"[→↔]|(?<=[가-힣])\s?[-~]\s?(?=[가-힣])|출발|도착|승차|하차|경유|방면|방향|구간|에서|\s?까지|[가-힣](?:행|발)(?=\s|$)"
)
# What is no stop: a house of guests, or what they did there.
_NO_STOP = re.compile(
    r"식당|카페|마트(?!\s?(?:앞|까지|정류))|교회|병원|의원|사우나|목욕|노래|PC방|방문|이용|카드|현금"
)


def ride_names(words: str) -> list[str]:
    """The names of rides among the words."""
    return _NAME.findall(words)


def says_way(words: str) -> bool:
    """Whether a word or sign of a way stands there: an arrow, 출발, 방면."""
    return bool(_SIGNS.search(words))


def only_ride(words: str) -> str:
    """The name of the ride where all other words say only which way it went; empty elsewhere."""
    names = {re.sub(r"\s", "", name) for name in ride_names(words)}
    found = _NAME.search(words)
    if found is None or len(names) != 1:
        return ""
    return found.group().strip() if _is_way(_NAME.sub(" ; ", words)) else ""


def _is_way(words: str) -> bool:
    """Whether words name only where a ride went: at least one sign of a way, and no house."""
    parts = [part.strip() for part in words.split(";") if part.strip()]
    if not parts or not _SIGNS.search(words) or _NO_STOP.search(words):
        return False
    return all(_WAY.fullmatch(part) for part in parts)
