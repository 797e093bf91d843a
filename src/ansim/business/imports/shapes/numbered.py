"""A head office's list: our own columns, each venue with a number by which its business knows it; places may be missing."""

from dataclasses import replace

from ansim.business.imports.venue_rows import Cells, VenueRow
from ansim.domain.categories import Category
from ansim.domain.facilities import Facility
from ansim.domain.facility_words import facility_of

COLUMNS = ("external_id", "name", "category")
MORE = ("address", "latitude", "longitude", "kind", "name_en", "district", "phone")
NUMBER_LIMIT = 60
_OWN_NAMES = {kind.name.casefold(): kind for kind in Category}
# Words of the two languages, beside our own names of categories.
_CATEGORIES = _OWN_NAMES | {
    word: kind
    for kind, words in {
        Category.RETAIL: "상점 마트 편의점 슈퍼 소매 shop store",
        Category.CAFE: "카페 커피 제과점 베이커리 휴게음식점 coffee bakery",
        Category.RESTAURANT: "음식점 일반음식점 식당 뷔페",
        Category.BAR: "주점 술집 유흥주점 단란주점 호프 pub",
        Category.KARAOKE: "노래방 노래연습장",
        Category.GYM: "체육시설 체력단련장 헬스장 헬스 수영장",
        Category.BATH: "목욕장 목욕탕 사우나 찜질방 sauna",
        Category.RELIGIOUS: "종교시설 교회 성당 사찰",
        Category.EVENT: "행사장 예식장 공연장 영화관 cinema",
        Category.FUNERAL: "장례식장",
        Category.SCHOOL: "학교 학원 어린이집 유치원 academy",
        Category.OFFICE: "사무실 회사",
        Category.LODGING: "숙박 숙박시설 호텔 모텔 펜션 민박 hotel",
        Category.HOSPITAL: "병원 의원 한의원 치과 의료기관 clinic",
        Category.PHARMACY: "약국",
        Category.TRANSPORT: "교통 터미널 공항 여객선",
        Category.SIGHT: "관광지 박물관 미술관 museum",
        Category.PUBLIC: "관공서 공공기관",
        Category.OTHER: "기타",
    }.items()
    for word in words.split()
}


def venue(cells: Cells) -> VenueRow:
    """A venue; its business's number is its key."""
    said = cells.values["category"]
    category = _CATEGORIES.get(said.casefold())
    kind = cells.kind("kind") or kind_of_category(said)
    number = cells.text("external_id", NUMBER_LIMIT, needed=True)
    found = cells.venue(
        key=f"own:{number}",
        name="name",
        category=cells.category_of(kind, category, "category"),
        kind=kind,
        address="address",
        latitude="latitude",
        longitude="longitude",
        placed=False,
    )
    return replace(found, number=number)


def kind_of_category(said: str) -> Facility | None:
    """The kind of facility that the word of a category names: "유흥주점" names one.

    A word like "bar" is our own name of a category, which has several kinds, and names none.
    """
    if said.casefold() in _OWN_NAMES:
        return None
    kind = facility_of(said)
    return None if kind is Facility.OTHER else kind
