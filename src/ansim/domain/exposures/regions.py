"""Tell names of provinces, cities, quarters, roads and house numbers from the names of venues."""

import re

# Words that end like a quarter, township, city or district (동, 읍, 면, 시, 군, 구) and are none.
_NO_QUARTER = re.compile(
    r"[우운아활노자공냉행감충이합협진율생태]동|.*우동|.*행동|.*활동|.*운동|.*(?:냉|밀|라|쫄|짜장|비빔|쌀국수|칼국수|컵|화|측|전|가|정)면"
    r"|.*(?:축|야|배|탁|족|농|당|가|(?<!대)문|완|공|친|식|입|출|항|연|발|전)구|피구|기구|빙구|호구|영구|(?:다|역|혹|택|접|도|낚|러|스|즉|일)시|장군|.*출구"
)
_PROVINCE = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충청?[남북]도?|전라?[남북]도?|경상?[남북]도?|충북|충남|전북|전남|경북|경남|제주)"
    r"(?:특별시|광역시|특별자치[시도]|시|도)?"
)
# All cities, counties and districts of Korea that have a name of their own, without 시, 군, 구.
_CITIES = (
    "수원|성남|의정부|안양|부천|광명|평택|동두천|안산|고양|과천|구리|남양주|오산|시흥|군포|의왕|하남|용인|파주|이천|안성|김포|화성|광주|양주|포천|여주"
    "|춘천|원주|강릉|동해|태백|속초|삼척|청주|충주|제천|천안|공주|보령|아산|서산|논산|계룡|당진|전주|군산|익산|정읍|남원|김제|목포|여수|순천|나주|광양"
    "|포항|경주|김천|안동|구미|영주|영천|상주|문경|경산|창원|진주|통영|사천|김해|밀양|거제|양산|마산|진해"
)
_COUNTIES = (
    "연천|가평|양평|홍천|횡성|영월|평창|정선|철원|화천|양구|인제|고성|양양|보은|옥천|영동|진천|괴산|음성|단양|증평|금산|부여|서천|청양|홍성|예산|태안"
    "|완주|진안|무주|장수|임실|순창|고창|부안|담양|곡성|구례|고흥|보성|화순|장흥|강진|해남|영암|무안|함평|영광|장성|완도|진도|신안|군위|의성|청송|영양|영덕"
    "|청도|고령|성주|칠곡|예천|봉화|울진|울릉|의령|함안|창녕|남해|하동|산청|함양|거창|합천|기장|달성|강화|옹진|울주|연기"
)
_DISTRICTS = (
    "종로|용산|성동|광진|동대문|중랑|성북|강북|도봉|노원|은평|서대문|마포|양천|강서|구로|금천|영등포|동작|관악|서초|강남|송파|강동|영도|부산진|동래|해운대"
    "|사하|금정|연제|수영|사상|수성|달서|미추홀|연수|남동|부평|계양|광산|유성|대덕|장안|권선|팔달|영통|수정|중원|분당|만안|동안|상록|단원|덕양|일산동|일산서"
    "|처인|기흥|수지|상당|서원|흥덕|청원|동남|서북|완산|덕진|의창|성산|마산합포|마산회원|진해|동|서|남|북|중"
)
_NAMED = f"(?:{_CITIES})시|(?:{_COUNTIES})군|(?:{_DISTRICTS})구"
_ROAD = r"[가-힣A-Za-z0-9·]+(?:로|길)\s*\d+(?:번?[가-하]?길)?(?:\s*\d+(?:-\d+)?)?(?:번지?)?"
_LOT = (
    r"[가-힣]+\d?(?:[동가읍면]\s*(?:산\s*)?\d+|리\s*(?:산\s*\d+|(?<=\s)\d+|\d+(?=-\d|번지)))"
    r"(?:-\d+)?(?:번지)?"
)
_QUARTER = r"[가-힣]{2,5}[읍면]|[동서남북중내외상하입]면|[가-힣]{1,4}\d?동|[가-힣]{1,3}\d가(?:동)?"
_REGION = re.compile(
    rf"(?:{_PROVINCE}(?=\s+[가-힣]{{1,4}}[시군구동]\s)|제주(?:특별자치도|시|도)?|서귀포시?|[가-힣]{{2,3}}(?:특별시|광역시|특별자치[도시])"
    rf"|{_NAMED}|[가-힣]{{2,4}}[시군구](?=\s+[가-힣]{{1,5}}\d?[구읍면동]\s)|{_ROAD},?(?:\s*(?:지하\s*)?\d+층)?|{_LOT}|{_QUARTER}|[가-힣]*해안도로)(?=\s+\S)"
)
_TOWNSHIP_VILLAGE = re.compile(
    r"(?:[가-힣]{2,5}|[동서남북중내외상하])[읍면]\s+[가-힣]{1,3}리\s+(?:산?\d+(?:-\d+)?(?:번지)?\s+)?(?!마을|경로당|회관|복지|농협|새마을|이장)(?=\S)"
)
_REGION_ONLY = re.compile(
    rf"(?:{_PROVINCE}\s*)?(?:(?:{_NAMED})\s*)*(?:(?:{_QUARTER})\s*)?"
    rf"|(?:{_PROVINCE}|{_NAMED}|{_QUARTER})\s+[가-힣]{{1,2}}\d?리"
)
# Words that end like a village and are none.
_NO_VILLAGE = r"트리|발리|셜리|베리|체리|젤리|캐리|몰리|롤리|카페|커피|스파|베이커|페리|요리|항아리|갤러리|커리|소리|자리|머리"
_VILLAGE = re.compile(rf"(?!.*(?:{_NO_VILLAGE}))[가-힣]{{1,2}}\d?리")
TOWN = f"(?:{_PROVINCE}|(?:{_CITIES})시?|(?:{_COUNTIES})군?)"
_NAMED_ONLY = re.compile(_NAMED)
_TOWN = re.compile(f"(?:{_CITIES}|{_COUNTIES})")
_ADDRESS = re.compile(rf"(?:{_ROAD}|{_LOT})(?:\s*,?\s*(?:지하\s*)?\d+층)?")
_SITUATED = re.compile(
    r"(?<=[동읍면리로길구시군가내\s\d])(?<!동일\s)(?<!동일)소재(?:지)?(?:한|의|하는)?(?=\s)|에\s*(?:소재한|위치한|있는)(?=\s)"
)  # "연동 소재 푸른식당": in Yeon-dong
_HOUSE_NUMBER = re.compile(
    r"(?:로|길|대로)\s*\d|\d번?길|[가-힣]\d?[동리가읍면]\s*(?:산\s*)?\d+(?:-\d+)?|번지|소재|[가-힣]{2,}[읍면동시군구](?:\s|,|$)|출구|인근|근처|맞은편|\b[가-힣]{2,3}리$"
)


def is_address(words: str) -> bool:
    """Whether words in brackets say where a venue lies."""
    return bool(_HOUSE_NUMBER.search(words)) and not re.match(r"\s*(?:지하\s*)?\d+층", words)


def may_be_village(words: str) -> bool:
    """Whether a word may be a village as well as a name: "누리", "별리"."""
    return bool(_VILLAGE.fullmatch(words))


def is_branch(words: str) -> bool:
    """Whether the words name a branch and not of which house: "별점"."""
    return bool(_LONE_BRANCH.fullmatch(words))


def is_only_region(words: str) -> bool:
    """Whether the words name an address or a region, and no venue."""
    if re.search(_NO_VILLAGE, words):
        return False
    if _ADDRESS.fullmatch(words) or _TOWN.fullmatch(words) or _NAMED_ONLY.fullmatch(words):
        return True
    return bool(_REGION_ONLY.fullmatch(words)) and not _NO_QUARTER.fullmatch(words)


def is_case_number(words: str) -> bool:
    """Whether the words are a region and the number of a case in it: 전남395."""
    region = re.sub(r"\s?#?\d+번?$", "", words)
    return region != words and is_only_region(region)


def in_the_region(words: str) -> str:
    """What is said to lie in a region: "연동 소재 푸른식당"."""
    *_, inside = _SITUATED.split(words)
    return inside if inside.strip() else re.sub(r"\s*소재\s*$", "", words)


# What is eaten somewhere is a name only together with the place before it: "명동 칼국수".
_DISH = re.compile(
    r"(?:칼?국수|갈비|국밥|해장국|순대국?|짬뽕|냉면|치킨|피자|족발|보쌈|추어탕|감자탕|삼계탕|곰탕|설렁탕|떡볶이|김밥|만두|막창|곱창|횟집"
    r"|돈까스|초밥|빵집|분식|식당|다방|약국|의원|교회|마트|슈퍼|커피|커피집|커피숍|(?:전통)?찻집|카페|술집|시장|목욕탕|사우나|이발소|미용실|상회|정육점|농협|우체국|회관)"
)


# A branch alone: what stands before it is its name and no quarter, "팩토리24 별점".
_LONE_BRANCH = re.compile(
    r"(?!\S*(?:주점|음식점|전문점|편의점|할인점|판매점|제과점|백화점|반점|육점|상점|과점|과자점|매점|문구점|양복점|안경점|철물점|서점|잡화점)$)\S{1,4}점"
)
_STOREY = re.compile(r"\s(?:지하\s?)?\d+층.*$")
# Houses of a town, whose name says no more than whose they are: "한빛군 보건의료원 소아과".
_PUBLIC = re.compile(
    r"(?:보건의료원|의료원|보건소|군청|시청|구청|도청|청사|공[영용]\s?버스\s?터미널|버스\s?터미널|시외버스\s?터미널|터미널|장례식장|장례문화원"
    r"|체육관|실내체육관|종합체육관|국민체육센터|체육센터|문화원|문화센터|도서관|복지관|노인복지관|종합복지관|수영장|청소년수련관|공설시장|전통시장|역"
    r"|행정복지센터|주민센터|[읍면동]사무소)"
    r"(?=\s|$)"
)
# What no house is called without the word before it: "솔읍 아라리 노래방", "달의도리 본점".
_NO_NAME_ALONE = re.compile(
    r"\S{1,2}|\S{1,4}점|\S*(?:본점|지점|호점|직영점)"
    r"|노래방|PC방|수산|마사지|미용실|음식점|유흥주점|주점|호프|포차|카페|커피숍"
)
_NEARBY = re.compile(
    r"^(?:(?!\d층).)*?(?:\S{2,}\s앞|인근|근처|부근|맞은편|건너편|출구\s?앞|정류장\s?앞)(?:의|에)?\s+(?=\S)"
)
# A district and its quarter without a blank between them: "서초구달빛마을 솔카페".
_GLUED_QUARTER = re.compile(
    rf"^(?:{_NAMED})[가-힣]{{1,4}}(?:동|마을)\s+(?=\S)|^(?:{_QUARTER})내\s+(?=\S)"
)
# A province and its town without a blank between them: "경북경산 열린기도원".
_GLUED_REGION = re.compile(rf"^{_PROVINCE}\s?(?:{_CITIES}|{_COUNTIES})(?:시|군)?\s+(?=\S)")


def without_region(text: str) -> str:
    """The words without the region and the road before a venue's name."""
    text = text.strip()
    township = _TOWNSHIP_VILLAGE.match(text)
    if township and not _NO_NAME_ALONE.fullmatch(text[township.end() :]):
        text = text[township.end() :]
    for glued in (_NEARBY, _GLUED_REGION, _GLUED_QUARTER):
        text = glued.sub("", text)
    while (found := _REGION.match(text)) and not _is_word(found.group()):
        rest = text[found.end() :].strip(" ,")
        if (
            _DISH.fullmatch(_STOREY.sub("", rest))
            or _PUBLIC.match(rest)
            or _LONE_BRANCH.fullmatch(rest)
        ):
            break
        text = rest
    return text


def _is_word(words: str) -> bool:
    """Whether words end like a region and are none: 당구 is a game, 분당구 a district."""
    return bool(_NO_QUARTER.fullmatch(words) and not _NAMED_ONLY.fullmatch(words))
