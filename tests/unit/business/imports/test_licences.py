"""The national register of licensed venues: each oddity of its rows, and the real files row by row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from math import cos, hypot, radians
from pathlib import Path
from statistics import median

import pytest

from ansim.business.imports.licences import (
    LicenceState,
    RegisterError,
    category_of,
    read_phone,
    read_place,
    read_row,
)
from ansim.domain.categories import Category

ROW = {
    "관리번호": "9990000-101-2026-00001",
    "사업장명": "푸른파도 카페",
    "개방서비스명": "휴게음식점",
    "업태구분명": "커피숍",
    "영업상태명": "영업/정상",
    "소재지전화": "064 700 0001",
    "도로명전체주소": "제주특별자치도 제주시 없는길 1",
    "좌표정보x(epsg5174)": "155249.2",
    "좌표정보y(epsg5174)": "-375.3",
}


def test_a_row_of_the_register_is_a_venue() -> None:
    venue = read_row(ROW)
    assert (venue.name, venue.category, venue.state) == (
        "푸른파도 카페",
        Category.CAFE,
        LicenceState.OPEN,
    )
    assert venue.place is not None
    latitude, longitude = venue.place
    assert 33.4 < latitude < 33.6
    assert 126.4 < longitude < 126.6


def test_both_wordings_of_the_headings_are_the_same_row() -> None:
    other = {
        "관리번호": "관리번호",
        "사업장명": "사업장명",
        "개방서비스명": "개방서비스명",
        "업태구분명": "업태구분명",
        "영업상태명": "영업상태명",
        "소재지전화": "소재지전화번호",
        "도로명전체주소": "도로명주소",
        "좌표정보x(epsg5174)": "좌표X",
        "좌표정보y(epsg5174)": "좌표Y",
    }
    renamed = {other[name]: value for name, value in ROW.items()}
    assert read_row(renamed) == read_row(ROW)


@pytest.mark.parametrize("state", ["폐업", "휴업", "취소/말소/만료/정지/중지", "제외/삭제/전출"])
def test_a_venue_that_is_not_open_says_so(state: str) -> None:
    assert read_row({**ROW, "영업상태명": state}).state is not LicenceState.OPEN


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("관리번호", " ", "관리번호"),
        ("사업장명", "", "사업장명"),
        ("영업상태명", "영업중?", "영업중"),
    ],
)
def test_a_row_without_what_is_needed_is_refused_by_column(
    column: str, value: str, said: str
) -> None:
    with pytest.raises(RegisterError, match=said):
        read_row({**ROW, column: value})


@pytest.mark.parametrize(
    ("service", "kind", "category"),
    [
        ("휴게음식점", "편의점", Category.RETAIL),
        ("휴게음식점", "기타 휴게음식점", Category.RESTAURANT),
        ("일반음식점", "호프/통닭", Category.BAR),
        ("유흥주점영업", "룸살롱", Category.BAR),
        ("농어촌민박업", "", Category.LODGING),
        ("", "한증막업", Category.BATH),
        ("출판사", "", None),
        ("가축사육업", "", None),
    ],
)
def test_a_kind_goes_to_a_category_or_is_no_place_to_visit(
    service: str, kind: str, category: Category | None
) -> None:
    assert category_of(service, kind) is category


@pytest.mark.parametrize(
    ("x", "y"), [("157554.4", "-2269.010-0000-0000"), ("1e9", "5"), ("nan", "nan")]
)
def test_a_place_that_is_none_is_left_empty_and_told(x: str, y: str) -> None:
    assert read_place(x, y) is None
    row = {**ROW, "좌표정보x(epsg5174)": x, "좌표정보y(epsg5174)": y}
    assert read_row(row).left_out == ("좌표정보x(epsg5174)",)


@pytest.mark.parametrize(
    ("text", "address", "phone"),
    [
        ("064 700 1234", "", "064-700-1234"),
        ("7001234", "제주특별자치도 제주시", "064-700-1234"),
        ("2200-1234", "서울특별시 중구", "02-2200-1234"),
        ("02  700 1234", "", "02-700-1234"),
        ("0064 0700 1234", "", "064-700-1234"),
        ("005502201234", "", "055-220-1234"),
        ("064-700-1234-", "", "064-700-1234"),
        ("(064)700-1234", "", "064-700-1234"),
        ("700-1234(7001235)", "제주특별자치도", "064-700-1234"),
        ("1588 1234", "", "1588-1234"),
        ("0507-1300-1234", "", "0507-1300-1234"),
        ("07070001234", "", "070-7000-1234"),
        ("00000000000", "", None),
        ("031   53122", "경기도", None),
        ("", "", None),
    ],
)
def test_a_phone_is_read_as_people_write_it(text: str, address: str, phone: str | None) -> None:
    assert read_phone(text, address) == phone


def rows_of(folder: Path) -> Iterator[dict[str, str]]:
    for file in sorted([*folder.glob("cp949/*.csv"), *folder.glob("other_columns/*.csv")]):
        content = file.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp949")
        yield from csv.DictReader(io.StringIO(text))


def test_every_row_of_the_real_files_is_read(shared: Path) -> None:
    venues = [read_row(row) for row in rows_of(shared / "data/localdata")]
    states = Counter(venue.state for venue in venues)
    remarks = [remark for venue in venues for remark in venue.left_out]
    print(f"{len(venues)} rows, {dict(states)}, {len(remarks)} remarks")
    assert len(venues) == 6837
    assert len(remarks) < 20
    assert states[LicenceState.CLOSED] > 2000


def test_places_agree_with_another_source_by_address(shared: Path) -> None:
    known = {}
    for file, column, north, east in (
        ("jeju_public_mask_stores_2020.csv", "addr", "lat", "long"),
        ("visitjeju_180.csv", "road_address", "lat", "lon"),
    ):
        with (shared / "data/jeju_venues" / file).open(encoding="utf-8-sig") as lines:
            for row in csv.DictReader(lines):
                if address := street(row[column]):
                    known[address] = float(row[north]), float(row[east])
    apart = []
    with (shared / "data/localdata/jeju_all_kinds_20260101_15.csv").open(
        encoding="utf-8-sig"
    ) as lines:
        for row in csv.DictReader(lines):
            venue = read_row(row)
            if venue.place and (address := street(venue.address)) in known:
                apart.append(metres(venue.place, known[address]))
    print(f"{len(apart)} addresses in both, median {median(apart):.0f} m apart")
    assert len(apart) >= 20
    assert median(apart) <= 20


def street(address: str) -> str | None:
    """Road and number, as 노형11길 25; the same road in two towns has different numbers of houses, so the town too."""
    found = re.search(r"(제주시|서귀포시)\s+(?:\S+[읍면]\s+)?(\S+[로길])\s*(\d+(?:-\d+)?)", address)
    return " ".join(found.groups()).removesuffix("-0") if found else None


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))) * 111_320
