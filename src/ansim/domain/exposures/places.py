"""Read venue and rooms out of the words between the times."""

import re
from dataclasses import dataclass

_ROOM = re.compile(
    r"제?\d+\s*분향실|[남여]탕|응급실|\S*로비\S*|\S*법정|\S*연회장|(?:지하\s*)?\d+층(?:\s.*)?|\S*홀|\S*대기실|\S*진료실|\S*병동"
    r"|\S*매장|\S*관|\S*룸|[A-Z]?\d+호실?|특실|(?:\S+\s)?(?:예배실|강의실|회의실|휴게실|교실|병실)|본당.*"
)
# Words that end like a room but are venues where nothing stands before them.
_HOUSE = re.compile(r".*(?:홀|관|매장|룸)")
_ROOM_AT_END = re.compile(
    r"\s*((?<![\d가-힣])제?\d+\s*분향실|[남여]탕|응급실|(?<=\s)\S+법정|로비|(?<=\s)\d+호실?)$"
)
_NOISE = re.compile(
    r"\S*\s*\d*번째\s*확진자\s*(?:관련)?|\S*\s*거주자\s*확진\s*전\s*\S*\s*방문|\S*확진\s*전\s*제주\s*(?:방문|여행)"
    r"|(?:코로나\s*19\s*)?확진자\s*(?:가|의)?\s*(?:다녀간|방문한|방문|관련|동선)?(?:\s*(?:공개|안내))?"
    r"|(?:동일|같은|해당)\s*(?:시간대?|일시?|기간)|추가\s*동선(?:\s*안내)?|정정|재안내|변경|(?:결혼식\s*)?피로연"
    r"|동선\s*안내|^\s*(?:사이|매일|안내)\s|^\s*안내\s*$|방문자?\s*$|관련\s*$"
)
# Words that end like a quarter or township (동, 읍, 면) and are none.
_NO_QUARTER = re.compile(r"[우운아활노자공냉행감충이합협]동|.*(?:냉|밀|라|쫄|짜장|비빔)면")
_REGION = re.compile(
    r"(?:제주(?:특별자치도|시|도)?|서귀포시?|[가-힣]{2,3}(?:특별시|광역시|특별자치[도시])"
    r"|[가-힣]{2,3}[시군구](?=\s+[가-힣]{1,5}\d?(?:읍|면|동|구)\s)|[가-힣]{2,5}[읍면]|[가-힣]{1,4}\d?동"
    r"|[가-힣]+\d*(?:로|길)\d+(?:번?길)?|[가-힣]*해안도로)(?=\s+\S)"
)
_REGION_ONLY = re.compile(r"제주[시도]?|서귀포시?|[가-힣]{2,5}[읍면]|[가-힣]{1,4}\d?동")
_ADDRESS = re.compile(
    r"[가-힣]+\d*(?:로|길)\s*\d+(?:번?길)?(?:\s*\d+(?:-\d+)?)?(?:\s*(?:지하\s*)?\d+층)?"
)
_SITUATED = re.compile(
    r"(?<=[동읍면리로길구시군\s])소재(?:한)?"
)  # "연동 소재 푸른식당": in Yeon-dong
_EDGES = " ,./·()[]\"'“”‘’:;-"
# Trades: an alert that gives only this has not named the venue.
_TRADE = re.compile(
    r"(?:유흥|단란|가요)?주점|(?:일반|휴게)?음식점|식당|목욕탕|목욕장|사우나|PC방|피씨방|노래방|노래연습장|카페|커피숍|미용실|미용업"
    r"|병원|의원|약국|학원|교회|장례식장|볼링장|마트|호텔|식당가|버스|노선버스|여객선|택시"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a stretch of words names; an empty venue means: the one before."""

    venue: str
    rooms: tuple[str, ...] = ()


def is_room(words: str) -> bool:
    """Whether words in brackets name a room."""
    return bool(_ROOM.fullmatch(words))


def is_trade(venue: str) -> bool:
    """Whether the words say what a house sells, and not which house it is."""
    return bool(_TRADE.fullmatch(venue))


def read_place(words: str) -> Place:
    """The venue and rooms of a stretch of words without days and times."""
    text = _NOISE.sub(" ", words).strip(_EDGES)
    name = _without_region(_SITUATED.split(text)[-1].strip(_EDGES))
    name = re.sub(r"[\"'“”‘’]", "", name).strip(_EDGES)
    name = re.sub(r"\s*방문$", "", name)
    if _ADDRESS.fullmatch(name) or (
        _REGION_ONLY.fullmatch(name) and not _NO_QUARTER.fullmatch(name)
    ):
        return Place("")
    if _ROOM.fullmatch(name) and not _HOUSE.fullmatch(name):
        return Place("", (name,))
    rooms: list[str] = []
    if floor := re.search(r"\s((?:지하\s*)?\d+층(?:\s.*)?)$", name):
        rooms.append(floor.group(1))
        name = name[: floor.start()].strip(_EDGES)
    while found := _ROOM_AT_END.search(name):
        rooms.append(found.group(1).strip())
        name = name[: found.start()].strip(_EDGES)
    if not re.search(r"[가-힣A-Za-z]", name):
        name = ""
    return Place(re.sub(r"\s+", " ", name), tuple(dict.fromkeys(rooms)))


def _without_region(text: str) -> str:
    while (found := _REGION.match(text)) and not _NO_QUARTER.fullmatch(found.group()):
        text = text[found.end() :].strip(_EDGES)
    return text
