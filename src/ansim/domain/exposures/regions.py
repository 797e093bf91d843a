"""Tell names of provinces, cities, quarters, roads and house numbers from the names of venues."""

import re

# Words that end like a quarter, township, city or district (동, 읍, 면, 시, 군, 구) and are none.
_NO_QUARTER = re.compile(
    r"[우운아활노자공냉행감충이합협진율생태]동|.*행동|.*활동|.*운동|.*(?:냉|밀|라|쫄|짜장|비빔|쌀국수|칼국수|컵|화|측|전|가|정)면"
    r"|.*(?:축|야|배|탁|족|농|당|가|(?<!대)문|완|공|친|식|입|출|항|연|발|전)구|피구|기구|빙구|호구|영구|(?:다|역|혹|택|접|도|낚|러|스|즉|일)시|장군|대구|.*출구"
)
_PROVINCE = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충청?[남북]도?|전라?[남북]도?|경상?[남북]도?|충북|충남|전북|전남|경북|경남|제주)"
    r"(?:특별시|광역시|특별자치[시도]|시|도)?"
)
_ROAD = r"[가-힣A-Za-z0-9·]+(?:로|길)\s*\d+(?:번?[가-하]?길)?(?:\s*\d+(?:-\d+)?)?(?:번지?)?"
_LOT = r"(?:[가-힣]+\d?[동리가읍면]\s*)(?:산\s*)?\d+(?:-\d+)?(?:번지)?"
_QUARTER = r"[가-힣]{2,5}[읍면]|[가-힣]{1,4}\d?동|[가-힣]{1,3}\d가(?:동)?"
_REGION = re.compile(
    rf"(?:{_PROVINCE}(?=\s+[가-힣]{{1,4}}[시군구동]\s)|제주(?:특별자치도|시|도)?|서귀포시?|[가-힣]{{2,3}}(?:특별시|광역시|특별자치[도시])"
    rf"|[가-힣]{{1,4}}[시군구]|{_ROAD},?(?:\s*(?:지하\s*)?\d+층)?|{_LOT}|{_QUARTER}|[가-힣]*해안도로)(?=\s+\S)"
)
_TOWNSHIP_VILLAGE = re.compile(r"(?:[가-힣]{2,5}[읍면])\s+([가-힣]{1,3}리)\s+(?=\S)")
_REGION_ONLY = re.compile(
    rf"(?:{_PROVINCE}\s*)?(?:[가-힣]{{1,4}}[시군구]\s*)*(?:(?:{_QUARTER}|[가-힣]{{1,3}}\d?리)\s*)?"
)
_ADDRESS = re.compile(rf"(?:{_ROAD}|{_LOT})(?:\s*,?\s*(?:지하\s*)?\d+층)?")
_SITUATED = re.compile(
    r"(?<=[동읍면리로길구시군가내\s\d])소재(?:지)?(?:한|의|하는)?(?=\s)|에\s*(?:소재한|위치한|있는)(?=\s)"
)  # "연동 소재 푸른식당": in Yeon-dong
_HOUSE_NUMBER = re.compile(
    r"(?:로|길|대로)\s*\d|\d번?길|[가-힣]\d?[동리가읍면]\s*(?:산\s*)?\d+(?:-\d+)?|번지|소재|[가-힣]{2,}[읍면동시군구](?:\s|,|$)|출구|인근|근처|맞은편|\b[가-힣]{2,3}리$"
)


def is_address(words: str) -> bool:
    """Whether words in brackets say where a venue lies."""
    return bool(_HOUSE_NUMBER.search(words)) and not re.match(r"\s*(?:지하\s*)?\d+층", words)


def is_only_region(words: str) -> bool:
    """Whether the words name an address or a region, and no venue."""
    if _ADDRESS.fullmatch(words):
        return True
    return bool(_REGION_ONLY.fullmatch(words)) and not _NO_QUARTER.fullmatch(words)


def in_the_region(words: str) -> str:
    """What is said to lie in a region: "연동 소재 푸른식당"."""
    *_, inside = _SITUATED.split(words)
    return inside if inside.strip() else re.sub(r"\s*소재\s*$", "", words)


def without_region(text: str) -> str:
    """The words without the region and the road before a venue's name."""
    text = _TOWNSHIP_VILLAGE.sub("", text.strip())
    while (found := _REGION.match(text)) and not _NO_QUARTER.fullmatch(found.group()):
        text = text[found.end() :].strip(" ,")
    return text
