"""Tell what may be the name of a venue or ride from words that are none."""

import re

from ansim.domain.exposures.regions import is_case_number

# Trades: an alert that gives only this has not named the venue.
_TRADE = re.compile(
    r"(?:유흥|단란|가요)?주점|(?:일반|휴게)?음식점|식당|목욕탕|목욕장|사우나|PC방|피씨방|노래방|노래연습장|카페|커피숍|미용실|미용업"
    r"|(?:횟|고깃|분식|국밥|치킨|빵|꽃|술)집|주유소|세탁소|이발소|마사지|뷔페|경로당|마을회관|빌딩|상가|사무실"
    r"|노점상?|세차장|휴게소|커피점|기원|탁구장|도서관|복지관|주민센터|행정복지센터|보건소|포장마차|가판대|주차장|공용?화장실|화장실|(?:공사)?현장|공사장|놀이터|정류장|승강장|대합실|로비|구내식당|매점|푸드코트|예식장|웨딩홀|골프장|스크린골프장|당구클럽|체육관|수영장|공원|시장|회사|아파트"
    r"|찜질방|헬스장|당구장|만화카페|모텔|호프|술집|포차|편의점|게임장|오락실|콜라텍|키즈카페|스터디카페|독서실|체육시설|실내체육시설"
    r"|요양병원|요양원|어린이집|유치원|학교|성당|병원|의원|약국|학원|교회|장례식장|볼링장|마트|호텔|식당가|버스|노선버스|여객선|택시"
)
# Words before a trade that still say only of which sort the house is: "출장마사지", "모든 음식점".
_SORT = (
    r"(?:(?:출장|방문|불법|퇴폐|외국인|태국|타이|전통|스포츠|발|대형|소형|재래|일반|모든|전체|각종|인근|관내|지역|해당|같은|일부|다른|어느"
    r"|시내|도내|군내|관외|심야|셀프|남성|여성|성인|코인|동전|실내|실외|야외|노인|아동|보습|입시|예능|미술|음악|피아노|영어|수학|공중)\s?)+"
)
_SORTED = re.compile(rf"^{_SORT}(?=\S{{2}})(?!버스|택시)")
_RIDE = re.compile(
    r"(?<![리커])버스(?!\s?(?:터미널|정류|차고|회사|킹|커))|열차|\bKTX|\bSRT|\bITX|무궁화호|새마을호|여객선|여객(?=\s?\d)|지하철|전철|택시|여객$|고속$|\d+편|\b[A-Z]{2}\s?\d{3,4}\b|항공(?!대|사|고)|\d호선|KTX|SRT|페리|(?<!\d)\d\d[바사아자]\s?\d{4}|\d+번\s*(?:마을|시내)"
)
# What stands behind the number of a bus is the way it takes: "마을버스 5번 솔역-별역".
_BEHIND_NUMBER = re.compile(
    r"(\S*버스\s?\d[\d-]*번|\d[\d-]*번\s?(?:시내|마을|시외|좌석|급행|광역|농어촌|군내|순환|직행)?\s?버스)"
    r"\s+\S.*?(?:\s?[-~→↔]\s?|에서\s|\s?방면|\s?방향|\s?구간|\s?노선|행$).*$"
)
# What stands before it, or before the sort of a bus: where it goes.
_BEFORE_NUMBER = re.compile(
    r"^.*\s(?=\d[\d-]*번\s?(?:시내|마을|시외|좌석|급행|광역|농어촌|군내|순환|직행)?\s?버스)"
)
_LEG = re.compile(
    r"\S+\s*(?:출발|도착|승차|하차|경유|방면|방향)(?:한|하여|해서|하는)?\s*|(?:^|\s)[가-힣]{2,}(?:발|행)(?=\s|$)"
)
_ROUTE = re.compile(r"\S+\s*[~→↔]\s*(?:.*까지|\S+(?:\s구간)?)|\S+에서\s.*까지")
# Words that no name of a venue has: what holds one is a sentence, and somebody must read it.
_NO_NAMES = (
    # of cases and what is done about them
    r"확진|감염|코로나|발생|접촉|검사|항원|격리|누적|사망|보건소(?!\S{0,3}점)|선별|증상|접종|예방|백신|방역|역학|동선(?!동)|수칙|준수|(?<!과)자제|금지|폐쇄",
    # rallies without a place or a day that names them
    r"^(?!(?:서울\s)?[가-힣]{1,4}(?:궁|문|절|광장|역|노총)\s?집회$).*집회",
    # of announcements
    r"기준|현황|홈페이지|누리집|확인|추가|완료|관련|안내|소재|\d번지|운영(?:\s|$)|바랍|(?:^|\s|검사|상담|연락|신고|준수)바람(?=\s|$)|[가-힣]+니다(?:[.\s]|$)|세요(?:[.\s]|$)",
    # of people
    r"\d\s?(?:곳|개소)|예상|(?:^|\s)다수(?:\s|$)|\d분\s?이상|\d인\s?(?:이상|이하|미만)|하신|거주|(?:^|\s)현금|결제|카드\s?사용|^최근|^의심$|(?:^|\s)아닌|아니라|(?:^|\s)전원(?!주택|일기|마을|카페)|남녀|[남녀]\s\d|\d+명|방문(?!요양|간호|돌봄|재활|판매\s?\S)|이용(?!원|소)|다녀|(?:^|\s)(?:다음|아래|하기)(?:\s|$)|[주시도군]민(?=\s|들|은|께|$)|분들?[은께]|\s분$|한\s분|(?:\d|첫|두|세|네)\s?번째",
    # of days left out, and words that join two times
    r"제외|^(?:그리고|이후|다시|또|같은\s?날|다음)$",
    # of the way of a ride, where its name is not read
    r"역\s?~\s?\S+역$|\S\s?~\s?\S+(?:역|정류장|터미널|방면|행|종점)$|[가-힣]\.[가-힣]+~[가-힣]",
    # of regions
    r"타\s?지역|관내|수도권|시청\s",
    # of ways
    r"경유|출발|도착|승차|하차|(?:^|[\d\s#])번\s(?!.*버스|출구|게이트)",
    # of time
    r"^이전\s|^현재|까지\s|^\d+분\s|해당|동일(?=\s?시)|(?:동|같은|방문|이용|노출|운영|영업)\s?시간|시간대|기간|이후|일시(?!장)|사이에|(?:^|\s)오[전후](?:에?\s|$|\d)|^\d+\.?에\s|저녁\s|점심\s|새벽\s|아침\s|(?:^|\s)양일|(?<!\d)(?:1?\d|2[0-3])시",
    r"\d{3,4}~|\d{4}-|\d:\d|\d+층|^\d+$",
    # particles and signs: two venues, or half a sentence
    r"에서$|\s[을를은는에]$|^[을를에의은는이가]\s|\s및$|또는",
    r"하여(?:\s|$)|되어(?:\s|$)|등$|외\s?\d|[→…\"]|^[^가-힣]$|^[을를에의은는이가과와일월화수목금토시분경중내및각총외등]$",
    r"(?:^|\s)\S{0,3}(?:좌석|커플석|흡연석|금연석|객석)$",
    r"^(?:[남여](?:자|성)|승객|기사님?|택시기사님?)$|\s(?:후|중|및|위해|대해|따라|통해)$|^(?:위해|대해|따라|통해|또한|그리고|아울러|다만|특히|총|약|및|후|중)\s",
    # occasions and kinds, where they are all that is said
    r"^(?:결혼식|장례식|예배|행사|설명회|세미나|회의|피로연|돌잔치|축제|공연|공사|현장|클럽|이태원\s클럽)$",
    # where it lies
    r"(?:^|\s)(?:앞|옆|뒤|인근|근처|부근|건너편|맞은편)(?:\s|$)",
    # goods on sale
    r"^(?:과일|야채|채소|정육|수산물?|청과|식품|의류|잡화|반찬|생선)(?:\s?(?:코너|부))?$",
    # kinds of houses, wide regions, days of the year, parts of a day
    r"(?:유흥|다중이용|고위험|중점관리|집합제한|종교|목욕장|체육)\s?(?:시설|업소?|업종)|업종$|(?:^|\s|[동읍면역])(?:일대|일원|전역|주변)$|(?:일대|일원|전역)$",
    r"^(?:어버이|어린이|부처님\s?오신|성탄|스승의)\s?날?$|^\S{1,3}(?:연휴|명절)$|^(?:설날|추석|주간|야간|평일|주말|전일|(?:하루\s?)?종일)$|^(?:학생|구내|교?직원)\s?식당$|^한\s",
    # numbers of cases
    r"^(?!.*버스)[가-힣]{2,4}(?:-\d+번?|\s?\d+번)$",
)
# Words that a name may hold, and that are doubtful where no mark shows where it begins or ends.
_NO_NAMES_UNMARKED = (
    r"마스크|조사|중단|모임|명령|예약|참고|결과|신규|(?:^|\s)기타(?:\s|$)|지난|공개|해외|전국(?:\s|$|[의각민])|현금|시간",
    r"\d+세(?!기)|\d일(?!장|시장)|\d월|등\s|[~?!:;]",
    r"(?<=\S)(?<![내외안치아인기부후경정청제])(?<!\s\S)(?<!^\S)과\s|[가-힣](?:와|랑|하고)\s|으로\s|에서\s|(?<![마가노고])을\s|를\s|하는\s",
)
_GUESTS = re.compile(
    r"(?:방문|이용|참석|참가|참여|탑승|출입|관람|투숙|접촉|관계|종사|근무|거주|해당|대상)[자객]\S{0,3}|승객\S{0,3}"
)
_OCCASION = re.compile(
    r"(?:\d부\s?|[가-힣]{0,3}\s?)(?:예배|미사|법회|기도회|식사|취식|포장|결혼식|예식|돌잔치|피로연|공연|강의|수업|회의|모임|경기|진료|관람)"
    r"|[가-힣]+(?:한|하신|던|된)\s(?:[가-힣]{0,4}\s)?(?:어린이|학생|원아|환자|유아|아동|주민|손님|고객|시민|군민|직원|근무자)"
    r"|(?:[가-힣]{0,4}\s)?(?:어린이|학생|원아|환자|주민|손님|고객|시민|군민|직원|근무자)"
)
_NO_NAME = re.compile("|".join(_NO_NAMES))
_NO_NAME_UNMARKED = re.compile("|".join(_NO_NAMES_UNMARKED))


def is_trade(venue: str) -> bool:
    """Whether the words say what a house sells, and not which house it is."""
    return bool(_TRADE.fullmatch(venue))


def is_ride(venue: str) -> bool:
    """Whether the name is one of a bus, train, ferry or flight."""
    return bool(_RIDE.search(venue))


def is_leg(words: str) -> bool:
    """Whether the words say only where a ride starts, ends or stops."""
    return bool(_LEG.fullmatch(words) or _ROUTE.fullmatch(words))


def without_legs(words: str) -> str:
    """A ride without the places where it starts and ends."""
    if not _RIDE.search(words):
        return words
    ride = _BEFORE_NUMBER.sub("", _ROUTE.sub(" ", _BEHIND_NUMBER.sub(r"\1", words)))
    named = ride
    while (shorter := _LEG.sub(" ", named).strip()) != named:
        named = shorter
    return ride if is_trade(named.split(maxsplit=1)[0] if named else named) else named


def is_occasion(words: str) -> bool:
    """Whether words behind the times say what was done there, or who the guests were: "예배", "등원한 어린이"."""
    return bool(_OCCASION.fullmatch(words))


def doubt(venue: str, *, marked: bool = False) -> str:
    """Why these words are hardly the name of a venue; empty where they may be.

    A name is `marked` that stands in quotation marks or has its address behind it.
    """
    if _TRADE.fullmatch(_SORTED.sub("", venue)) and not is_ride(venue):
        return f"{venue!r} is a kind of venue, and not the name of one"
    if is_case_number(venue):
        return f"{venue!r} is the number of a case"
    found = _GUESTS.fullmatch(venue) or _NO_NAME.search(venue)
    found = found or (None if marked else _NO_NAME_UNMARKED.search(venue))
    return f"{venue!r} is hardly a name of a venue ({found.group().strip()})" if found else ""
