"""Take off what stands behind a name and is none of it: who the guests were, how they paid, how long they stayed."""

import re

_PEOPLE = (
    r"(?:(?:[1-9]0대|성인|단체|포장)\s?)?(?:남녀|[남여](?:성|자)|손님|고객|일행)(?:\s?(?:손님|고객|이용객))?(?:\s?\d+\s?명)?"
    r"|\d+\s?명|(?:신원\s?)?미상(?:자)?(?:\s?\d+\s?명)?|(?:미확인\s)?접촉자|[가-힣]{1,3}\s?(?:옷|상의|하의|모자|점퍼|외투)(?:\s?착용)?"
)
_PAID = r"(?:현금|카드|지역화폐|상품권)\s?(?:결[제재]|사용|이용|지불|계산)(?:자|한|하신)?|현금|카드"
_SIGNED = (
    r"(?:수기\s?|출입자?\s?)?(?:명부|방명록)\s?미(?:작성|기재)(?:자|한|하신)?"
    r"|(?:안심콜|QR(?:\s?코드)?|전자출입명부)\s?미(?:등록|인증|이용|사용|체크)?(?:자|한|하신)?"
    r"|마스크\s?미착용(?:자|한)?|CCTV\s?확인\s?(?:불가|중)|(?:접촉자\s)?파악\s?(?:중|불가|완료|안됨)"
)
_DID = (
    r"배달|포장(?:\s및)?|취식|(?:(?:점심|저녁|아침)\s?)?식사|점심|저녁|회식|혼자(?:\s방문한)?|무인|동안|연일|각각|매일"
    r"|(?:약\s?|총\s?)?\d+\s?(?:분|시간)(?:\s?(?:간|동안|정도|가량))?|(?:근무|점심|영업)\s?시간(?:\s?중)?"
)
_BESIDE = re.compile(rf"(?:^|(?<=\S)\s)(?:{_PEOPLE}|{_PAID}|{_SIGNED}|{_DID})\s*$")


def without_company(words: str) -> str:
    """The words without what was said of the guests behind a name: "솔식당 20대 여성", "솔식당 10분간"."""
    while (shorter := _BESIDE.sub("", words).rstrip()) != words.rstrip():
        words = shorter
    return words
