"""Read venue and rooms out of the words between the times: one rule after another, each a function."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ansim.domain.exposures.beside import without_company
from ansim.domain.exposures.header import EDGES, sells, without_header
from ansim.domain.exposures.names import is_occasion, is_ride, is_trade, without_legs
from ansim.domain.exposures.regions import (
    in_the_region,
    is_address,
    is_only_region,
    without_region,
)
from ansim.domain.exposures.ride_names import only_ride

_ROOM = re.compile(
    r"제?\d+\s*분향실|제\d+호실|[남여]탕(?:\s(?:내\s)?\S+)?|[남여]자?\s?(?:사우나|샤워[장실]|탈의[실장]|라커룸)|응급실|\S*로비\S*|\S*법정|\S*연회장|(?:지하\s*)?\d+층.*|\S*홀|\S*대기실|\S*진료실|\S*병동"
    r"|\S*매장|\S*관|\S*룸|[A-Z]?\d+호[실차]?|\d+번\s?(?:[방홀룸]|판매대)|특\d*호?실|제?\d+\s?빈소|(?:\S+\s)?(?:예배실|강의실|회의실|휴게실|교실|병실)|본당.*"
)
# Words that end like a room but are venues where nothing stands before them.
_STOREY = re.compile(r"(?:지하\s*)?\d+층\s")
_BUILDING = re.compile(r".*(?:빌딩|타워|프라자|플라자|상가|건물|오피스텔|빌라)")
_HOUSE = re.compile(r".*(?:홀|관|매장|룸)")
_ROOM_AT_END = re.compile(
    r"\s*((?<![\d가-힣])제?\d+\s*분향실|[남여]탕(?:\s(?:내\s)?(?:이발소|매점|세신\S*|탈의실|사우나))?|응급실|(?<=\s)\S+법정|로비|(?<=\s)(?<!호\s)\d+호실?|(?<=\s)\d+호차|\d+번\s?(?:[방홀룸]|판매대)|(?<=\s)[룸홀방]\s?\d+번?|(?<=\s)\d+관|(?<=\s)특\d*호?실|(?<=\s)제?\d+\s?빈소|(?<=\s)[남여]자?\s?(?:샤워[장실]|사우나|탈의[실장]|라커룸|화장실|휴게실)|\d+동\s?[\d~,-]+\s?(?:라인|호)(?:\s?(?:엘리베이터|승강기|E/V))?|(?<=\s)(?:엘리베이터|승강기))$"
)
# Parts of a house that stand behind its name.
_PART_AT_END = re.compile(
    r"(?<=\S{3})\s([가-힣]{0,4}(?:화장실|주차장|대합실|매표소|창구|민원실|푸드코트|식품관|구내식당|세신실|흡연[실장]|휴게실|탈의[실장]|라커룸"
    r"|샤워[실장]|수면실|주사실|치료실|검사실|수납처?|외래|접수처|병동|중환자실|투석실|VIP실|엘리베이터|승강기|노점상?|테라스|프[런론]트|안내데스크|대기실|계산대|카운터|흡연구역|\d+내과)|\d{3,4}동(?:\s\S+)?|\d+번\s계산대|홀|룸|VIP룸|테이블석|VIP석|옥상|놀이방|키즈존|[본별신구]관|입원실|빈소|분향실|[대소]?강당|식당가)$"
)
# Shops inside a rest area: it is the house.
_REST_AREA = re.compile(
    r"(.*휴게소(?:\s?[가-힣]+\s?방향)?)\s((?:카페|커피숍|편의점|식당가?|푸드코트|매점|[남여]?자?\s?화장실|주유소).*)"
)
_CARRIAGE = re.compile(r"\d+호차")
_WAY = re.compile(r"[가-힣]\s?[~→↔-]\s?[가-힣]")
_DWELLING = re.compile(
    r"(?:아파트|(?<!산업)(?<!공업)(?<!농공)(?<!관광)단지|빌라|오피스텔|맨션)\s?내\s"
)
_UNIT = re.compile(r".*(?:빌딩|타워|프라자|플라자|상가|건물|오피스텔)\s\d+호\s(\S.*)")
# A name of its own on a storey: one word, and none that rooms and units of a firm end with.
_SHOP = re.compile(
    r"(?!\S*(?:실|회의|행사|현장|층|매장|코너|당|홀|관|룸|부|팀|과|국|석|소|센터|사무국|지점|대|구역|창구)$)[가-힣A-Za-z&]{4,}"
)
_FLOOR = re.compile(r"\s((?:[\dA-Z본별신]{1,2}동\s)?(?:지하\s*)?\d+층.*)$")
# Words around a name that are no part of it.
_NOISES = (
    # the same time, the time of the visit
    r"(?:^|(?<=[\s,]))(?:(?:동일|동|같은|해당)\s?(?:시간대?|일시|날짜|기간)|해당\s?일자?)(?:에|의)?(?=[\s,]|$)",
    r"(?:방문|이용|운영|노출)\s?(?:일시|일자|시간|기간)|방문일(?=\s|$)|기간\s?(?:중(?=[\s,]|$)|내(?=[\s,]|$)|동안)|(?:양일|이틀|사흘|\d일)간",
    # headings of a list
    r"(?:^|(?<=\s))(?:일시|상호명?|업소명?|매장명|매일|안내|지난달?)(?=[\s:]|$)|^(?:장소|대상|기간|시간|총|사이|연속)(?=[\s:]|$)",
    # who they were, how they paid
    r"(?:현금|카드)\s?결[제재](?:\s?이용자)?|(?:^|\s)(?:현금|카드)$|(?:^|(?<=[\s¦]))[남여](?:자|성)\s?\d+명",
    # which service of the day, what for
    r"(?:^|(?<=\s))(?:\d부(?:\s?예배)?|(?:대|주일|새벽|수요|금요|철야|오전|오후|낮|저녁|본)\s?예배|예식|본식|발인|종강|개강)(?=\s|$)|^(?:예배|미사|식사|포장)\s|^현재까지\s|^(?:하루\s?)?종일\s",
    # where they sat
    r"\s?\d[\d,~·-]*\s?번\s?(?:자리|좌석|테이블)|\s(?:입식|좌식|창가|단체)\s?테이블\s?(?:자리|좌석)?$",
    # whose ways they crossed, and the lane before a house
    r"^(?:확진자와\s?)?(?:동선[이과]?\s?)?(?:겹치는|겹친|중복되는|중복된)\s",
    r"^\d+번?길(?:\s\d+(?:-\d+)?)?\s(?=\S{2})",
    # how long they stayed
    r"^(?:약\s?)?\d+(?:분|시간)(?:\s?(?:간|동안|가량|정도))?\s(?=\S{2})",
    r"\d+분\s?(?:이상|이내|가량)",
    # the class of a seat
    r"(?<=열차)\s(?:일반실|특실|우등실|입석)(?=\s|$)",
    # what was done, what it was for
    r"(?:결혼식\s*)?피로연|(?:방역|시설)?\s*소독\s*(?:완료|조치)*\s?(?:완료)?|방역\s*(?:완료|조치)|코로나\s*-?19|거주자|지역\s*(?=거주)",
    # another word for a venue named before, or for where it lies
    r"(?:^|(?<=[\s,¦]))(?:해당|동|같은|상기|위)\s?(?:건물|시설|장소|업소|업체|매장|점포|가게|식당|음식점|카페).*|^(?:관내|시내|[읍면]|우리\s?[시군구])\s",
    # people beside the guests, and the verb of the guests
    (
        r"\s(?:직원|종사자|(?:입원\s?)?환자|보호자|학생|원아|원생|학부모|재원생|수강생|교직원|교사|회원|손님|간병인|근무자|업주|주민|하객|상인|교인|신도|관계자)"
        r"(?:\s*(?:및|과|와|,|·))?\s*$|\s및$|(?:방문|\s이용|탑승|참석)\s*$|동선이?\s*$"
        r"|(?<=\S)\s(?:축구|농구|배구|야구|배드민턴|탁구|테니스|수영|예배|미사|법회|결혼식|돌잔치|회의|모임|진료|수업|강의|강습|레슨|물리치료|건강검진|식사|관람|공연|구매|쇼핑|산책|목욕|면회|문상|조문|예식|시험|교육|훈련|연습|운동)$|^(?:방문|이용)(?:한|했던|하였던)\s"
    ),
)
_NOISE = re.compile("|".join(_NOISES))
_LEADING = re.compile(
    r"^(?:께서는|께서|께선|에서|에는|에|까지|부터|경|쯤|께|사이에?|동안|중|간|의|및|와|과|내|일|시|분|초)(?=[\s,\"]|$)\s*|^(?:사이에)"
)
# No name of three letters and more ends so; many end like 마을, 노을.
_WITH_PARTICLE = re.compile(r"[가-힣A-Za-z0-9]{3,}(?:(?<!틀리)(?<!뜰리)(?<!노마)에|를)$")
_NOTHING = re.compile(
    r"시간|일[시자]|기간|소독|방역|장소|업소|시설|건물|탑승|이용|방문|참석|\d\s?명|[남여]성|현금|카드|결제|확진|코로나|동선|안내|알림|관련|발생|까지|예배|예식|식사|소재|관내|\d부(?:\s|$)"
    r"|[시군구읍면동리도가로길][\s),]*$|[동리로길]\s?\d[\d-]*(?:번?길)?\s?[\d-]*[\s),]*$|^[^가-힣A-Za-z]*$|^[가-힣]$|^(?:께서는?|매일|이후|사이|당일|각각|및|또는|그리고|총|지난|어제|오늘)\b"
)
_LIES_THERE = re.compile(r"(?<=[가-힣\d])\s?(?:소재지?|관내|지역|내)(?:의|한)?$")
_SOMEWHERE = re.compile(r"(?:관내|시내|우리\s?[시군구]|우리\s?지역)(?:에|의|에서)?")
_LINE_NUMBER = re.compile(r"^\s*\d{1,2}\.\s?(?=[가-힣]{2})")
_PART = re.compile(
    r"(?:본|별|신|구|동|서|남|북)관|매장|헬스|수영장|(?:클럽|스타트)하우스|샤워(?:[장실]|시설)|탈의[실장]|휴게실|라커룸|푸드코트|식당가|매점|휘트니스"
)
_INSIDE = re.compile(r"^\S.*?(?:\s내|(?<=[장점트항역몰파트관원])내)\s+(.*)$")


@dataclass(frozen=True, slots=True)
class Place:
    """What a stretch of words names; an empty venue means: the one before."""

    venue: str
    rooms: tuple[str, ...] = ()
    situated: bool = False  # its quarter or road stands before it


def says_nothing(words: str) -> bool:
    """Whether words that name no place are said of one: its quarter, who was there, what was done."""
    said = words.strip(EDGES)
    return not without_company(said) or is_only_region(said) or bool(_NOTHING.search(words))


def is_part(words: str) -> bool:
    """Whether words behind a house's name name a part of it: what it sells, or its fitness room."""
    return is_trade(words) or bool(_PART.fullmatch(words))


def is_behind_address(words: str) -> bool:
    """Whether words straight behind a house's address are of the house: a room, or what was done there."""
    return is_occasion(words) or bool(_PART_AT_END.search(f"이집의 {words}"))


def _is_part_of_house(words: str) -> bool:
    return bool(_ROOM.fullmatch(words) or is_behind_address(words) or is_part(words))


def is_room(words: str) -> bool:
    """Whether words in brackets name a room."""
    return bool(_ROOM.fullmatch(words)) and not is_address(words)


def read_place(words: str) -> Place:
    """The venue and rooms of a stretch of words without days and times."""
    if _SOMEWHERE.fullmatch(words.strip(EDGES)) or is_only_region(
        _LIES_THERE.sub("", words.strip(EDGES))
    ):
        return Place("")
    led = not _STOREY.match(words.strip(EDGES))
    situated = False
    for rule in RULES:
        before, words = words, rule(words).strip(EDGES)
        situated |= rule in (without_region, in_the_region) and len(words) < len(before)
    if is_only_region(words):
        return Place("")
    storey = _STOREY.match(words)
    if storey and sells(shop := words[storey.end() :]) and not is_trade(shop):
        # Behind an address the storey is a part of it; else the shop may be one in the last venue.
        return Place(shop) if led else Place(shop, (storey.group().strip(),))
    if _ROOM.fullmatch(words) and (storey or not _HOUSE.fullmatch(words)):
        return Place("", (words,))
    return replace(_with_rooms(words), situated=situated)


def _with_rooms(name: str) -> Place:
    rooms: list[str] = []
    inside = _STOREY.sub("", floor.group(1)) if (floor := _FLOOR.search(name)) else ""
    if floor and _BUILDING.fullmatch(name[: floor.start()].strip(EDGES)) and sells(inside):
        name, floor = ("" if is_trade(inside) else inside), None
    elif (
        floor
        and inside
        and _BUILDING.fullmatch(name[: floor.start()].strip(EDGES))
        and not _is_part_of_house(inside)
    ):
        # A shop goes by its own name; what may be a room is left to the doubts about its floor.
        return Place(inside if _SHOP.fullmatch(inside) else name)
    if (unit := _UNIT.fullmatch(name)) and sells(unit.group(1)) and not is_trade(unit.group(1)):
        name = unit.group(1)
    if floor:
        rooms.append(floor.group(1))
        name = name[: floor.start()].strip(EDGES)
    while found := _ROOM_AT_END.search(name):
        rooms.append(found.group(1).strip())
        name = name[: found.start()].strip(EDGES)
    name = re.sub(r"\s+", " ", name)
    if found := _REST_AREA.fullmatch(name):
        rooms.append(found.group(2))
        name = found.group(1)
    if found := _PART_AT_END.search(name):
        rooms.append(found.group(1))
        name = name[: found.start()].strip(EDGES)
    if not re.search(r"[가-힣A-Za-z]", name):
        name = ""
    return Place(re.sub(r"\s+", " ", name), tuple(dict.fromkeys(rooms)))


def _numbered(words: str) -> str:
    """A name without its number in a list: "1.솔식당"."""
    return _LINE_NUMBER.sub("", words)


def _quoted(words: str) -> str:
    """A name in quotation marks is the name; one of a branch belongs to what stands before it."""
    found = re.search(r'"\s*([^"]*[가-힣A-Za-z][^"]*?)\s*"', words)
    if found is None:
        return words.replace('"', "")
    if len(re.findall(r'"\s*[^"\s][^"]*"', words)) > 1:
        return words  # two names and nothing between them: doubtful by their marks
    name, before = found.group(1), words[: found.start()]
    if _WAY.search(name) and is_ride(words.replace(found.group(), " ")):
        return re.sub(r"\s경로$", "", words.replace(found.group(), " ").rstrip())
    if re.fullmatch(r"\S+점", name) and re.search(r"[가-힣A-Za-z]\s*$", before):
        return words.replace('"', "")
    rooms = words[found.end() :].strip(EDGES)
    return f"{name} {rooms}" if _ROOM.fullmatch(rooms) else name


def _inside_another(words: str) -> str:
    """A house inside another one goes by its own name: "달빛시장 내 솔국밥집"; not so a part of it."""
    found = _INSIDE.match(words)
    inner = found.group(1).strip(EDGES) if found else ""
    if _DWELLING.search(words):
        return words
    return words if is_trade(inner) or is_room(inner) or len(inner) < 3 else inner


def _ride(words: str) -> str:
    """A ride without its way: "30번 버스 솔역-별역 경로"."""
    name = only_ride(_CARRIAGE.sub(" ", words))
    if not name or is_trade(name):  # "별섬행 여객선": the way tells which
        return words
    return " ".join([name, *_CARRIAGE.findall(words)])


def _noise(words: str) -> str:
    return _NOISE.sub(" ", words)


def _trailing_particle(words: str) -> str:
    """A name without the particle that a time parts from its verb: "솔식당을 11시~13시에 방문하신"."""
    sold = words[-1:] in ("을", "를", "에") and sells(words[:-1])
    return words[:-1] if sold or _WITH_PARTICLE.search(words) else words


def _leading_particle(words: str) -> str:
    return _LEADING.sub("", words)


RULES: tuple[Callable[[str], str], ...] = (
    _quoted,
    _leading_particle,
    _numbered,
    _ride,
    without_company,
    without_header,
    _noise,
    without_legs,
    in_the_region,
    without_region,
    _inside_another,
    _trailing_particle,
    _leading_particle,
)
