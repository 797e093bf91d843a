"""Take off what stands before an exposure: "타지역 확진자 동선 안내", "12번 관련"."""

import re

from ansim.domain.exposures.beside import without_company
from ansim.domain.exposures.regions import TOWN

# Signs at the edge of a name that are no part of it.
EDGES = ' ,./·()[]"~:;-→>|¦#*&!'

_FLOOR = re.compile(r"\s(?:지하\s*)?\d+층.*$")
_HEADER_WORD = (
    r"(?:^|(?<=\s))(?:어제|그제|그저께|전날|금일|오늘)(?=\s?\(?$)|확진\s?환자|확진\s?전|확진자?|감염자|환자|관련|동선|[가-힣]*[도시군구주]민\s?(?:여러분\s?)?(?:중|께서는|들은)|(?:급증|확산|증가)(?:으)?|방지를?\s?위(?:해|하여)|발령|(?:^|(?<=\s))(?:최근|혹시|만약)(?=\s)|(?:전원|모두)\s?(?:음성|양성)|(?:파악|확인|차단|예방)[을를]?\s?위(?:해|하여)|확인된|다녀간\s?곳|(?<=확진자가\s)방문한|동선\s?\d\)?|[가-힣]{2,4}\s?#\s?\d+번?|(?:이동\s?)?경로|안내|공개|알림|공지|정정|수정|재안내|재공지|변경|긴급|행정명령|발생"
    r"|검사\s?대상자?|방문에\s?(?:따라|따른|의한|의해)|방문으로|(?:방문|발생)\s?(?:지|장소|시설|업소|업체|점포|매장|기관)|결과|요청|당부|제공|추가|현황|방문력|접촉자|알려드립니다|조사\s?중|예정|현재|파악|\d+명|[가-힣]+니다|[가-힣]+세요|(?:아래|다음|하기)의?\s?(?:시간대?|장소)"
)
_HEADER = re.compile(
    rf"^.*(?:{_HEADER_WORD})(?:의|가|이|은|는|을|를|와|과|로|된|한|인|님|하여|해|에\s?따라|에\s?따른|과\s?관련(?:하여|해)?)?\s*(?:(?:사항|내용|장소|업소|시설|방문|다녀간|이용|동선|곳|건|도내|관내|제주|{TOWN}\s?(?:방문|여행))(?=[\s:.,\]]|$))?(?:[\s:.,\]\-/~→>]+|$)"
)
_BEFORE_HEADER = re.compile(
    r"^(.*?)(?:에서|\s(?:종사자|직원|이용자|방문자))?"
    r"\s*(?:관련\s*)?(?:코로나\s*-?19)?\s*(?:관련|확진자?|집단감염)"
)
# What a venue's name ends with, where a header stands behind it: "나무스파 관련".
_SELLS = re.compile(
    r".*(?:식당|교회|성당|사찰|학원|병원|의원|약국|스파|사우나|목욕탕|온천|센터|시장|마트|카페|주점|PC방|노래방|노래연습장|호텔|모텔|리조트|어린이집|유치원|학교|요양원|헬스장|체육관|볼링장|당구장|[가-힣]{2}점"
    r"|장례식장|예식장|웨딩홀|의료원|터미널|빌딩|타워|은행|우체국|회관|경로당|복지관|도서관|클럽|뷔페|포차|호프|횟집|갈비|국밥|게임장|찜질방|펜션|공장|고시원|아파트|미용실|헤어샵?|이발소|안경|세탁소|정육점|슈퍼|편의점|부동산|주유소|백화점|아울렛|박물관|미술관|전시관|공원|해수욕장|골프장|CC|랜드|월드|가든|반점|면옥|상회|광장|집|다방|커피|우동|국수|분식"
    r"|치킨|피자|초밥|냉면|순대|족발|보쌈|막창|곱창|고기|닭발|아구찜|쌈밥|포장마차|횟집|당구클럽|PC존|농협|마사지|테라피|세차장|정비소|체육센터|문화센터|수영장|독서실|스터디카페|키즈카페|만화카페|노인정"
    r"|교실|라이브|콜라텍|무도장|스크린골프|골프연습장|탁구장|필라테스|요가|태권도|휘트니스|피트니스|네일|한의원|치과|내과|외과|안과|피부과|약방|베이커리|제과"
    r"|도너츠|폭포|동굴|[가-힣]{2}(?:굴|쇼|숲|오름|항|포구)|해변|휴양림|수목원|식물원|테마파크|민속촌|전망대|유배지|휴게소|장터|포장|바다횟집|법무사|공인중개사|편의점|문구|서점|사진관|체육공원|캠핑장|글램핑|수련원|기도원|대합실)"
)


# Chains that everybody knows; what follows is the branch.
_CHAIN = re.compile(
    r"(?:스타벅스|투썸플레이스|이디야|메가커피|빽다방|컴포즈|할리스|파스쿠찌|폴바셋|엔제리너스|공차|설빙|맥도날드|롯데리아|버거킹|맘스터치|KFC|써브웨이|서브웨이|다이소|올리브영|GS\s?25|CU|씨유"
    r"|세븐일레븐|미니스톱|이마트|홈플러스|롯데마트|하나로|코스트코|노브랜드|트레이더스|파리바게[뜨트]|뚜레쥬르|배스킨라빈스|던킨|크리스피|메가박스|CGV|롯데시네마|하이마트|전자랜드|유니클로|이삭토스트|김밥천국"
    r"|김밥나라|본죽|교촌|굽네|BBQ|BHC|bhc|네네|처갓집|한솥|역전할머니|명륜진사|애슐리|빕스|아웃백|쿠우쿠우|국민은행|농협|신협|우체국|새마을금고|신한은행|우리은행|하나은행|기업은행|수협)(?![가-힣]*(?:관련|확진)).*"
)


def sells(name: str) -> bool:
    """Whether a name ends with what such houses are called or sell, or begins with a known chain."""
    return bool(_SELLS.fullmatch(_FLOOR.sub("", name)) or _CHAIN.fullmatch(name))


def without_header(words: str) -> str:
    """Without what stands before the exposure: "타지역 확진자 동선 안내", "12번 관련"."""
    words = without_company(words)
    found = _HEADER.match(words)
    if not found:
        return words
    rest = re.sub(r"^\S+(?<=[읍면동리])\s소재$", "", words[found.end() :].strip(EDGES))
    named = _BEFORE_HEADER.match(words)
    if not rest and named:
        name = named.group(1).split("¦")[0].strip()
        return name if _SELLS.fullmatch(_FLOOR.sub("", name)) else ""
    return rest
