"""Kinds of facilities as lists and orders name them in Korean; the first word of each is the one that we write."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from ansim.domain.facilities import Facility

_SAID: Final[Mapping[Facility, str]] = MappingProxyType(
    {
        Facility.RESTAURANT: "음식점|일반음식점|식당",
        Facility.CAFE: "카페|휴게음식점|제과점|커피숍|베이커리",
        Facility.BUFFET: "뷔페",
        Facility.BAR: "주점|호프|술집",
        Facility.ENTERTAINMENT_BAR: "유흥주점|나이트클럽|룸살롱",
        Facility.SINGING_BAR: "단란주점",
        Facility.PICK_UP_BAR: "헌팅포차|감성주점",
        Facility.COLATEC: "콜라텍",
        Facility.KARAOKE: "노래연습장|노래방|코인노래방",
        Facility.STANDING_HALL: "스탠딩 공연장|실내 스탠딩공연장",
        Facility.DIRECT_SALES: "방문판매 홍보관|직접판매홍보관|방문판매홍보관",
        Facility.RETAIL: "상점|마트|시장 점포|슈퍼|편의점|백화점|소매",
        Facility.HAIR: "이용·미용|이·미용|미용실|이발소|이미용업|이용|미용",
        Facility.PC_ROOM: "PC방|피시방",
        Facility.ARCADE: "오락실|멀티방|게임장",
        Facility.CINEMA: "영화관|극장",
        Facility.CONCERT_HALL: "공연장",
        Facility.WEDDING: "예식장|결혼식장|웨딩홀",
        Facility.FUNERAL: "장례식장",
        Facility.FESTIVAL: "축제|행사",
        Facility.GYM: "체육시설|체육관|헬스장|실내체육시설|체력단련장|당구장|수영장",
        Facility.GROUP_EXERCISE: "실내 집단운동|줌바|에어로빅",
        Facility.BATH: "목욕장|목욕탕|사우나|찜질방",
        Facility.AMUSEMENT_PARK: "놀이공원|워터파크",
        Facility.ACADEMY: "학원|교습소",
        Facility.VOCATIONAL: "직업훈련기관",
        Facility.STUDY_ROOM: "독서실|스터디카페",
        Facility.SCHOOL: "학교|어린이집|유치원",
        Facility.RELIGIOUS: "종교시설|교회|성당|사찰",
        Facility.HOSPITAL: "병원|의원|의료기관|치과|한의원",
        Facility.PHARMACY: "약국",
        Facility.LODGING: "숙박시설|호텔|모텔|펜션|민박|숙박|여관",
        Facility.WAREHOUSE: "유통물류센터|물류센터|창고",
        Facility.OFFICE: "사무실|회사",
        Facility.TRANSPORT: "교통시설|역|터미널|교통수단|공항",
        Facility.SIGHT: "관광지|박물관|미술관",
        Facility.PUBLIC: "공공기관|관공서",
        Facility.VILLAGE_HALL: "마을회관|동호회|경로당",
        Facility.OTHER: "그 밖의 업종|기타",
    }
)
_SIGNS: Final = re.compile(r"[\s,·/()_-]+")
WORDS: Final[Mapping[Facility, str]] = MappingProxyType(
    {kind: words.split("|")[0] for kind, words in _SAID.items()}
)
"""The word that we write for each kind."""


def facility_of(text: str) -> Facility | None:
    """The kind that a word or a code (`entertainment-bar`) names, several words for one kind included (`카페, 제과점`)."""
    if whole := _BY_WORD.get(_plain(text)):
        return whole
    named = {_BY_WORD.get(_plain(part)) for part in re.split(r"[,·/]", text)}
    return named.pop() if len(named) == 1 else None


def near_words(text: str) -> list[str]:
    """Words of ours that look like one that nobody knows, best first; at most three."""
    found = get_close_matches(_plain(text), list(_BY_WORD), n=6, cutoff=0.5)
    kinds = dict.fromkeys(_BY_WORD[word] for word in found)
    return [WORDS[kind] for kind in kinds][:3]


def _plain(text: str) -> str:
    return _SIGNS.sub("", text.casefold())


_BY_WORD: Final[Mapping[str, Facility]] = MappingProxyType(
    {_plain(kind.value): kind for kind in Facility}
    | {_plain(word): kind for kind, words in _SAID.items() for word in words.split("|")}
)
