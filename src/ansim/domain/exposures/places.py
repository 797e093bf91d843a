"""Read venue and rooms out of the words between the times: one rule after another, each a function."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ansim.domain.exposures.regions import (
    TOWN,
    in_the_region,
    is_address,
    is_case_number,
    is_only_region,
    without_region,
)

__all__ = [
    "Place",
    "doubt",
    "is_address",
    "is_ride",
    "is_room",
    "is_trade",
    "read_place",
    "without_header",
]

_ROOM = re.compile(
    r"제?\d+\s*분향실|제\d+호실|[남여]탕(?:\s(?:내\s)?\S+)?|[남여]자?\s?사우나|응급실|\S*로비\S*|\S*법정|\S*연회장|(?:지하\s*)?\d+층.*|\S*홀|\S*대기실|\S*진료실|\S*병동"
    r"|\S*매장|\S*관|\S*룸|[A-Z]?\d+호[실차]?|\d+번\s?[방홀룸]|특\d*호?실|제?\d+\s?빈소|(?:\S+\s)?(?:예배실|강의실|회의실|휴게실|교실|병실)|본당.*"
)
# Words that end like a room but are venues where nothing stands before them.
_HOUSE = re.compile(r".*(?:홀|관|매장|룸)")
_ROOM_AT_END = re.compile(
    r"\s*((?<![\d가-힣])제?\d+\s*분향실|[남여]탕(?:\s(?:내\s)?(?:이발소|매점|세신\S*|탈의실|사우나))?|응급실|(?<=\s)\S+법정|로비|(?<=\s)(?<!호\s)\d+호실?|(?<=\s)\d+호차|\d+번\s?[방홀룸]|(?<=\s)특\d*호?실|(?<=\s)제?\d+\s?빈소)$"
)
_FLOOR = re.compile(r"\s((?:[\dA-Z본별신]{1,2}동\s)?(?:지하\s*)?\d+층.*)$")
_EDGES = ' ,./·()[]"~:;-→>|¦#*&!'
# Trades: an alert that gives only this has not named the venue.
_TRADE = re.compile(
    r"(?:유흥|단란|가요)?주점|(?:일반|휴게)?음식점|식당|목욕탕|목욕장|사우나|PC방|피씨방|노래방|노래연습장|카페|커피숍|미용실|미용업"
    r"|찜질방|헬스장|당구장|만화카페|모텔|호프|술집|포차|편의점|게임장|오락실|콜라텍|키즈카페|스터디카페|독서실|체육시설|실내체육시설"
    r"|요양병원|요양원|어린이집|유치원|학교|성당|병원|의원|약국|학원|교회|장례식장|볼링장|마트|호텔|식당가|버스|노선버스|여객선|택시"
)
_RIDE = re.compile(
    r"버스(?!\s?(?:터미널|정류|차고|회사))|열차|\bKTX|\bSRT|\bITX|무궁화호|새마을호|여객선|지하철|전철|택시|여객$|고속$|\d+편|항공|\d호선|KTX|SRT|페리|\d+번\s*(?:마을|시내)"
)
_LEG = re.compile(
    r"\S+\s*(?:출발|도착|승차|하차|경유|방면|방향)\s*|(?:^|\s)[가-힣]{2,}(?:발|행)(?=\s|$)"
)
_ROUTE = re.compile(r"\S+\s*[~→↔]\s*(?:.*까지|\S+)|\S+에서\s.*까지")
_HEADER_WORD = (
    r"확진\s?환자|확진\s?전|확진자?|감염자|환자|관련|동선|이동\s?경로|안내|공개|알림|공지|정정|수정|재안내|재공지|변경|긴급|행정명령|발생"
    r"|방문지|방문\s?장소|결과|요청|당부|제공|추가|현황|방문력|접촉자|알려드립니다|조사\s?중|예정|현재|파악|\d+명|[가-힣]+니다|[가-힣]+세요|(?:아래|다음|하기)의?\s?(?:시간대?|장소)"
)
_HEADER = re.compile(
    rf"^.*(?:{_HEADER_WORD})(?:의|가|이|은|는|을|를|와|과|로|된|한|인|님)?\s*(?:(?:사항|내용|장소|업소|시설|방문|다녀간|이용|동선|곳|건|도내|관내|제주|{TOWN}\s?(?:방문|여행))(?=[\s:.,\]]|$))?(?:[\s:.,\]\-/~→>]+|$)"
)
_BEFORE_HEADER = re.compile(
    r"^(.*?)(?:에서|\s(?:종사자|직원|이용자|방문자))?"
    r"\s*(?:관련\s*)?(?:코로나\s*-?19)?\s*(?:관련|확진자?|집단감염)"
)
# What a venue's name ends with, where a header stands behind it: "나무스파 관련".
_SELLS = re.compile(
    r".*(?:식당|교회|성당|사찰|학원|병원|의원|약국|스파|사우나|목욕탕|온천|센터|시장|마트|카페|주점|PC방|노래방|노래연습장|호텔|모텔|리조트|어린이집|유치원|학교|요양원|헬스장|체육관|볼링장|당구장|[가-힣]{2}점"
    r"|장례식장|예식장|웨딩홀|의료원|터미널|빌딩|타워|은행|우체국|회관|경로당|복지관|도서관|클럽|뷔페|포차|호프|횟집|갈비|국밥|게임장|찜질방|펜션|공장|고시원|아파트|미용실|헤어샵?|이발소|안경|세탁소|정육점|슈퍼|편의점|부동산|주유소)"
)
_NOISE = re.compile(
    r"(?:동일|동|같은|해당)\s*(?:시간대?|일시?|날짜|기간)(?:\s*시간대)?(?:에|의|\s)*|(?:방문|이용|운영|노출)\s?(?:일시|일자|시간|기간)|방문일(?=\s|$)"
    r"|(?:결혼식\s*)?피로연|(?:방역|시설)?\s*소독\s*(?:완료|조치)?|방역\s*(?:완료|조치)|코로나\s*-?19|거주자|지역\s*(?=거주)"
    r"|기간\s?(?:중|내|동안)|^(?:관내|시내|우리\s?[시군구])\s|(?:양일|이틀|사흘|\d일)간|(?:해당|동|같은)\s?건물.*|(?:^|(?<=\s))(?:일시|장소|상호명?|업소명?|대상|기간|시간|총|사이|매일|안내|지난|지난달|연속|시설|가게|매장명)(?=[\s:]|$)|\s(?:직원|종사자|(?:입원\s?)?환자|보호자|학생|회원|손님|간병인|근무자|업주|주민|하객)(?:\s*(?:및|과|와|,|·))?\s*$|\s및$|(?:방문|\s이용|탑승|참석)\s*$|동선이?\s*$"
)
_LEADING = re.compile(
    r"^(?:에서|에는|에|까지|부터|경|쯤|께|사이에?|동안|중|간|의|및|와|과|내|일|시|분|초)(?=[\s,\"]|$)\s*|^(?:사이에)"
)
_BEHIND_QUOTE = re.compile(r"\s*([가-힣A-Za-z0-9]{1,12}점)")
# Words that no name of a venue has: what holds one is a sentence, and somebody must read it.
_NO_NAMES = (
    # of cases and what is done about them
    r"확진|감염|코로나|발생|접촉|검사|보건소|선별|증상|접종|예방|백신|방역|마스크|역학|조사|동선|수칙|준수|자제|금지|중단|폐쇄|모임|집회|명령",
    # of announcements
    r"예약|기준|현황|홈페이지|누리집|참고|확인|결과|추가|신규|완료|관련|안내|공개|소재|번지|기타|지난|운영(?:\s|$)|바랍|바람|[가-힣]+니다|세요",
    # of people
    r"하신|거주|전원|남녀|[남녀]\s\d|\d+명|\d+세|방문|이용|다녀|[주시도군]민(?=\s|들|은|께|$)|분들?[은께]|\s분$|한\s분|\d번째",
    # of regions
    r"타\s?지역|관내|수도권|해외|전국|시청\s",
    # of ways
    r"경유|출발|도착|승차|하차|번\s(?!.*버스|출구|게이트)",
    # of time
    r"해당|동일|시간|기간|이후|일시|사이에|오전|오후|저녁\s|점심\s|새벽\s|아침\s|양일|\d일(?!장)|(?<!\d)(?:1?\d|2[0-3])시|\d월",
    r"\d{3,4}~|\d{4}-|\d:\d|\d+층|^\d+$",
    # particles and signs: two venues, or half a sentence
    r"(?<![내외안치아인기부후경정])과\s|[가-힣](?:와|랑|하고)\s|으로\s|에서|(?<![마가노고])을\s|를\s|\s[을를은는에]$|^[을를에의은는이가]\s|\s및$|또는",
    r"하여(?:\s|$)|되어(?:\s|$)|하는\s|등$|등\s|외\s?\d|[~→…?!:;]|^[^가-힣]$|^[을를에의은는이가과와일월시분경중내및각총외등]$",
    # occasions and kinds, where they are all that is said
    r"^(?:결혼식|장례식|예배|행사|설명회|세미나|회의|피로연|돌잔치|축제|공연|공사|현장|클럽|이태원\s클럽)$",
    # numbers of cases
    r"^(?!.*버스)[가-힣]{2,4}(?:-\d+번?|\s?\d+번)$",
)
_NO_NAME = re.compile("|".join(_NO_NAMES))


@dataclass(frozen=True, slots=True)
class Place:
    """What a stretch of words names; an empty venue means: the one before."""

    venue: str
    rooms: tuple[str, ...] = ()


def is_room(words: str) -> bool:
    """Whether words in brackets name a room."""
    return bool(_ROOM.fullmatch(words)) and not is_address(words)


def is_trade(venue: str) -> bool:
    """Whether the words say what a house sells, and not which house it is."""
    return bool(_TRADE.fullmatch(venue))


def is_ride(venue: str) -> bool:
    """Whether the name is one of a bus, train, ferry or flight."""
    return bool(_RIDE.search(venue))


def is_leg(words: str) -> bool:
    """Whether the words say only where a ride starts, ends or stops."""
    return bool(_LEG.fullmatch(words) or _ROUTE.fullmatch(words))


def doubt(venue: str) -> str:
    """Why these words are hardly the name of a venue; empty where they may be."""
    if is_trade(venue) and not is_ride(venue):
        return f"{venue!r} is a kind of venue, and not the name of one"
    if is_case_number(venue):
        return f"{venue!r} is the number of a case"
    found = _NO_NAME.search(venue)
    return f"{venue!r} is hardly a name of a venue ({found.group().strip()})" if found else ""


def read_place(words: str) -> Place:
    """The venue and rooms of a stretch of words without days and times."""
    for rule in RULES:
        words = rule(words).strip(_EDGES)
    if is_only_region(words):
        return Place("")
    if _ROOM.fullmatch(words) and not _HOUSE.fullmatch(words):
        return Place("", (words,))
    return _with_rooms(words)


def _with_rooms(name: str) -> Place:
    rooms: list[str] = []
    if floor := _FLOOR.search(name):
        rooms.append(floor.group(1))
        name = name[: floor.start()].strip(_EDGES)
    while found := _ROOM_AT_END.search(name):
        rooms.append(found.group(1).strip())
        name = name[: found.start()].strip(_EDGES)
    if not re.search(r"[가-힣A-Za-z]", name):
        name = ""
    return Place(re.sub(r"\s+", " ", name), tuple(dict.fromkeys(rooms)))


def _quoted(words: str) -> str:
    """A name in quotation marks is the name; one of a branch belongs to what stands before it."""
    found = re.search(r'"\s*([^"]*[가-힣A-Za-z][^"]*?)\s*"', words)
    if found is None:
        return words.replace('"', "")
    name, before = found.group(1), words[: found.start()]
    if re.fullmatch(r"\S+점", name) and re.search(r"[가-힣A-Za-z]\s*$", before):
        return words.replace('"', "")
    if branch := _BEHIND_QUOTE.fullmatch(words[found.end() :]):
        return f"{name} {branch.group(1)}"
    rooms = words[found.end() :].strip(_EDGES)
    return f"{name} {rooms}" if _ROOM.fullmatch(rooms) else name


def without_header(words: str) -> str:
    """Without what stands before the exposure: "타지역 확진자 동선 안내", "12번 관련"."""
    found = _HEADER.match(words)
    if not found:
        return words
    rest = words[found.end() :].strip(_EDGES)
    named = _BEFORE_HEADER.match(words)
    if not rest and named:
        name = named.group(1).split("¦")[0].strip()
        return name if _SELLS.fullmatch(_FLOOR.sub("", name)) else ""
    return rest


def _noise(words: str) -> str:
    return _NOISE.sub(" ", words)


def _leading_particle(words: str) -> str:
    return _LEADING.sub("", words)


def _legs(words: str) -> str:
    """A ride without the places where it starts and ends."""
    if not _RIDE.search(words):
        return words
    ride = _ROUTE.sub(" ", words)
    named = _LEG.sub(" ", ride).strip()
    return ride if is_trade(named.split(maxsplit=1)[0] if named else named) else named


RULES: tuple[Callable[[str], str], ...] = (
    _leading_particle,
    _quoted,
    without_header,
    _noise,
    _legs,
    in_the_region,
    without_region,
    _leading_particle,
)
