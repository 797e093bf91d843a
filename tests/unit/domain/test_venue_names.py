"""Names of venues."""

import pytest

from ansim.domain.venue_names import claims_authority, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("늘봄사우나", "늘봄 사우나"),
        ("㈜돌담커피", "돌담커피"),
        ("돌담 커피(제주점)", "돌담커피 제주점"),
        ("한라식당", "한라식당 본점"),
        ("Cafe Dori", "CAFE DORI"),
    ],
)
def test_names_of_one_place_are_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [("늘봄사우나", "돌담커피"), ("한라식당", "백록식당"), ("", "돌담"), ("··", "!!")],
)
def test_names_of_two_places_are_not(one: str, other: str) -> None:
    assert likeness(one, other) < 0.5


@pytest.mark.parametrize(
    "name",
    [
        "제주시 보건소",
        "질병관리청 QR",
        "서귀포시청",
        "연동 주민센터",
        "역학조사 상황실",
        "공식 인증 QR",
        "Official QR",
        "질병관리청",
        "제주도청 방역센터 분식",
        "서귀포시청 민원실 지점",
        "도청앞 방역 상황실",
        "제주특별자치도청 카페",
        "제주 특별자치도 방문 기록",
        "서귀포시청 약국",
        "질병청 안내소",
        "Jeju City Hall desk",
        "Korea Disease Control",
        "보건당국 확인 카페",
        "감염병 대응팀 식당",
        "안심 체크인 안내점",
    ],
)
def test_names_that_claim_to_be_an_authority_are_noticed(name: str) -> None:
    assert claims_authority(name)


@pytest.mark.parametrize(
    "name",
    [
        "늘봄사우나",
        "시청앞분식",
        "도청로 국수",
        "제주시청 앞 서점",
        "서귀포시청점 빵집",
        "시청카페",
        "도청 앞 카페",
        "군청점 커피",
        "도둑 방탈출",
        "보건약국",
        "법환포구식당",
        "시청사거리 국밥",
        "도청 맞은편 꽃집",
        "구청역 김밥",
        "시청 분식",
        "안심 정육점",
    ],
)
def test_shops_with_everyday_names_are_not(name: str) -> None:
    assert not claims_authority(name)
